"""Whether who posts a command may, and whether it takes a second person.

Asked of every command, so nothing of roles, policies and submissions is loaded here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.deciding.paying import order_named
from domain.values.errors import Refusal
from domain.values.messages import Euro, Quoted, Words, message, parts
from domain.values.texts import format_cents

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.command import Command


def check_role(command: Command, books: Books) -> None:
    """Who posts holds the role that the command takes; raises `NOT_ALLOWED`."""
    found = books.people()
    if not found.in_force:
        return
    lacking = found.lacks(books.person, role_taken_by(command, books))
    if lacking is not None:
        raise Refusal(
            "NOT_ALLOWED",
            "{person} may not post {command}: that takes the role {role}, which {who}"
            " has; an administrator grants it (grant_role).",
            {"person": books.person, "role": lacking},
            person=Quoted(books.person),
            command=command.name,
            role=Words(lacking),
            who=parts(found.holders(lacking))
            if found.holders(lacking)
            else Words("nobody"),
        )


def role_taken_by(command: Command, books: Books) -> str:
    """The command whose role counts: of a submission what it submits (section 9)."""
    given: Any = command
    if given.name == "retract_submission":
        posted = books.posted(given.submission)
        given = command if posted is None else posted.event.given
    return str(given.as_.command) if given.name == "submit" else command.name


def approval_missing(command: Command, books: Books) -> Refusal | None:
    """The refusal of a command that takes a second person, or None (section 9)."""
    limit = books.policy().from_amount(command)
    if limit is None:
        return None
    order = order_named(command, books)
    if order is not None and order.approved:
        return None
    return Refusal(
        "APPROVAL_REQUIRED",
        "{command}{from_amount} takes a second person: submit it (zuidas submit {typed}"
        " ..., or zuidas post --submit FILE), and another person approves it.",
        {"command": command.name, "from": format_cents(limit)},
        command=command.name,
        from_amount=message(" from {limit} on", limit=Euro(limit)) if limit else None,
        typed=command.name.replace("_", "-"),
    )
