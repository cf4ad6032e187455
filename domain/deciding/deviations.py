"""Deviating from a rule or ceiling with reasons (Z18)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.deviations import Deviate, DeviationDecided
from domain.entries.event import Actor
from domain.states.projects import stream as project_stream
from domain.values.errors import Refusal
from domain.values.messages import parts

_SCOPES = {
    "programme_ceiling": ("programme", "year", "amount"),
    "process_ceiling": ("year", "amount"),
    "process_reserve": ("year", "amount"),
    "current_account": ("amount",),
}


_CAPPED = ("maximum_per_project", "participation_share")


_SCOPE_FIELDS = ("project", "programme", "year", "amount")


@decides(Deviate)
def deviate(command: Deviate, actor: Actor, books: Books) -> Draft:
    """Z18: exactly the fields that the rule uses."""
    needed = _SCOPES.get(command.rule, ("project",))
    allowed = (*needed, "amount") if command.rule in _CAPPED else needed
    for name in _SCOPE_FIELDS:
        given = getattr(command, name) is not None
        if name in needed and not given:
            raise Refusal(
                "SCOPE_INVALID",
                "a deviation from {rule} needs {needed}; {name} is missing.",
                rule=command.rule,
                needed=parts(needed),
                name=name,
            )
        if given and name not in allowed:
            raise Refusal(
                "SCOPE_INVALID",
                "a deviation from {rule} uses {allowed}; leave out {name}.",
                rule=command.rule,
                allowed=parts(allowed),
                name=name,
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
