"""Checks of what years and grants come to: coverage, payees, dates, transfers."""

from collections import defaultdict
from collections.abc import Iterator

from domain.budgets import accounts as acc
from domain.framework.framework import OUTSIDE
from domain.values.messages import Euro
from domain.values.money import Cents
from domain.values.texts import folded
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, Filters, history
from projections.answers.years import opened_years
from projections.checks.administration import gap_of
from projections.finding import Finding
from projections.snapshot import View
from projections.stored import of_commands


def coverage(view: View) -> Iterator[Finding]:
    """What a year costs beyond what is called for it and otherwise covered; its gap."""
    for year in opened_years(view):
        if year.status == "open":
            yield from gap_of(view, year.code, "coverage")
        yield from _uncovered(view, year.code)


def _uncovered(view: View, year: str) -> Iterator[Finding]:
    """Awards and process costs that nobody's money stands behind."""
    programmes = (*view.framework.programme_codes, OUTSIDE)

    def each(*measures: str) -> list[str]:
        return [acc.of_programme(m, year, p) for m in measures for p in programmes]

    costs = [acc.process_expenses(year, p) for p in view.framework.programme_codes]
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
    recipients = _recipients(view)
    for entry in _standing(view, "pay_grant"):
        recipient = recipients.get(entry.project or "")
        if recipient is None or entry.counterparty is None:
            continue
        if folded(entry.counterparty) != folded(recipient):
            yield Finding(
                "payees",
                "PAYEE_DIFFERS",
                "warning",
                "entry {number} pays {amount} to {payee}; the recipient of {project} is"
                " {recipient}.",
                [entry.number],
                number=entry.number,
                amount=Euro(entry.amount or 0),
                payee=entry.counterparty,
                project=entry.project,
                recipient=recipient,
            ).of(entry.number, Euro(entry.amount or 0))


def _recipients(view: View) -> dict[str, str]:
    """By project its recipient, as amended and corrected."""
    corrections = Corrections(view)
    found: dict[str, str] = {}
    for number, state in of_commands(view, ["propose_project", "amend_project"]):
        given = state["given"]
        recipient = corrections.of(number, given, "recipient")
        if recipient is not None:
            found[given["project"]] = recipient
    return found


def years(view: View) -> Iterator[Finding]:
    """Awards, raises and process costs that are dated after their year's end."""
    ends = {year.code: year.end for year in view.framework.years}
    for command in ("award_grant", "change_grant", "post_process_cost"):
        for entry in _standing(view, command):
            if command == "change_grant" and not entry.event.get("raised"):
                continue
            end = ends.get(entry.year or "")
            if end is not None and entry.date is not None and entry.date > str(end):
                yield Finding(
                    "years",
                    "AFTER_YEAR",
                    "warning",
                    "entry {number} ({command}) is of {date}, after the end of {year}"
                    " on {end}.",
                    [entry.number],
                    number=entry.number,
                    command=entry.command,
                    date=entry.date,
                    year=entry.year,
                    end=end,
                ).of(entry.number, Euro(entry.amount or 0))


def transfers(view: View) -> Iterator[Finding]:
    """The same budget that was moved twice on one decision."""
    moved: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for entry in _standing(view, "transfer_budget"):
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


def _standing(view: View, command: str) -> Iterator[Entry]:
    """Entries of a command dated by the view that nobody has reversed."""
    for entry in history(view, Filters(command=command, to_day=view.day)):
        if entry.reversed_by is None:
            yield entry
