"""A month of the bank: read, accepted, matched, split, kept aside, and tied at the end.

The year is opened and divided; nothing of it was received. One meeting was paid and is
in the ledger already, as are two invoices that the bank paid together.
"""

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.desk import Desk, euro
from tests.functional.examples import STORY, commands
from tests.web.pages.bank_files import statement

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

COSTS = (
    ("SN", "1180.00", "2011-09-14", "Zalencentrum De Brink", "INK-2011-0231"),
    ("TL", "400.00", "2011-09-19", "Bureau Veldkamp", "INK-2011-0240"),
    ("IBO", "500.00", "2011-09-20", "Drukkerij Boom", "INK-2011-0241"),
)
"""What was booked before the bank told: programme, amount, day, payee, voucher."""


class Line(NamedTuple):
    """A line of the bank: its amount is negative where money left."""

    amount: str
    day: str
    party: str
    text: str

    @property
    def camt(self) -> bytes:
        """As a bank sends it."""
        went = self.amount.startswith("-")
        sign, who = ("DBIT", "Cdtr") if went else ("CRDT", "Dbtr")
        return (
            f'<Ntry><Amt Ccy="EUR">{self.amount.lstrip("-")}</Amt>'
            f"<CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>"
            f"<BookgDt><Dt>{self.day}</Dt></BookgDt><NtryDtls><TxDtls>"
            f"<RltdPties><{who}><Nm>{self.party}</Nm></{who}></RltdPties>"
            f"<RmtInf><Ustrd>{self.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        ).encode()


LINES = (
    Line("44800.00", "2011-09-02", "Gemeente Emmen", "Bijdrage 2011"),
    Line("14400.00", "2011-09-05", "Gemeente Coevorden", "Bijdrage 2011"),
    Line("500.00", "2011-09-06", "J. Jansen", "Zoals afgesproken"),
    Line("-1180.00", "2011-09-15", "Zalencentrum De Brink", "INK-2011-0231"),
    Line("-262.50", "2011-09-20", "Brasserie De Markt", "Zaal en lunch"),
    Line("-900.00", "2011-09-21", "Verzamelbetaling", "2 opdrachten"),
    Line("-37.50", "2011-09-30", "De Bank", "Kosten derde kwartaal"),
)
"""44,800.00 + 14,400.00 + 500.00 - 1,180.00 - 262.50 - 900.00 - 37.50 = 57,320.00"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> "list[Path]":
    """The year opened, divided and limited as in the examples, then the costs."""
    posted = [*commands(STORY[0])][:4]
    posted += [
        {
            "command": "post_process_cost",
            "year": "2011",
            "programme": programme,
            "amount": amount,
            "date": day,
            "payee": payee,
            "description": "Vergadering en stukken",
            "document": document,
        }
        for programme, amount, day, payee, document in COSTS
    ]
    file = tmp_path_factory.mktemp("bank") / "before.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in posted), "utf-8")
    return [file]


@pytest.mark.one_in(2)
def test_a_month_of_the_bank(officer: Desk) -> None:
    """Each step as it is done, and what the pages say after it."""
    open_the_account(officer)
    read_the_statement(officer)
    accept_what_is_certain(officer)
    accept_what_is_likely(officer)
    match_one_line_with_two_entries(officer)
    split_a_line(officer)
    keep_unknown_money_aside(officer)
    find_the_bank_tied(officer)
    reclassify_what_was_unknown(officer)


def open_the_account(officer: Desk) -> None:
    officer.way("Bank")
    officer.follow(officer.say("Open a bank account"))
    officer.fill(
        account="rc",
        kind="bank",
        holder="Provincie Drenthe, Drentse Zuidas",
        date=date(2011, 9, 1),
        opening=euro("0.00"),
        document="OVK-2011-1",
        iban="NL05ZLBK2011080100",
    )
    officer.post()


def read_the_statement(officer: Desk) -> None:
    """What doesn't add up is refused whole; what does is shown first, then taken."""
    officer.way("Bank")
    officer.follow(officer.say("Read statements"))
    upload(officer, closing="57320.50")
    # 57,320.50 - 57,320.00 = 0.50
    assert officer.money("0.50") in officer.text_of("main .utrecht-alert--error")
    assert officer.say("Nothing was recorded.") in officer.read

    upload(officer, closing="57320.00")
    (row,) = officer.table("read")[1:]
    assert row[0] == "september.xml"
    assert row[4:7] == [officer.money("0.00"), officer.money("57320.00"), "7"]
    officer.press(officer.say("Register these statements"))
    assert officer.kind == "bank"
    assert open_lines(officer) == [f".{number}" for number in range(1, 8)]
    # The ledger has only the costs: -1,180.00 - 400.00 - 500.00 = -2,080.00
    assert identity(officer) == [
        officer.money("57320.00"),
        officer.money("-57320.00"),
        officer.money("-2080.00"),
        officer.money("-2080.00"),
        officer.money("0.00"),
    ]
    # Once more, in whatever file, is the same statement.
    officer.follow(officer.say("Read statements"))
    upload(officer, closing="57320.00")
    assert (
        officer.say("Nothing is new: all of it is registered already.") in officer.read
    )


def accept_what_is_certain(officer: Desk) -> None:
    """The meeting: amount and voucher are those of an entry."""
    officer.way("Bank")
    officer.follow(officer.say("Accept what is certain ({number})", number=1))
    (row,) = officer.table("certain")[1:]
    assert officer.money("-1180.00") in row
    assert "INK-2011-0231" in row[-1]
    officer.press(officer.say("Accept all ({number})", number=1))
    assert open_lines(officer) == [".1", ".2", ".3", ".5", ".6", ".7"]


def accept_what_is_likely(officer: Desk) -> None:
    """Contributions by who and how much, bank charges by the text."""
    for number, known in ((1, "Gemeente Emmen"), (2, "Gemeente Coevorden"), (7, "")):
        pair = pair_of(officer, number)
        assert known in pair.inner_text()
        with officer.page.expect_navigation():
            pair.get_by_role("button").click()
        assert officer.say("Recorded") in officer.read
    assert open_lines(officer) == [".3", ".5", ".6"]
    # 156,800.00 - 44,800.00 - 14,400.00 = 97,600.00
    officer.way("Overview")
    figures = officer.facts(".figures")
    assert figures[officer.say("Partners still to pay")] == officer.money("97600.00")


def match_one_line_with_two_entries(officer: Desk) -> None:
    """One invoice is 500.00 too little, which the sum says; both are 900.00."""
    officer.way("Bank")
    to_line(officer, 6)
    officer.follow(officer.say("Match with entries"))
    tick(officer, "400.00")
    # -900.00 - -400.00 = -500.00
    tally = officer.text_of("#sum")
    assert officer.money("-500.00") in tally
    assert officer.say("not equal") in tally
    officer.press(officer.say("Match"))
    assert officer.money("-900.00") in officer.text_of("main .utrecht-alert--error")
    tick(officer, "500.00")
    assert officer.money("0.00") in officer.text_of("#sum")
    officer.press(officer.say("Match"))
    assert open_lines(officer) == [".3", ".5"]


def split_a_line(officer: Desk) -> None:
    """A room and a lunch: 200.00 of one programme, 62.50 of another."""
    officer.way("Bank")
    to_line(officer, 5)
    officer.follow(officer.say("Split over several"))
    officer.fill(
        {
            "parts.0.command": "post_process_cost",
            "parts.0.amount": euro("200.00"),
            "parts.1.command": "post_process_cost",
            "parts.1.amount": euro("60.50"),
        }
    )
    officer.press(officer.say("Show fields and add up"))
    own = {"year": "2011", "payee": "Brasserie De Markt"}
    parts = (("SN", "Zaal"), ("IBO", "Lunch"))
    for number, (programme, description) in enumerate(parts):
        fields = {**own, "programme": programme, "description": description}
        officer.fill({f"parts.{number}.{name}": each for name, each in fields.items()})
    officer.press(officer.say("Post all parts"))
    # 262.50 - 200.00 - 60.50 = 2.00
    assert officer.money("-2.00") in officer.text_of("main .utrecht-alert--error")
    assert officer.value("parts.1.description") == "Lunch"
    officer.fill({"parts.1.amount": euro("62.50")})
    officer.press(officer.say("Post all parts"))
    assert open_lines(officer) == [".3"]


def keep_unknown_money_aside(officer: Desk) -> None:
    """Nobody knows yet what the 500.00 is: it is booked, and stays to be explained."""
    officer.way("Bank")
    to_line(officer, 3)
    assert "Zoals afgesproken" in officer.read
    officer.press(officer.say("Book it"))
    assert officer.say("No line of the bank is open.") in officer.read


def find_the_bank_tied(officer: Desk) -> None:
    """Bank and ledger are the same, and the overview says so."""
    officer.way("Bank")
    assert identity(officer) == [
        officer.money("57320.00"),
        officer.money("0.00"),
        officer.money("0.00"),
        officer.money("57320.00"),
        officer.money("0.00"),
    ]
    # The bank told after the ledger: on the 14th two lines of the month were to come.
    officer.way("Overview")
    assert officer.facts(".figures")[officer.say("Bank")] == officer.say("tied")
    officer.way("Bank")
    officer.at("2011-09-14")
    # 44,800.00 + 14,400.00 + 500.00 = 59,700.00, and the meeting not paid by the bank
    assert identity(officer) == [
        officer.money("59700.00"),
        officer.money("0.00"),
        officer.money("-1180.00"),
        officer.money("58520.00"),
        officer.money("0.00"),
    ]


def reclassify_what_was_unknown(officer: Desk) -> None:
    """It was of Hoogeveen: the agenda leads to the form; the bank stays as it was."""
    officer.way("Overview")
    officer.follow(officer.named("command", "reclassify"), "table#agenda")
    officer.fill({"as.command": "receive_contribution"})
    officer.press(officer.say("Show its fields"))
    officer.fill(
        {"as.partner": "hoogeveen", "as.year": "2011"},
        date=date(2011, 10, 3),
        reason="Deel van de bijdrage 2011, zegt Hoogeveen",
    )
    officer.post()
    officer.way("Overview")
    officer.follow("Gemeente Hoogeveen", "table#partners")
    figures = officer.facts(".figures")
    assert figures[officer.say("Received")] == officer.money("500.00")
    # 22,400.00 - 500.00 = 21,900.00
    assert figures[officer.say("Outstanding")] == officer.money("21900.00")
    officer.way("Bank")
    assert identity(officer)[-1] == officer.money("0.00")
    assert officer.facts(".figures")[officer.say("Open entries")] == "0"


def upload(officer: Desk, closing: str) -> None:
    """Choose the file of the month, and see what it would become."""
    text = statement(
        *(each.camt for each in LINES),
        first="2011-09-01",
        last="2011-09-30",
        closing=closing,
        number=9,
    )
    officer.page.set_input_files(
        "#files", {"name": "september.xml", "mimeType": "text/xml", "buffer": text}
    )
    officer.press(officer.say("Show what would be registered"))


def open_lines(officer: Desk) -> list[str]:
    """The numbers of the lines that are open, in their statement."""
    found = officer.page.locator(".pairs > li > div:first-child a").all_inner_texts()
    return [f".{each.partition('.')[2]}" for each in found]


def pair_of(officer: Desk, number: int) -> "Locator":
    """A line beside what would answer it."""
    return officer.page.locator(".pairs > li").filter(
        has=officer.page.locator(f"a[href$='.{number}']").first
    )


def to_line(officer: Desk, number: int) -> None:
    """To the page of a line, by what it offers beside its suggestion."""
    with officer.page.expect_navigation():
        link = pair_of(officer, number).get_by_role(
            "link", name=officer.say("Something else")
        )
        link.click()
    assert officer.kind == "bank-line"


def tick(officer: Desk, amount: str) -> None:
    """Tick the entry of an amount, and see the sum: by itself, or by a button."""
    said = officer.page.locator("main label", has_text=officer.money(f"-{amount}"))
    if not officer.scripts:
        said.first.click()
        officer.press(officer.say("Add up"))
        return
    with officer.page.expect_response("**/bank/match*"):
        said.first.click()
    officer.page.locator("main form:not(.htmx-request)").wait_for()


def identity(officer: Desk) -> list[str]:
    """The amounts at the foot: bank, lines, entries, ledger, difference."""
    return [row[1] for row in officer.table("identity-sum")[1:]]
