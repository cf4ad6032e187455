"""A payment by two people: ordered by one, approved by another, seen by both.

The ledger has the first projects of the examples: of the 15,000.00 that were granted to
Proefleven 12,000.00 is paid, and of the 8,000.00 of Haal Winst all of it.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from domain.values.messages import Euro
from tests.browser.desk import LIVES, Desk, desk, euro
from tests.browser.serving import office
from tests.functional.examples import STORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT, TITLE = "proefleven", "Proefleven, tweede editie"
OTHER, OTHER_TITLE = "haal-winst", "Haal Winst uit de Zuidas"
ORDER = "BO-2011-001"


class Office(NamedTuple):
    """Three people, each before a browser of their own."""

    administrator: Desk
    officer: Desk
    approver: Desk


@pytest.fixture(scope="module", params=LIVES)
def people(
    request: pytest.FixtureRequest,
    chromium: "Browser",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    lang, scripts = request.param
    folder = tmp_path_factory.mktemp("two")
    with ExitStack() as stack:
        service = stack.enter_context(office(folder, Office._fields, STORY[:2]))
        yield Office(
            *(
                stack.enter_context(
                    desk(chromium, service, name, lang=lang, scripts=scripts)
                )
                for name in Office._fields
            )
        )


@pytest.mark.one_in(2)
def test_a_payment_takes_two(people: Office) -> None:
    """Each step as it is done, and what the pages say after it."""
    set_the_policy(people.administrator)
    order_it(people.officer)
    approve_the_order(people)
    pay_what_is_ordered(people.officer)
    decline_a_payment_to_somebody_else(people)
    approve_what_changed_in_between(people)
    read_both_names(people.officer)


def set_the_policy(administrator: Desk) -> None:
    """An administrator decides who decides, and books nothing."""
    administrator.way("New entry")
    named = administrator.named("command", "order_payment")
    assert administrator.page.locator("main").get_by_text(named).is_visible()
    assert (
        not administrator.page.locator("main").get_by_role("link", name=named).count()
    )
    administrator.start("set_approval_policy")
    administrator.fill(
        {
            "commands.order_payment": euro("1000.00"),
            "commands.pay_grant": euro("1000.00"),
            "commands.determine_grant": euro("0.00"),
        },
        date=date.today(),  # noqa: DTZ011  # the service's day is this machine's
    )
    administrator.post()
    given = administrator.facts()
    assert given[named] == administrator.money("1000.00")
    assert given[administrator.named("command", "determine_grant")] == (
        administrator.money("0.00")
    )


def order_it(officer: Desk) -> None:
    """The form says before that it takes another person; clicked twice it is once."""
    officer.way("Projects")
    officer.follow(TITLE)
    officer.follow(officer.named("command", "order_payment"), "#next")
    assert officer.money("1000.00") in officer.text_of("main .utrecht-alert--info")
    assert officer.value("as.project") == PROJECT
    officer.fill(
        payment=ORDER,
        amount=euro("2500.00"),
        date=date(2011, 12, 1),
        due=date(2011, 12, 15),
        document="FACT-2011-017",
        payee_account="NL91ABNA0417164300",
    )
    officer.try_it()
    before = officer.size
    # Once the amount is read by the server, the form knows which of both it takes.
    text = officer.say("Submit to a second person")
    if officer.scripts:
        text = officer.say("Post, or submit to a second person")
    officer.press_twice(text, leads_to="submission")
    assert officer.size == before + 1
    # Whoever made it can't approve it.
    assert officer.say("It is yours: another person decides.") in officer.read
    approving = officer.say("Approve {amount}", amount=Euro(250_000))
    assert officer.page.get_by_role("button", name=approving).is_disabled()
    officer.way("Submissions")
    assert officer.say("Waiting for another person") in officer.read


def approve_the_order(people: Office) -> None:
    """The approver finds it on the overview, and reads what it is before deciding."""
    approver = people.approver
    approver.way("Overview")
    (row,) = approver.table("submissions")[1:]
    command, amount, party, maker = row[1:]
    assert command == approver.label("command", "order_payment")
    assert amount == approver.money("2500.00")
    assert (party, maker) == ("Marketing Drenthe", "officer")
    approver.way("Submissions")
    assert approver.say("For you to decide") in approver.read
    for told in (approver.money("2500.00"), PROJECT, "officer"):
        assert told in approver.read
    approver.follow(f"{row[0][1:]}:", exact=False)
    for told in (ORDER, approver.money("2500.00"), "NL91ABNA0417164300", "officer"):
        assert told in approver.read
    assert "Marketing Drenthe" in approver.read  # to whom it goes, though none is given
    approver.press(approver.say("Approve {amount}", amount=Euro(250_000)))
    assert approver.kind == "entry"
    facts = approver.facts()
    assert facts[approver.say("Approved by")].startswith("approver ")
    assert facts[approver.say("Made by")].startswith("officer ")
    # What takes an officer is not offered to an approver.
    links = approver.page.locator("main a[href^='/post/']")
    assert links.count() == 0
    approver.follow(PROJECT)
    assert links.count() == 0
    approver.way("Submissions")
    assert approver.say("Nothing waits for a second person.") in approver.read


def pay_what_is_ordered(officer: Desk) -> None:
    """An order that two people know is paid by one: the form offers it."""
    officer.way("Projects")
    officer.follow(TITLE)
    course = officer.text_of("#course")
    assert officer.say("Payment, as ordered") in course
    officer.follow(officer.named("command", "pay_grant"), "#next")
    officer.fill(
        payment=ORDER,
        amount=euro("2500.00"),
        date=date(2011, 12, 15),
        document="RC-2011-050/1",
    )
    officer.press(officer.say("Post, or submit to a second person"))
    assert officer.kind == "entry"
    officer.follow(PROJECT)
    figures = officer.facts(".figures")
    # 12,000.00 + 2,500.00 = 14,500.00 of 15,000.00
    assert figures[officer.named("field", "paid")] == officer.money("14500.00")
    assert figures[officer.named("field", "committed")] == officer.money("500.00")
    assert officer.say("Payment, as ordered") not in officer.text_of("#course")


def decline_a_payment_to_somebody_else(people: Office) -> None:
    """Without an order; the approver sees lines and a note, and says why not."""
    officer, approver = people.officer, people.approver
    # First an order, which needs to know of what; then rather without one.
    officer.start("order_payment")
    officer.fill({"as.command": "pay_grant"})
    officer.press(officer.say("Show its fields"))
    assert officer.sees("as.project")
    officer.start("pay_grant")
    officer.fill(
        project="vezelchemie",
        amount=euro("30000.00"),
        payee="Vezel Holding BV",
        date=date(2011, 12, 16),
        document="FACT-2011-018",
    )
    officer.press(officer.say("Post, or submit to a second person"))
    number = officer.page.url.rpartition("/")[2].partition("?")[0]

    approver.way("Submissions")
    approver.follow(f"{number}:", exact=False)
    # 30,000.00 is paid of the debt, and leaves the account.
    lines = approver.table(f"lines-{number}")
    for account, amount in (
        ("liabilities:grants:vezelchemie", "30000.00"),
        ("assets:current-account", "-30000.00"),
    ):
        assert [approver.label("account", account), approver.money(amount)] in [
            [row[0], row[2]] for row in lines
        ]
    note = approver.text_of("main #warnings")
    assert "Vezel Holding BV" in note
    assert "Stichting Kenniscluster Vezelchemie" in note
    approver.press(approver.say("Decline"))
    assert set(approver.faults()) == {"reason"}
    approver.fill(reason="De begunstigde is niet de ontvanger van de subsidie.")
    approver.press(approver.say("Decline"))
    assert approver.named("value", "declined").lower() in approver.read.lower()

    # The officer sees that, and nothing is paid.
    officer.way("Submissions")
    row = officer.table("settled")[1]
    assert row[0] == f"#{number}"
    assert row[4].lower() == officer.label("value", "declined")
    officer.way("Projects")
    officer.follow("Kenniscluster (vezel)chemie Zuidoost-Drenthe")
    assert officer.named("field", "paid") not in officer.facts(".figures")


def approve_what_changed_in_between(people: Office) -> None:
    """What the approver has before him is not what it would be now: he looks again."""
    officer, approver = people.officer, people.approver
    officer.way("Projects")
    officer.follow(OTHER_TITLE)
    officer.follow(officer.named("command", "determine_grant"), "#next")
    officer.fill(amount=euro("7000.00"), date=date(2012, 2, 1), document="VAS-2012-1")
    officer.press(officer.say("Submit to a second person"))

    approver.way("Submissions")
    approver.follow(approver.named("command", "determine_grant").lower(), exact=False)
    # 8,000.00 - 7,000.00 = 1,000.00 is released
    released = approver.label("account", "budget:available:2011:IBO")
    assert [released, approver.money("1000.00")] in lines_of(approver)

    officer.way("Projects")
    officer.follow(OTHER_TITLE)
    officer.follow(officer.named("command", "change_grant"), "#next")
    officer.fill(
        amount=euro("7400.00"),
        date=date(2012, 1, 20),
        decision="SG-2011-02",
        document="BES-2012-1",
    )
    officer.post()

    before = approver.size
    with approver.page.expect_response("**/submissions/**") as answer:
        approver.press(approver.say("Approve {amount}", amount=Euro(700_000)))
    assert answer.value.status == 412
    assert approver.page.locator("#mistakes").is_visible()
    # 7,400.00 - 7,000.00 = 400.00 is what is left to release
    assert [released, approver.money("400.00")] in lines_of(approver)
    approver.press(approver.say("Approve {amount}", amount=Euro(700_000)))
    assert approver.kind == "entry"
    # The change, the approval and the determination.
    assert approver.size == before + 3
    officer.way("Projects")
    officer.follow(OTHER_TITLE)
    figures = officer.facts(".figures")
    # 8,000.00 was paid, 7,000.00 is what it is.
    assert figures[officer.named("field", "recoverable")] == officer.money("1000.00")


def read_both_names(officer: Desk) -> None:
    """The list of entries has who approved and, below it, who made what was posted."""
    officer.way("Entries")
    posted, approved = officer.table("entries")[1:3]
    assert posted[2].startswith(officer.named("command", "determine_grant"))
    assert posted[-1].endswith("officer")
    assert approved[2].startswith(officer.named("command", "approve"))
    assert approved[-1].endswith("approver")


def lines_of(approver: Desk) -> list[list[str]]:
    """What the submission that is looked at would change now, account by account."""
    found = approver.page.locator("main table").first.get_attribute("id")
    assert found
    return [[row[0], row[2]] for row in approver.table(found)]
