"""Lawfulness of grants: the conditions of awards, and what was not accounted for."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.budgets.quantities import COMMITTED
from domain.values.messages import Euro, Message, Value, Words, message, parts
from projections.answers.agenda import owed_since
from projections.answers.bookings import Booking, bookings
from projections.answers.deviations import reversed_by_date
from projections.answers.entries import Entry, Filters, history
from projections.answers.lawful_finding import Criterion, Found
from projections.answers.participation import awards
from projections.answers.project_rows import project_rows
from projections.answers.registers import Registered, in_force
from projections.answers.shortfalls import lowering, shortfalls, watched
from projections.days import day_number
from projections.snapshot import View
from projections.sums import cents

_MET = "met"


def conditions(view: View, start: date) -> Criterion:
    """Awards and raises by deviation; payments before an award, or above the grant."""
    granted = list(_granted(view, start))
    paid = [each for each in bookings(view, "pay_grant") if _in(each.entry, start)]
    found = [each for grant in granted for each in _deviating(view, grant)]
    found += _before_award(view, paid)
    found += _above_grant(view, start)
    return Criterion("conditions", len(granted) + len(paid), found)


def _in(entry: Entry, start: date) -> bool:
    return entry.date is not None and entry.date >= start.isoformat()


def _granted(view: View, start: date) -> Iterator[Entry]:
    """Awards and raises from a day on that stand, in the order of entries."""
    days = (day_number(start), view.day)
    for command in ("award_grant", "change_grant"):
        filters = Filters(command=command, from_day=days[0], to_day=days[1])
        for entry in history(view, filters):
            is_raised = command == "award_grant" or entry.event.get("raised")
            if is_raised and not reversed_by_date(view, entry):
                yield entry


def _deviating(view: View, entry: Entry) -> Iterator[Found]:
    """One finding of an award whose conditions were not all met."""
    assessment = entry.event.get("assessment")
    listed = [] if assessment is None else assessment["conditions"]
    short = [each for each in listed if each["verdict"] != _MET]
    if not short:
        return
    deviations = {each.entry: each for each in in_force(view, "deviate", ever=True)}
    leaned = sorted({n for each in short for n in each.get("deviation") or ()})
    covered = all(each.get("deviation") for each in short)
    amount = entry.event.get("raised") or entry.amount or 0
    yield Found(
        "CONDITION_DEVIATED" if covered else "CONDITIONS_NOT_MET",
        date.fromisoformat(str(entry.date)),
        [entry.number, *leaned],
        int(amount),
        message(
            "{amount} for {project}: {conditions}.",
            amount=Euro(int(amount)),
            project=entry.project,
            conditions=parts(
                [_verdict(each, entry, deviations) for each in short], "; "
            ),
        ),
    )


def _verdict(
    condition: Mapping[str, Any], entry: Entry, deviations: Mapping[int, Registered]
) -> Message:
    numbers = [n for n in condition.get("deviation") or () if n in deviations]
    values: dict[str, Value] = {
        "rule": Words(condition["rule"]),
        "verdict": Words(condition["verdict"]),
    }
    if not numbers:
        return Message("{rule} was {verdict}, without a deviation", values)
    values["used"] = parts([_decided(deviations[n], entry) for n in numbers])
    return Message("{rule} was {verdict}, set aside by {used}", values)


def _decided(deviation: Registered, entry: Entry) -> Message:
    """Which, and whether it was decided before or after the award."""
    day = deviation.date.isoformat()
    is_before = day <= str(entry.date) and deviation.entry < entry.number
    return message(
        "#{entry} on decision {decision} of {date}, decided before"
        if is_before
        else "#{entry} on decision {decision} of {date}, decided after",
        entry=deviation.entry,
        decision=deviation.given["decision"],
        date=deviation.date,
    )


def _before_award(view: View, paid: list[Booking]) -> Iterator[Found]:
    awarded = awards(view)
    for each in paid:
        award = awarded.get(each.given["project"])
        day = date.fromisoformat(str(each.entry.date))
        if award is None or day < award.date:
            yield Found(
                "PAYMENT_BEFORE_AWARD",
                day,
                [each.entry.number, *(() if award is None else (award.entry,))],
                each.amount,
                message(
                    "{amount} was paid to {project} before its grant was awarded.",
                    amount=Euro(each.amount),
                    project=each.given["project"],
                ),
            )


def _above_grant(view: View, start: date) -> Iterator[Found]:
    grants = [each for each in watched(view) if each.quantity.kind is COMMITTED]
    for each in shortfalls(view, start, grants):
        yield Found(
            "PAID_ABOVE_GRANT",
            each.first,
            lowering(view, each, (each.quantity,)),
            each.short,
            message(
                "{short} more than its grant was paid to {project}, from {first} to"
                " {last} ({days} days).",
                short=Euro(each.short),
                project=each.quantity.scope[0],
                first=each.first,
                last=each.last,
                days=each.days,
            ),
        )


def misuse(view: View, start: date) -> Criterion:
    """Determinations of which no result was recorded; what is still recoverable."""
    determined = [
        each for each in in_force(view, "determine_grant") if each.date >= start
    ]
    told = {each.given["project"] for each in in_force(view, "record_result")}
    owed = [row for row in project_rows(view) if cents(str(row["recoverable"])) > 0]
    found = [
        _without_result(each)
        for each in determined
        if each.given["project"] not in told
    ]
    found += [_recoverable(view, row) for row in owed]
    return Criterion("misuse", len(determined) + len(owed), found)


def _without_result(each: Registered) -> Found:
    amount = cents(each.given["amount"])
    said = message(
        "the grant of {project} was determined at {amount}, and no result of it is"
        " recorded.",
        project=each.given["project"],
        amount=Euro(amount),
    )
    return Found("RESULT_MISSING", each.date, [each.entry], amount, said)


def _recoverable(view: View, row: Mapping[str, object]) -> Found:
    project, amount = str(row["project"]), cents(str(row["recoverable"]))
    since = owed_since(view, project)
    filters = Filters(project=project, from_day=day_number(since), to_day=view.day)
    settled = [
        entry.number
        for entry in history(view, filters)
        if entry.command in ("determine_grant", "withdraw_grant", "change_grant")
    ]
    said = message(
        "{amount} is recoverable of {project} since {since}.",
        amount=Euro(amount),
        project=project,
        since=since,
    )
    return Found("RECOVERABLE_OPEN", since, settled, amount, said)
