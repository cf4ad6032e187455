"""Checks of what partners bring to projects: lent capacity, participation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from domain.framework.course import PARTNER
from domain.values.messages import Euro, Value, message
from domain.values.money import Cents
from projections.answers.hours import lent
from projections.answers.participation import participations
from projections.answers.project_rows import project_rows, proposals
from projections.answers.registers import Registered, in_force
from projections.finding import Finding
from projections.snapshot import View
from projections.sums import cents

_CARRIED_OUT = ("awarded", "determined")
"""A project with one of these statuses has a grant to be held to."""


def capacity(view: View) -> Iterator[Finding]:
    """Z19: what was lent against what was planned, and who pays it."""
    loans: dict[str, list[Registered]] = defaultdict(list)
    for each in lent(view):
        loans[each.given["project"]].append(each)
    terms = proposals(view)
    for row in project_rows(view):
        project = str(row["project"])
        if loans[project] or row["status"] in _CARRIED_OUT:
            yield from _against_plan(project, loans[project], terms[project])
            yield from _against_own(project, loans[project], terms[project])


def _amount(loans: list[Registered]) -> Cents:
    return sum(int(each.state["cost"]) for each in loans)


def _against_plan(
    project: str, loans: list[Registered], terms: Mapping[str, Any]
) -> Iterator[Finding]:
    found, planned = _amount(loans), cents(terms.get("borrowed_capacity") or "0.00")
    if found != planned:
        yield Finding(
            "capacity",
            "CAPACITY_DIFFERS",
            "warning",
            "capacity of {found} was lent for {project}; its plan has {planned}.",
            [each.entry for each in loans],
            found=Euro(found),
            project=project,
            planned=Euro(planned),
        ).of(project, Euro(found - planned))


def _against_own(
    project: str, loans: list[Registered], terms: Mapping[str, Any]
) -> Iterator[Finding]:
    """Borrowed capacity is paid from the borrower's own budget."""
    own: Mapping[str, str] = terms.get("own_contributions") or {}
    for borrower in sorted({each.given["borrower"] for each in loans}):
        part = [each for each in loans if each.given["borrower"] == borrower]
        short = _amount(part) - cents(own.get(borrower, "0.00"))
        if short > 0:
            yield Finding(
                "capacity",
                "OWN_CONTRIBUTION_SHORT",
                "warning",
                "{borrower} borrowed capacity of {amount} for {project}, {short} more"
                " than its own contribution.",
                [each.entry for each in part],
                borrower=borrower,
                amount=Euro(_amount(part)),
                project=project,
                short=Euro(short),
            ).of(project, borrower, Euro(short))


def participation(view: View) -> Iterator[Finding]:
    """Z14: fewer take part than the share of the grant was given for."""
    found = participations(view)
    if not found:
        return
    terms, assessed = proposals(view), _assessed(view)
    for row in project_rows(view):
        project = str(row["project"])
        changes = found.get(project)
        if row["status"] not in _CARRIED_OUT or not changes:
            continue
        now, then = len(changes[-1].given["participants"]), assessed.get(project, 0)
        if now < then:
            yield Finding(
                "participation",
                "PARTICIPATION_FEWER",
                "warning",
                "{now} partners take part in {project}; its share was given for {then}."
                " For {now} the table gives {share}.",
                [changes[-1].entry],
                now=now,
                project=project,
                then=then,
                share=_share(view, str(terms[project]["year"]), now),
            ).of(project, now)


def _assessed(view: View) -> Mapping[str, int]:
    """Per project how many took part in the newest assessment of its grant."""
    newest: dict[str, Registered] = {}
    for command in ("award_grant", "change_grant"):
        for each in in_force(view, command):
            before = newest.get(each.given["project"])
            if each.state.get("assessment") and (
                before is None or each.entry > before.entry
            ):
                newest[each.given["project"]] = each
    return {project: _participants(each) for project, each in newest.items()}


def _participants(grant: Registered) -> int:
    for condition in grant.state["assessment"]["conditions"]:
        if condition["rule"] == "participation_share":
            return int(condition["facts"]["participants"])
    return 0


def _share(view: View, year: str, number: int) -> Value:
    """What the table in force has for a number of participants."""
    if number == len(view.course.codes(PARTNER, view.at)):
        return message("{share} percent", share=Fraction(100))
    tables = [
        each
        for each in in_force(view, "set_funding_limits")
        if each.given["year"] == year and each.given.get("max_shares")
    ]
    newest = max(tables, key=lambda each: (each.date, each.entry), default=None)
    table: Mapping[str, str] = {} if newest is None else newest.given["max_shares"]
    keys = [int(key) for key in table if int(key) <= number]
    if not keys:
        return message("no share")
    return message("{share} percent", share=Fraction(table[str(max(keys))]))
