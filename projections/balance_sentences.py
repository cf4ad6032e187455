"""What the figures of `balance` say in a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Message, Plain, message, parts
from domain.values.money import Cents
from projections.report import Prose, Row, line
from projections.sums import cents


def summary(found: Mapping[str, Any]) -> Prose:
    """What the report is, in one sentence."""
    account = found["current_account"]
    template = "At {at}: {balance} on the current account, {rest}."
    if cents(account["earmarked"]):
        template = "At {at}: {balance} on the current account (free {free}), {rest}."
    return line(
        template,
        at=date.fromisoformat(found["at"]),
        balance=Plain(cents(account["balance"])),
        free=Plain(cents(account["free"])),
        rest=message(
            "{committed} committed, {left} left for projects",
            committed=_sum(found["projects"], "committed"),
            left=_sum(found["years"], "for_projects"),
        ),
    )


def left_for_projects(
    years: Sequence[Row], programmes: Sequence[Row]
) -> Message | None:
    """How the tables' figures make what is left for projects.

    What is kept for process costs is less where a deviation from the reserve is used.
    """
    still = [row for row in years if row["status"] != "closed"]
    if not still:
        return None
    codes = {row["year"] for row in still}
    available = _sum([row for row in programmes if row["year"] in codes], "available")
    unallocated, left = _sum(still, "unallocated"), _sum(still, "for_projects")
    kept = unallocated + available - left
    reserved = sum(
        max(0, _of(row, "process_ceiling") - _of(row, "process_costs")) for row in still
    )
    template = ", less {kept} kept for process costs"
    if kept != reserved:
        template = ", less {kept} kept for process costs after deviations"
    return message(
        "For projects: {unallocated} unallocated and {available} available in open"
        " years{less}.",
        unallocated=unallocated,
        available=available,
        less=message(template, kept=Plain(kept)) if kept else None,
    )


def left_in_closed_years(
    years: Sequence[Row], programmes: Sequence[Row]
) -> Message | None:
    """What is available where nothing is awarded any more, and how it is moved."""
    closed = {row["year"] for row in years if row["status"] == "closed"}
    left = [row for row in programmes if row["year"] in closed]
    left = [row for row in left if _of(row, "available") > 0]
    if not left:
        return None
    return Message(
        "{left} of the available budget is of closed years; transfer-budget moves it.",
        {"left": _sum(left, "available")},
    )


def moved_to_unallocated(moved: Mapping[str, Cents]) -> Message | None:
    """Which transfers are no change of any programme: cents by year, or negative."""
    if not moved:
        return None
    said = [
        message(
            "{amount} to the unallocated budget of {year}"
            if amount > 0
            else "{amount} from the unallocated budget of {year}",
            amount=Plain(abs(amount)),
            year=year,
        )
        for year, amount in moved.items()
    ]
    return Message("Transfers moved {said}.", {"said": parts(said)})


def _of(row: Row, name: str) -> Cents:
    return cents(str(row[name]))


def _sum(rows: Sequence[Row], name: str) -> Plain:
    return Plain(sum(_of(row, name) for row in rows))
