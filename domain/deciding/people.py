"""Granting and revoking roles, and whether a person may post a command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.deciding.books import Draft
from domain.deciding.register import decides
from domain.entries.people import GrantRole, RevokeRole, RoleGranted, RoleRevoked
from domain.states import people
from domain.states.people import ADMINISTRATOR
from domain.values.errors import Refusal
from domain.values.fields import NEW
from domain.values.messages import Quoted, Words

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.event import Actor
    from domain.states.people import People


def first_role(person: str, day: date) -> Draft:
    """Entry 2 of a ledger that is made with an administrator, whoever makes it."""
    fields = {"person": person, "role": ADMINISTRATOR, "date": day.isoformat()}
    given = GrantRole.model_validate(fields, context=NEW)
    return Draft(people.STREAM, lambda envelope: RoleGranted(**envelope, given=given))


@decides(GrantRole)
def grant_role(command: GrantRole, actor: Actor, books: Books) -> Draft:
    """The first makes an administrator of who posts it; nobody holds a role twice."""
    found = books.people()
    _check_date(command.date, found, books)
    if not found.in_force and command.role != ADMINISTRATOR:
        raise Refusal(
            "SCOPE_INVALID",
            "the first role is that of an administrator, not {role}: from then on roles"
            " are in force.",
            role=Words(command.role),
        )
    if not found.in_force and command.person != books.person:
        raise Refusal(
            "SCOPE_INVALID",
            "the first administrator is who posts it, {own}, not {person}.",
            own=Quoted(books.person),
            person=Quoted(command.person),
        )
    if found.has(command.person, command.role):
        raise Refusal(
            "SCOPE_INVALID",
            "{person} has the role {role} already.",
            person=Quoted(command.person),
            role=Words(command.role),
        )
    return Draft(people.STREAM, lambda envelope: RoleGranted(**envelope, given=command))


@decides(RevokeRole)
def revoke_role(command: RevokeRole, actor: Actor, books: Books) -> Draft:
    """A role that is held, and not the last administrator's."""
    found = books.people()
    _check_date(command.date, found, books)
    if not found.has(command.person, command.role):
        raise Refusal(
            "SCOPE_INVALID",
            "{person} does not have the role {role}.",
            person=Quoted(command.person),
            role=Words(command.role),
        )
    if command.role == ADMINISTRATOR and len(found.holders(ADMINISTRATOR)) == 1:
        raise Refusal(
            "SCOPE_INVALID",
            "{person} is the last administrator; make another one first.",
            person=Quoted(command.person),
        )
    return Draft(people.STREAM, lambda envelope: RoleRevoked(**envelope, given=command))


def _check_date(day: date, found: People, books: Books) -> None:
    """Not before the newest of its kind; raises `Refusal` (`BAD_DATE`)."""
    if found.newest is not None and day < found.newest:
        raise Refusal(
            "BAD_DATE",
            "roles were granted or revoked on {newest}; another change is not dated"
            " before that.",
            newest=found.newest,
        )
