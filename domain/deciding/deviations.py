"""Deviating from a rule or ceiling with reasons (Z18)."""

from typing import Any

from domain.deciding.books import Books, Draft
from domain.deciding.grants import known_project
from domain.deciding.register import decides
from domain.entries.deviations import Deviate, DeviationDecided
from domain.entries.event import Actor
from domain.framework.framework import OUTSIDE
from domain.funding.conditions import ordinary_share, taking_part
from domain.states.projects import stream as project_stream
from domain.values.errors import Refusal
from domain.values.messages import Euro, Words, parts

_SCOPES = {
    "programme_ceiling": ("programme", "year", "amount"),
    "process_ceiling": ("year", "amount"),
    "process_reserve": ("year", "amount"),
    "current_account": ("amount",),
}


_LIMITS = {"maximum_per_project": "amount", "participation_share": "share"}
"""The field that holds the new limit, for rules that have one; it may be left out."""
_SCOPE_FIELDS = ("project", "programme", "year", "amount", "share")


@decides(Deviate)
def deviate(command: Deviate, actor: Actor, books: Books) -> Draft:
    """Z18: exactly the fields that the rule uses; a new limit is above the ordinary."""
    _check_fields(command)
    if command.rule in _LIMITS:
        _check_limit(command, books)
    if command.rule == "current_account" and (
        books.framework_on(command.date).current_account_floor is None
    ):
        raise Refusal(
            "SCOPE_INVALID",
            "the framework sets no floor under the current account, so there is"
            " nothing to deviate from.",
        )
    if command.project is not None:
        return Draft(
            project_stream(command.project),
            lambda envelope: DeviationDecided(**envelope, given=command),
        )
    scope = [part for part in (command.year, command.programme) if part is not None]
    return Draft(
        ":".join(("deviations", command.rule, *scope)),
        lambda envelope: DeviationDecided(**envelope, given=command),
    )


def _check_fields(command: Deviate) -> None:
    needed = _SCOPES.get(command.rule, ("project",))
    limit = _LIMITS.get(command.rule)
    allowed = needed if limit is None else (*needed, limit)
    for name in _SCOPE_FIELDS:
        given = getattr(command, name) is not None
        if name in needed and not given:
            raise Refusal(
                "SCOPE_INVALID",
                "a deviation from {rule} needs {needed}; {name} is missing.",
                rule=command.rule,
                needed=parts(map(Words, needed)),
                name=Words(name),
            )
        if given and name not in allowed:
            raise Refusal(
                "SCOPE_INVALID",
                "a deviation from {rule} uses {allowed}; leave out {name}.",
                rule=command.rule,
                allowed=parts(map(Words, allowed)),
                name=Words(name),
            )


def _check_limit(command: Deviate, books: Books) -> None:
    """Z13, Z14: the new limit is above the one that the project has on that date."""
    project = known_project(str(command.project), books)
    proposal = project.as_carried_out(command.date)
    year, programme = books.year(proposal.year), proposal.programme
    if command.rule == "maximum_per_project":
        found = year.max_grant(programme, command.date)
        if found is None and programme == OUTSIDE:
            raise Refusal(
                "SCOPE_INVALID",
                "outside the programmes no maximum per project is set, so there is"
                " nothing to deviate from.",
            )
        if found is not None and command.amount is not None:
            _check_above(Euro(command.amount), Euro(found[0]), "maximum")
        return
    if command.share is None:
        return
    if not 0 < command.share <= 100:  # noqa: PLR2004  # percent
        raise Refusal(
            "SCOPE_INVALID",
            "a share of {share} percent: it lies above 0 and is at most 100.",
            share=command.share,
        )
    table = year.max_shares(command.date)
    framework = books.framework_on(command.date)
    present = taking_part(proposal, books.course, command.date)
    ordinary = ordinary_share(present, framework, None if table is None else table[0])
    if ordinary is not None:
        _check_above(command.share, ordinary, "share in percent")


def _check_above(new: Any, ordinary: Any, what: str) -> None:  # noqa: ANN401  # cents, or fractions
    if new <= ordinary:
        raise Refusal(
            "SCOPE_INVALID",
            "the deviation gives the new {what} for the project: {new} is not above the"
            " ordinary {ordinary} that it has on that date.",
            what=Words(what),
            new=new,
            ordinary=ordinary,
        )
