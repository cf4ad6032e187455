"""Ids that only statements are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.values.errors import BadForm

if TYPE_CHECKING:
    from domain.entries.command import Command

OWN_ID = "stmt:"


def is_of_statement(command_id: str | None) -> bool:
    """An id that a statement is known by, in whatever file it comes.

    Nothing but the id itself tells whether it is the same statement, and it is free
    again when the statement is reversed.
    """
    return command_id is not None and command_id.startswith(OWN_ID)


def check_own_id(command: Command) -> None:
    """Only a statement is known by such an id; raises `BadForm` (`BAD_COMMAND`)."""
    if is_of_statement(command.id) and command.name != "register_statement":
        raise BadForm(
            "BAD_COMMAND",
            "ids that begin with {own} are of statements; give {command} another.",
            {"field": "id", "own": OWN_ID, "command": command.name},
            own=OWN_ID,
            command=command.name,
        )
