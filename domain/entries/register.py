"""Commands and events by name: their modules are imported when they are asked for."""

from functools import cache
from importlib import import_module

from domain.catalogue import BY_NAME, KINDS, Trait, offered
from domain.entries.command import Command
from domain.entries.event import EVENTS, LedgerEvent


@cache
def command_model(name: str) -> type[Command] | None:
    """The model of the command that users may post under that name, or None."""
    kind = BY_NAME.get(name)
    if kind is None or kind.has(Trait.HIDDEN):
        return None
    module = import_module(f"domain.entries.{kind.subject}")
    found: type[Command] = getattr(module, kind.model)
    return found


def command_models() -> dict[str, type[Command]]:
    """Every command that users may post by name, in the catalogue's order."""
    models = {name: command_model(name) for name in offered()}
    return {name: model for name, model in models.items() if model is not None}


def event_model(topic: str) -> type[LedgerEvent] | None:
    """The event of a topic that is written now, or None."""
    found = EVENTS.get(topic)
    if found is None and topic in _SUBJECTS:
        import_module(f"domain.entries.{_SUBJECTS[topic]}")
        found = EVENTS.get(topic)
    return found


_SUBJECTS = {kind.topic: kind.subject for kind in KINDS}
