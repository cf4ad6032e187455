"""Posting one line of JSON, in a durable transaction of its own."""

from collections.abc import Callable

from domain.entries.event import Actor
from domain.entries.parsing import command_from_json
from ledger.posting.application import Ledger

ACTOR = Actor(name="bench", source="program", login="bench")


def accepting(ledger: Ledger) -> Callable[[str], object]:
    """Accepts lines of JSON."""
    # PostgreSQL refuses an actor whose session user is not its own.
    actor = ACTOR.model_copy(update={"session_user": ledger.store.session_user})
    return lambda row: ledger.accept(command_from_json(row), actor)
