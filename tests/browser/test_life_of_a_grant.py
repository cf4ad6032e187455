"""The whole life of a grant: proposed, granted, raised, paid, determined, paid back.

The ledger has the first year of the examples: 160,000.00 euros, of which programme SN
has 35 per cent, 56,000.00; all partners paid. A project there gets at most 20,000.00,
and at most 60 per cent of its cost where three partners take part.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.browser.desk import Desk, Typed, euro
from tests.functional.examples import STORY

PROJECT, TITLE = "schakel", "Schakel tussen school en werk"
THIRD = "third_parties"
PLAN: dict[str, Typed] = {
    "project": PROJECT,
    "title": TITLE,
    "date": date(2011, 9, 12),
    "year": "2011",
    "programme": "SN",
    "recipient": "Drenthe College",
    "applicants": ["emmen"],
    "participants": ["emmen", "coevorden", "hoogeveen"],
    "physical": False,
    "themes": ["education-labour-market"],
    "vision_goal": "Jongeren blijven in de regio",
    "total_cost": euro("25000.00"),
    "requested": euro("15000.00"),
    "external_funding": "De bedrijven betalen mee",
    "own_contributions.emmen": euro("2500.00"),
    "own_contributions.coevorden": euro("1500.00"),
    "own_contributions.hoogeveen": euro("1500.00"),
    f"{THIRD}.0.name": "Kamer van Koophandel",
    f"{THIRD}.0.active": True,
    f"{THIRD}.0.contribution": euro("3000.00"),
}
"""15,000.00 asked + 5,500.00 own + 4,500.00 of third parties = 25,000.00; 15,000.00 is
60 per cent of it. The second third party, of 1,500.00, takes a row more."""


@pytest.fixture(scope="module")
def before() -> list[Path]:
    """The first year of the examples."""
    return STORY[:1]


@pytest.mark.one_in(2)
def test_the_life_of_a_grant(officer: Desk) -> None:
    """Each step as it is done, and what the pages say after it."""
    propose_with_mistakes(officer)
    see_the_assessment(officer)
    record_the_decision(officer)
    award_less_than_was_refused(officer)
    raise_it(officer)
    pay_it_twice(officer)
    determine_it_lower_than_paid(officer)
    receive_what_is_paid_back(officer)
    look_back_at_its_life(officer)


def propose_with_mistakes(officer: Desk) -> None:
    """All mistakes are told at once, each at its field; nothing typed is lost."""
    officer.way("Projects")
    officer.follow(officer.say("Propose a project"))
    wrong = {"date": "31-02-2011", "total_cost": "veel", "project": "Geen Code!"}
    officer.fill({**PLAN, **wrong, "title": ""})
    officer.press(officer.say("Post"))
    faults = officer.faults()
    assert set(faults) == {"date", "total_cost", "project", "title"}
    title = officer.label("field", "title")
    assert officer.say("Fill in: {what}.", what=title) == faults["title"]
    assert officer.value("total_cost") == "veel"
    assert officer.value(f"{THIRD}.0.name") == "Kamer van Koophandel"
    assert officer.value("own_contributions.emmen") == officer.typed(euro("2500.00"))

    officer.press(officer.say("Add a row"))
    assert officer.sees(f"{THIRD}.1.name"), "the new row is not in view"
    officer.fill(
        {
            f"{THIRD}.1.name": "Bouwend Drenthe",
            f"{THIRD}.1.active": True,
            f"{THIRD}.1.contribution": euro("1500.00"),
        }
    )
    officer.fill({name: PLAN[name] for name in (*wrong, "title")})
    officer.try_it()
    assert row_of(officer, "outcome-balances", PROJECT)[-2:] == [
        officer.money("0.00"),
        officer.money("15000.00"),
    ]
    officer.post()


def see_the_assessment(officer: Desk) -> None:
    """The project says what is asked, and which condition is still to be judged."""
    figures = project(officer)
    assert figures == {field(officer, "requested"): officer.money("15000.00")}
    assert officer.named("value", "proposed").lower() in officer.read
    rows = officer.table("assessment")
    # What stands in the way comes first: the steering group did not judge yet.
    assert rows[1][0] == "Z16"
    assert rows[1][2].lower() == officer.named("value", "not_set").lower()
    assert {row[2].lower() for row in rows[2:]} == {
        officer.named("value", "met").lower()
    }
    # Nothing is granted: all of 56,000.00 is available.
    assert programme(officer)["available"] == officer.money("56000.00")


def record_the_decision(officer: Desk) -> None:
    officer.start("record_decision")
    officer.fill(number="SG-2011-02", date=date(2011, 9, 15), subject="Schakel")
    officer.post()


def award_less_than_was_refused(officer: Desk) -> None:
    """More than was asked is refused, with both amounts and a way out."""
    form(officer, "award_grant")
    officer.fill(
        amount=euro("16000.00"),
        date=date(2011, 9, 19),
        decision="SG-2011-02",
        document="BES-2011-001",
        third_party_judgement="Bijna een vijfde is redelijk.",
    )
    officer.press(officer.say("Post"))
    (said,) = officer.faults().values()
    assert officer.money("16000.00") in said
    assert officer.money("15000.00") in said
    ways = officer.page.locator(f"main a[href='/post/amend_project?project={PROJECT}']")
    assert ways.inner_text() == officer.named("command", "amend_project")

    officer.fill(amount=euro("12000.00"))
    officer.try_it()
    # 56,000.00 - 12,000.00 = 44,000.00
    account = officer.label("account", "budget:available:2011:SN")
    assert row_of(officer, "outcome-1", account)[1:] == [
        officer.money("56000.00"),
        officer.money("-12000.00"),
        officer.money("44000.00"),
    ]
    # 12,000.00 + 5,500.00 + 4,500.00 = 22,000.00: of 25,000.00 3,000.00 has no cover.
    assert officer.money("3000.00") in officer.text_of(
        "#dry-run .utrecht-alert--warning"
    )
    officer.post()
    follow_project(officer)
    assert officer.facts(".figures") == {
        field(officer, "requested"): officer.money("15000.00"),
        field(officer, "awarded"): officer.money("12000.00"),
        field(officer, "committed"): officer.money("12000.00"),
    }
    assert programme(officer) == {
        "spent": officer.money("0.00"),
        "committed": officer.money("12000.00"),
        "available": officer.money("44000.00"),
    }


def raise_it(officer: Desk) -> None:
    """Without the judgement it is refused at that field; then it is 15,000.00."""
    form(officer, "change_grant")
    officer.fill(
        amount=euro("15000.00"),
        date=date(2011, 10, 19),
        decision="SG-2011-02",
        document="BES-2011-002",
    )
    officer.press(officer.say("Post"))
    assert set(officer.faults()) == {"third_party_judgement"}
    officer.fill(third_party_judgement="Bijna een vijfde is redelijk.")
    officer.post()
    assert project(officer)[field(officer, "awarded")] == officer.money("15000.00")
    # 56,000.00 - 15,000.00 = 41,000.00
    assert programme(officer)["available"] == officer.money("41000.00")


def pay_it_twice(officer: Desk) -> None:
    """8,000.00, and before 6,000.00 more than is left is refused with the sum."""
    form(officer, "pay_grant")
    officer.fill(amount=euro("8000.00"), date=date(2011, 11, 1), document="RC-1")
    officer.post()
    # 15,000.00 - 8,000.00 = 7,000.00
    assert project(officer)[field(officer, "committed")] == officer.money("7000.00")

    form(officer, "pay_grant")
    officer.fill(amount=euro("7000.01"), date=date(2011, 12, 1), document="RC-2")
    officer.press(officer.say("Post"))
    # 15,000.00 - 15,000.01 = -0.01
    assert officer.money("0.01") in officer.faults()["amount"]
    told = officer.text_of("table#refused-sum")
    for each in ("15000.00", "-15000.01", "-0.01"):
        assert officer.money(each) in told
    officer.fill(amount=euro("6000.00"))
    officer.post()
    figures = project(officer)
    assert figures[field(officer, "paid")] == officer.money("14000.00")
    assert figures[field(officer, "committed")] == officer.money("1000.00")
    assert programme(officer) == {
        "spent": officer.money("14000.00"),
        "committed": officer.money("1000.00"),
        "available": officer.money("41000.00"),
    }


def determine_it_lower_than_paid(officer: Desk) -> None:
    """What was paid beyond it is recoverable, and what it was more is free again."""
    form(officer, "determine_grant")
    officer.fill(amount=euro("13250.50"), date=date(2012, 3, 1), document="VAS-1")
    officer.post()
    figures = project(officer)
    assert figures[field(officer, "determined")] == officer.money("13250.50")
    # 14,000.00 - 13,250.50 = 749.50
    assert figures[field(officer, "recoverable")] == officer.money("749.50")
    assert field(officer, "committed") not in figures
    # 15,000.00 - 13,250.50 = 1,749.50
    money = officer.facts("#money")
    assert money[field(officer, "released")] == officer.money("1749.50")
    # 41,000.00 + 1,749.50 = 42,749.50; what is to come back is not spent for good.
    assert programme(officer)["available"] == officer.money("42749.50")


def receive_what_is_paid_back(officer: Desk) -> None:
    form(officer, "receive_refund")
    officer.fill(amount=euro("749.50"), date=date(2012, 4, 2), document="RC-3")
    officer.post()
    figures = project(officer)
    assert field(officer, "recoverable") not in figures
    money = officer.facts("#money")
    assert money[field(officer, "refunded")] == officer.money("749.50")
    # 14,000.00 - 749.50 = 13,250.50
    assert programme(officer) == {
        "spent": officer.money("13250.50"),
        "committed": officer.money("0.00"),
        "available": officer.money("42749.50"),
    }
    # 156,800.00 of all partners - 14,000.00 + 749.50 = 143,549.50
    account = officer.facts(".figures")[officer.say("Current account, not earmarked")]
    assert account == officer.money("143549.50")


def look_back_at_its_life(officer: Desk) -> None:
    """The course has every step, and the clock shows the project as it was."""
    project(officer)
    steps = officer.page.locator("#course li").all_inner_texts()
    days = ["09-12", "09-19", "10-19", "11-01", "12-01"]
    assert [step.split()[0] for step in steps] == [
        *(officer.day(f"2011-{each}") for each in days),
        *(officer.day(each) for each in ("2012-03-01", "2012-04-02")),
    ]
    officer.at("2011-11-30")
    figures = officer.facts(".figures")
    assert figures[field(officer, "paid")] == officer.money("8000.00")
    assert figures[field(officer, "committed")] == officer.money("7000.00")


def project(officer: Desk) -> dict[str, str]:
    """The figures of the project's page, reached from the list of projects."""
    officer.way("Projects")
    officer.follow(TITLE)
    return officer.facts(".figures")


def follow_project(officer: Desk) -> None:
    """From an entry to its project."""
    officer.follow(PROJECT)
    assert officer.kind == "project"


def form(officer: Desk, command: str) -> None:
    """A form that the project's page leads to, for this project."""
    project(officer)
    officer.follow(officer.named("command", command), "#next")
    assert officer.value("project") == PROJECT


def programme(officer: Desk) -> dict[str, str]:
    """What the overview says of SN."""
    officer.way("Overview")
    row = row_of(officer, "programmes-table", "Samenwerken & Netwerken")
    return dict(zip(("spent", "committed", "available"), row[3:], strict=True))


def row_of(officer: Desk, table: str, first: str) -> list[str]:
    """The only row of a table that begins with this."""
    (row,) = [row for row in officer.table(table) if row[0] == first]
    return row


def field(officer: Desk, name: str) -> str:
    return officer.named("field", name)
