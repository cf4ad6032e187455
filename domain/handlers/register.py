"""One handler per command."""

from collections.abc import Callable
from typing import Any, TypeVar

from domain.books import Accepted, Books
from domain.commands import Command

C = TypeVar("C", bound=Command)
Handler = Callable[[C, Books], Accepted]

HANDLERS: dict[type[Command], Handler[Any]] = {}


def handles(command: type[C]) -> Callable[[Handler[C]], Handler[C]]:
    """Register the handler of a command.

    A handler checks state and rules, in that order, and raises `Refusal`; it changes
    nothing.
    """

    def register(handler: Handler[C]) -> Handler[C]:
        HANDLERS[command] = handler
        return handler

    return register
