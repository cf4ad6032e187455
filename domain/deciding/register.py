"""One decision per command, found by the command's class."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

from domain.catalogue import BY_NAME
from domain.deciding.books import Books, Draft
from domain.entries.command import Command
from domain.entries.event import Actor

C = TypeVar("C", bound=Command)
Decision = Callable[[C, Actor, Books], Draft]

_DECISIONS: dict[type[Command], Decision[Any]] = {}


def decides(command: type[C]) -> Callable[[Decision[C]], Decision[C]]:
    """Register the decision on a command.

    A decision checks state and rules, in that order, and raises `Refusal`; it changes
    nothing.
    """

    def register(decision: Decision[C]) -> Decision[C]:
        _DECISIONS[command] = decision
        return decision

    return register


def decision_on(command: Command) -> Decision[Any]:
    """The decision on a command; its module is imported when it is asked for."""
    found = _DECISIONS.get(type(command))
    if found is None:
        import_module(f"domain.deciding.{BY_NAME[command.name].subject}")
        found = _DECISIONS[type(command)]
    return found
