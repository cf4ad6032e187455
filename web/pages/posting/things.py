"""What exists in the ledger now, a kind of thing at a time, as something to choose."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from domain.entries.reclassifying import PAYMENTS, RECEIPTS
from domain.framework.course import CATEGORY, PARTNER, PROGRAMME, YEAR
from domain.states.projects import AWARDED, DETERMINED, PROPOSED, WITHDRAWN
from domain.values.fields import Refers
from domain.values.messages import Euro
from projections.answers import bank, payments, suspense
from projections.answers.corrections import Corrections
from projections.answers.entries import Filters, history
from projections.answers.meetings import held
from projections.answers.project_rows import project_rows, proposals
from projections.answers.roles import roles
from projections.answers.submissions import submissions
from projections.answers.years import opened_years
from projections.days import from_number
from projections.snapshot import View
from web.pages.components.fields import Option
from web.pages.visit import Visit

LONGEST = 80
"""Characters of a title that is offered; the code before it says which it is."""
MOST = 200
"""Things that are offered; what else there is can be written."""
_FITTING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("award_grant", "amend_project"), (PROPOSED,)),
    **dict.fromkeys(("reject_project", "retract_project"), (PROPOSED,)),
    "determine_grant": (AWARDED,),
    **dict.fromkeys(("change_grant", "withdraw_grant"), (AWARDED, DETERMINED)),
    **dict.fromkeys(
        ("pay_grant", "receive_refund", "write_off_recoverable"),
        (AWARDED, DETERMINED, WITHDRAWN),
    ),
}
"""In which status a project is that a command can be for; any other for any."""


class Now:
    """The ledger as it is now, and how its visitor is told."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    @cached_property
    def view(self) -> View:
        """Today, with all that is known; the page's own clocks may say another."""
        return self.visit.ledger.view()

    def money(self, amount: int, day: str) -> str:
        """An amount and its day."""
        return f"{self.visit.told(Euro(amount))}, {self.visit.day(day)}"


def partners(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Partners that any framework has, those in force today first."""
    frameworks, course = now.visit.ledger.frameworks, now.view.course
    for code in course.listed(PARTNER, now.view.at, course.ever(PARTNER)):
        name = frameworks.partner(code, now.view.at).name
        yield Option(code, f"{name} ({code})")


def programmes(now: Now, _: str, mark: Refers | None) -> Iterator[Option]:
    """Programmes likewise, and what else a field takes for one."""
    names = {each.code: each.name for each in now.view.framework.programmes}
    course = now.view.course
    for code in course.listed(PROGRAMME, now.view.at, course.ever(PROGRAMME)):
        name = names.get(code, code)
        yield Option(code, code if name == code else f"{name} ({code})")
    for code in mark.also if mark is not None else ():
        yield Option(code, now.visit.label("value", code).capitalize())


def years(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Budget years, with what became of them."""
    opened = {each.code: each.status for each in opened_years(now.view)}
    course = now.view.course
    for code in course.listed(YEAR, now.view.at, course.ever(YEAR)):
        status = now.visit.label("value", opened.get(code, "not opened"))
        yield Option(code, f"{code} ({status})")


def categories(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Kinds of receipts and payments that are no contribution or grant."""
    for code in now.view.course.ever(CATEGORY):
        yield Option(code, now.visit.label("value", code).capitalize())


def projects(now: Now, command: str, _: Refers | None) -> Iterator[Option]:
    """Projects in a status that the command can be for."""
    fitting = _FITTING.get(command)
    titles = proposals(now.view)
    for row in project_rows(now.view):
        if fitting is None or row["status"] in fitting:
            code = str(row["project"])
            status = now.visit.label("value", str(row["status"]))
            title = _cut(titles.get(code, {}).get("title", ""))
            yield Option(code, f"{code} – {title} ({status})")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def decisions(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Decisions that stand, the newest first."""
    found = history(now.view, Filters(command="record_decision"))
    for each in reversed(list(found)):
        if each.reversed_by is None:
            number = str(each.given["number"])
            title, day = _cut(each.words or ""), now.visit.day(str(each.date))
            yield Option(number, f"{number} – {title} ({day})")


def meetings(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Meetings, the newest first."""
    for each in reversed(held(now.view, Corrections(now.view))):
        number = str(each.given["meeting"])
        body = now.visit.label("value", each.given["body"])
        yield Option(number, f"{number} – {body}, {now.visit.day(each.given['date'])}")


def bank_lines(now: Now, command: str, _: Refers | None) -> Iterator[Option]:
    """Lines of statements that nothing answers yet, of the command's direction."""
    lines = bank.Lines(now.view)
    for each in bank.open_lines(now.view)[-MOST:]:
        if _goes_with(command, each.amount):
            fields = lines.of(each.statement, each.number)
            told = now.money(each.open, from_number(each.day).isoformat())
            yield Option(each.name, f"{each.name} – {told}, {fields.get('party')}")


def open_entries(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Entries of the current account that no line of the bank answers yet."""
    for each in bank.open_entries(now.view)[-MOST:]:
        command = now.visit.label("command", each.command)
        told = now.money(each.open, from_number(each.day).isoformat())
        yield Option(str(each.entry), f"#{each.entry} – {command}, {told}")


def bank_accounts(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Bank accounts."""
    for each in bank.accounts_of(now.view):
        yield Option(each.code, f"{each.code} – {each.given['holder']}")


def open_items(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Items that are open on suspense."""
    for each in suspense.open_items(now.view):
        told = now.money(each.left, each.date.isoformat())
        yield Option(str(each.entry), f"#{each.entry} – {told}, {each.counterparty}")


def orders(now: Now, command: str, _: Refers | None) -> Iterator[Option]:
    """Payments that are ordered with the command and not made yet."""
    for each in payments.orders(now.view):
        if each.paid_by is None and each.fields["command"] == command:
            number = str(each.given["payment"])
            told = now.money(each.amount, each.due.isoformat())
            yield Option(number, f"{number} – {told}")


def cost_kinds(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Kinds of process costs."""
    for kind in now.view.framework.process_cost_kinds:
        yield Option(kind, now.visit.label("value", kind).capitalize())


def themes(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Priority themes."""
    for theme in now.view.framework.priority_themes:
        yield Option(theme, now.visit.label("value", theme).capitalize())


def counts(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Numbers of participants, from 1 to all partners."""
    for number in range(1, len(now.view.framework.partners) + 1):
        text = now.visit.say("{count} participants", count=number)
        if number == 1:
            text = now.visit.say("1 participant")
        yield Option(str(number), text)


def waiting(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Submissions that wait for a second person."""
    for each in submissions(now.view):
        if each.settled is None:
            command = each.state["given"]["as"]["command"]
            told = now.visit.label("command", command)
            yield Option(
                str(each.entry), f"#{each.entry} – {told}, {each.state['person']}"
            )


def persons(now: Now, _: str, __: Refers | None) -> Iterator[Option]:
    """Who has which roles."""
    found = roles(now.view)["roles"]
    for person in dict.fromkeys(each["person"] for each in found):
        mine = [each["role"] for each in found if each["person"] == person]
        told = ", ".join(now.visit.label("value", role) for role in mine)
        yield Option(person, f"{person} – {told}")


def _goes_with(command: str, amount: int) -> bool:
    """A line of the bank is for what comes in, or for what goes out."""
    if command in RECEIPTS:
        return amount > 0
    return amount < 0 if command in PAYMENTS else True
