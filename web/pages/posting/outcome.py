"""What a command would come to: its lines, the balances that change, its notes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Message, Parts
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections import report as reports
from projections.answers.balances import balance
from projections.report import Report
from projections.sums import cents
from web.pages import reports as shown
from web.pages.components.alerts import Alert
from web.pages.components.tables import Column, Table
from web.pages.markup import Content
from web.pages.posting.placed import first_upper
from web.pages.posting.room import changes_of, left_said
from web.pages.visit import Visit

MOST = 40
"""Balances that are listed; a command of many partners changes many."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    "current_account": (),
    "years": ("year",),
    "programmes": ("year", "programme"),
    "partners": ("year", "partner"),
    "projects": ("project",),
}
_AMOUNT = reports.Column("amount", "Amount", "amount")
Row = Mapping[str, Any]


def outcome(report: Report, visit: Visit) -> Iterator[Content]:
    """The parts of a dry run's report, and which balances it changes."""
    _, *parts = report.parts  # the first says which command it is
    data: Row = report.data  # type: ignore[assignment]  # the JSON of a dry run
    said = visit.say("Dry run: nothing was recorded.")
    yield Alert("info", said, _left(data, visit), role="status")
    # Notes first: whoever posts should read them.
    numbered = sorted(
        enumerate(parts, start=1),
        key=lambda each: not isinstance(each[1], reports.Prose),
    )
    for number, part in numbered:
        yield from _part(part, visit, f"outcome-{number}")
    yield from _balances(data["balance"], visit)


def _part(part: reports.Part, visit: Visit, name: str) -> Iterator[Content]:
    match part:
        case reports.Table(columns=columns) if {"change", "balance"} <= {
            each.name for each in columns
        }:
            yield _accounts(part, visit, name)
        case reports.Prose(said=Parts(items)):
            yield from _notes(items, visit)
        case _:
            yield from shown.contents(Report({}, lambda: [part]), visit, name)


def _left(data: Row, visit: Visit) -> Sequence[Content]:
    """In words what would be left."""
    before = visit.ledger.view(date.fromisoformat(data["balance"]["at"]))
    lines = [(each["account"], cents(each["amount"])) for each in data["lines"]]
    return left_said(changes_of(lines, before), before, visit)


def _notes(items: Sequence[object], visit: Visit) -> Iterator[Alert]:
    """What wants a look; that it takes a second person, the form says above."""
    said = [
        _noted(each, visit)
        for each in items
        if not isinstance(each, Message) or each.values["code"] != "APPROVAL_REQUIRED"
    ]
    if said:
        yield Alert("warning", visit.say("To be looked at"), said)


def _noted(said: object, visit: Visit) -> str:
    """A note without the code that programs know it by."""
    if isinstance(said, Message) and "said" in said.values:
        return first_upper(visit.told(said.values["said"]))
    return visit.told(said)


def _accounts(part: reports.Table, visit: Visit, name: str) -> Table:
    """Per account what it stood at, what is posted, and what it comes to."""
    titles = [visit.say(each) for each in ("Before", "Change", "After")]
    return Table(
        name,
        visit.say("Lines"),
        [Column(visit.say("Account")), *(Column(t, numeric=True) for t in titles)],
        [
            [
                visit.label("account", row["account"]),
                *(_amount(visit, each) for each in _course(row)),
            ]
            for row in part.rows
        ],
    )


def _course(row: Row) -> tuple[Cents, Cents, Cents]:
    change, after = cents(row["change"]), cents(row["balance"])
    return after - change, change, after


def _amount(visit: Visit, amount: Cents) -> str:
    return visit.cell(_AMOUNT, format_cents(amount))


def _balances(after: Row, visit: Visit) -> Iterator[Content]:
    """What is another figure than it is now, on the command's date."""
    before = balance(visit.ledger.view(date.fromisoformat(after["at"])))
    changes = [
        change for section in _KEYS for change in _changes(section, before, after)
    ]
    if not changes:
        return
    caption = visit.say("Balances on {day}", day=date.fromisoformat(after["at"]))
    titles = [visit.say(each) for each in ("Before", "After")]
    yield Table(
        "outcome-balances",
        caption,
        [
            *(Column(visit.say("Of")), Column(visit.say("What"))),
            *(Column(title, numeric=True) for title in titles),
        ],
        [_told(change, visit) for change in changes[:MOST]],
    )


Change = tuple[str, tuple[str, ...], str, str, str]
"""Section, keys, column, before and after."""


def _changes(section: str, before: Row, after: Row) -> Iterator[Change]:
    keys = _KEYS[section]
    was = {tuple(r[key] for key in keys): r for r in _rows(before[section])}
    for row in _rows(after[section]):
        own = tuple(str(row[key]) for key in keys)
        for column, value in row.items():
            if _is_amount(value):
                earlier = was.get(own, {}).get(column) or "0.00"
                if earlier != value:
                    yield section, own, column, earlier, value


def _rows(section: Any) -> Sequence[Row]:  # noqa: ANN401  # rows, or one
    return [section] if isinstance(section, Mapping) else section


def _is_amount(value: object) -> bool:
    """Euros with two decimals, as the ledger's JSON has them."""
    return isinstance(value, str) and value[-3:-2] == "." and value[-2:].isdigit()


def _title(section: str, column: str, visit: Visit) -> str:
    """A column; what partners are due is no day, as the field of that name is."""
    if section == "partners" and column == "due":
        return visit.say("Called")
    return first_upper(visit.label("field", column))


def _told(change: Change, visit: Visit) -> Sequence[Content]:
    section, own, column, before, after = change
    what = " ".join(own) or first_upper(visit.label("field", section))
    return [
        what,
        _title(section, column, visit),
        *(visit.cell(_AMOUNT, each) for each in (before, after)),
    ]
