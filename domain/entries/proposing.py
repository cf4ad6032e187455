"""Commands as submissions: proposed to a second person (section 9)."""

from collections.abc import Mapping
from typing import Any

from domain.entries.approvals import Submit
from domain.entries.command import Command
from domain.entries.parsing import build


def as_submitted(command: Command, own: Mapping[str, Any]) -> Command:
    """The submission of a command, with an id and a note of its own.

    Raises `Refusal` (`SCOPE_INVALID`) for what can't be submitted.
    """
    given = {"command": command.name, **command.given()}
    return build(Submit, {"as": given, **own})


def proposed(command: Command) -> Command:
    """The same of a command whose id and note are meant as the submission's."""
    own = {"id": command.id, "note": command.note}
    return as_submitted(command.model_copy(update={"id": None, "note": None}), own)
