"""A year is opened: decided, called, divided, limited, and paid by its partners."""

from datetime import date

import pytest

from tests.browser.desk import Desk, euro

NUMBER, YEAR = "SG-2011-01", "2011"
CALLED = {
    "emmen": "44800.00",
    "coevorden": "14400.00",
    "hoogeveen": "22400.00",
    "dewolden": "9600.00",
    "meppel": "12800.00",
    "drenthe": "52800.00",
}
"""28, 9, 14, 6, 8 and 33 per cent of 160,000.00: together 98, 156,800.00."""


@pytest.mark.one_in(2)
def test_a_year_is_opened(officer: Desk) -> None:
    """Each step as it is done, and what the pages say after it."""
    find_that_nothing_can_be_opened_yet(officer)
    open_it(officer)
    divide_it(officer)
    limit_what_projects_get(officer)
    receive_what_partners_pay(officer)
    see_who_still_owes(officer)


def find_that_nothing_can_be_opened_yet(officer: Desk) -> None:
    """The empty overview leads to the form, and that to what has to come before."""
    officer.follow(officer.say("Open one"))
    officer.fill(year=YEAR, date=date(2011, 8, 1), decision=NUMBER)
    officer.press(officer.say("Post"))
    said = officer.faults()["decision"]
    assert NUMBER in said
    officer.follow(officer.named("command", "record_decision"))
    officer.fill(
        number=NUMBER,
        date=date(2011, 6, 23),
        subject="Jaarbudget, verdeelsleutel en eerste jaarschijf",
        motivation="Zonder budget komt geen project van de grond.",
    )
    officer.post()


def open_it(officer: Desk) -> None:
    """The dry run shows what is called of whom, and what nobody is asked for."""
    officer.way("Overview")
    officer.follow(officer.say("Open one"))
    officer.fill(year=YEAR, date=date(2011, 8, 1), decision=NUMBER)
    officer.try_it()
    rows = officer.table("outcome-balances")
    for partner, called in CALLED.items():
        row = [
            *(f"{YEAR} {partner}", officer.say("Called")),
            *(officer.money("0.00"), officer.money(called)),
        ]
        assert row in rows
    # 160,000.00 - 156,800.00 = 3,200.00
    gap = officer.money("3200.00")
    assert gap in officer.text_of("#dry-run .utrecht-alert--warning")
    officer.post()

    officer.way("Overview")
    # 160,000.00 less the 20,000.00 that are kept for process costs
    assert glance(officer, "Left for projects, {year}") == officer.money("140000.00")
    assert glance(officer, "Partners still to pay") == officer.money("156800.00")
    assert len(officer.table("partners")) == 1 + len(CALLED)
    # Dividing it is what is to be done next, and the agenda leads to it.
    officer.follow(officer.named("command", "allocate"), "table#agenda")
    assert officer.value("year") == YEAR


def divide_it(officer: Desk) -> None:
    """What is not 100 together is refused with the sum; what was typed stays."""
    shares = {
        "shares.SN": euro("35"),
        "shares.TL": euro("25"),
        "shares.IBO": euro("41"),
    }
    officer.fill(shares, date=date(2011, 8, 1), decision=NUMBER)
    officer.press(officer.say("Post"))
    # 35 + 25 + 41 = 101
    assert "35 + 25 + 41" in officer.text_of("#shares-error")
    assert officer.value("shares.SN") == officer.typed(euro("35"))
    officer.fill({"shares.IBO": euro("40")})
    officer.post()
    officer.way("Overview")
    # 35, 25 and 40 per cent of 160,000.00
    for programme, ceiling in (
        ("Samenwerken & Netwerken", "56000"),
        ("Transport & Logistiek", "40000"),
        ("Industrie & Bedrijfsomgeving", "64000"),
    ):
        assert [programme, officer.money(ceiling)] in [
            row[:2] for row in officer.table("programmes-table")
        ]


def limit_what_projects_get(officer: Desk) -> None:
    """Empty is no limit; shares don't fall as more take part."""
    officer.start("set_funding_limits")
    officer.fill(year=YEAR, date=date(2011, 8, 1), decision=NUMBER)
    officer.press(officer.say("Post"))
    assert officer.kind == "post-command"
    assert officer.page.locator("#mistakes").is_visible()
    grants = {"SN": "20000", "TL": "30000", "IBO": "30000"}
    shares = {"2": "50", "3": "60", "4": "70", "5": "80"}
    officer.fill({f"max_grants.{each}": euro(much) for each, much in grants.items()})
    officer.fill({f"max_shares.{count}": euro(much) for count, much in shares.items()})
    officer.post()
    assert officer.money("30000.00") in officer.read


def receive_what_partners_pay(officer: Desk) -> None:
    """Emmen in two parts, Meppel not at all, Hoogeveen too little."""
    officer.start("receive_contribution")
    receipts = [
        ("emmen", "40000.00", date(2011, 8, 15)),
        ("emmen", "4800.00", date(2011, 8, 22)),
        ("hoogeveen", "22000.00", date(2011, 8, 24)),
        ("coevorden", "14400.00", date(2011, 8, 26)),
        ("dewolden", "9600.00", date(2011, 8, 29)),
        ("drenthe", "52800.00", date(2011, 8, 30)),
    ]
    for number, (partner, amount, day) in enumerate(receipts, start=1):
        officer.fill(
            year=YEAR,
            partner=partner,
            amount=euro(amount),
            date=day,
            document=f"RC-2011-034/{number}",
        )
        officer.post()
        officer.follow(officer.say("Post another like it"))


def see_who_still_owes(officer: Desk) -> None:
    """The overview has who owes what; each has a page that says the same."""
    officer.way("Overview")
    # 22,400.00 - 22,000.00 = 400.00 of hoogeveen, and all 12,800.00 of meppel
    assert glance(officer, "Partners still to pay") == officer.money("13200.00")
    assert [(row[0], row[4]) for row in officer.table("partners")[1:]] == [
        ("Gemeente Hoogeveen", officer.money("400.00")),
        ("Gemeente Meppel", officer.money("12800.00")),
    ]
    # 40,000 + 4,800 + 22,000 + 14,400 + 9,600 + 52,800 = 143,600.00
    assert glance(officer, "Current account, not earmarked") == officer.money(
        "143600.00"
    )
    for partner, received, outstanding in (
        ("hoogeveen", "22000.00", "400.00"),
        ("meppel", "0.00", "12800.00"),
    ):
        officer.way("Overview")
        officer.follow(f"Gemeente {partner.capitalize()}", "table#partners")
        figures = officer.facts(".figures")
        assert figures[officer.say("Called")] == officer.money(CALLED[partner])
        assert figures[officer.say("Received")] == officer.money(received)
        assert figures[officer.say("Outstanding")] == officer.money(outstanding)

    # Meppel's page leads to the form, and it has what Meppel owes as the reader writes.
    officer.follow(officer.say("Receive the contribution of {year}", year=YEAR))
    assert officer.value("amount") == officer.typed(euro("12800.00"))

    # On 20 August only the first 40,000.00 of Emmen was there: the year as it was.
    officer.way("Overview")
    officer.at("2011-08-20")
    # 156,800.00 - 40,000.00 = 116,800.00
    assert glance(officer, "Partners still to pay") == officer.money("116800.00")
    officer.follow("Gemeente Emmen", "table#partners")
    figures = officer.facts(".figures")
    assert figures[officer.say("Outstanding")] == officer.money("4800.00")


def glance(officer: Desk, name: str) -> str:
    """A figure at the top of the page."""
    return officer.facts(".figures")[officer.say(name, year=YEAR)]
