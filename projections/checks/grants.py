"""Checks of what years and grants come to: coverage, payees, dates, transfers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.budgets import accounts as acc
from domain.framework.course import PROGRAMME
from domain.framework.framework import OUTSIDE
from domain.values.messages import Coded, Euro
from domain.values.money import Cents
from domain.values.texts import folded
from projections.answers.bookings import Booking, bookings, standing
from projections.answers.corrections import Corrections
from projections.answers.years import opened_years
from projections.checks.administration import gap_of
from projections.finding import Finding
from projections.snapshot import View


def coverage(view: View) -> Iterator[Finding]:
    """What a year costs beyond what is called for it and otherwise covered; its gap."""
    for year in opened_years(view):
        if year.status == "open":
            yield from gap_of(view, year.code, "coverage")
        yield from _uncovered(view, year.code)


def _uncovered(view: View, year: str) -> Iterator[Finding]:
    """Awards and process costs that nobody's money stands behind."""
    programmes = (*view.course.ever(PROGRAMME), OUTSIDE)

    def each(*measures: str) -> list[str]:
        return [acc.of_programme(m, year, p) for m in measures for p in programmes]

    costs = [acc.process_expenses(year, p) for p in view.course.ever(PROGRAMME)]
    own = [acc.covered(year), acc.uncovered(year)]
    rest = [acc.unallocated(year), *each("allocated", "transferred")]
    granted, released = each("awarded", "written-off"), each("released")
    found = view.balances([*costs, *own, *rest, *granted, *released])

    def total(names: list[str]) -> Cents:
        return sum(found[name] for name in names)

    used = total(granted) - total(released) + total(costs)
    # Budget that came from another year is covered there.
    came_in = max(0, total(rest) + total(own))
    covered = -found[acc.covered(year)] + came_in
    if used > covered:
        yield Finding(
            "coverage",
            "NOT_COVERED",
            "warning",
            "awards and process costs of {year} come to {used}, {short} more than the"
            " {covered} that is called and otherwise covered.",
            year=year,
            used=Euro(used),
            short=Euro(used - covered),
            covered=Euro(covered),
        ).of(year, Euro(used - covered))


def payees(view: View) -> Iterator[Finding]:
    """Grants that were paid to another than the project's recipient."""
    corrections = Corrections(view)
    for paid in bookings(view, "pay_grant"):
        number, project = paid.entry.number, paid.given["project"]
        recipient = corrections.of_proposal(project, "recipient")
        payee = paid.text("payee", corrections)
        if recipient is None or payee is None or folded(payee) == folded(recipient):
            continue
        yield Finding(
            "payees",
            "PAYEE_DIFFERS",
            "warning",
            "entry {number} pays {amount} to {payee}; the recipient of {project} is"
            " {recipient}.",
            [number],
            number=number,
            amount=Euro(paid.amount),
            payee=payee,
            project=project,
            recipient=recipient,
        ).of(number, Euro(paid.amount))


def years(view: View) -> Iterator[Finding]:
    """Awards, raises and process costs that are dated after their year's end."""
    for booked in _charges(view):
        entry, year = booked.entry, booked.entry.year or ""
        span = view.course.year(year, view.at)
        if entry.date is None or span is None or entry.date <= span[1].isoformat():
            continue
        yield Finding(
            "years",
            "AFTER_YEAR",
            "warning",
            "entry {number} ({command}) is of {date}, after the end of {year} on"
            " {end}.",
            [entry.number],
            number=entry.number,
            command=Coded(booked.command),
            date=date.fromisoformat(entry.date),
            year=year,
            end=span[1],
        ).of(entry.number, Euro(booked.amount))


def _charges(view: View) -> Iterator[Booking]:
    """What lowers a year's budget: awards, raises, process costs."""
    for command in ("award_grant", "change_grant"):
        for entry in standing(view, command):
            if command == "award_grant" or entry.event.get("raised"):
                yield Booking(entry, command, entry.given, entry.amount or 0)
    yield from bookings(view, "post_process_cost")


def transfers(view: View) -> Iterator[Finding]:
    """The same budget that was moved twice on one decision."""
    moved: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for entry in standing(view, "transfer_budget"):
        given = entry.given
        ends = [given[f"{end}_{what}"] for end in ("from", "to") for what in _PLACE]
        moved[(given["decision"], *ends, entry.amount)].append(entry.number)
    for (decision, *ends, amount), numbers in moved.items():
        if len(numbers) > 1:
            assert isinstance(amount, int)  # noqa: S101  # a transfer has an amount
            yield Finding(
                "transfers",
                "TRANSFER_REPEATED",
                "warning",
                "{amount} was moved {times} times from {source} to {target} on decision"
                " {decision}.",
                numbers,
                amount=Euro(amount),
                times=len(numbers),
                source=" ".join(map(str, ends[:2])),
                target=" ".join(map(str, ends[2:])),
                decision=decision,
            ).of("-".join(map(str, numbers)), Euro(amount))


_PLACE = ("programme", "year")
