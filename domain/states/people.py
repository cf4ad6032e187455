"""Who holds which role, and since when: in force from its entry on, at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from domain.catalogue import BY_NAME, Trait

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent

STREAM = "people"
ADMINISTRATOR, APPROVER, OFFICER = "administrator", "approver", "officer"


class Held(NamedTuple):
    """A role that a person holds."""

    person: str
    role: str
    since: date
    by: str
    """Who granted it."""
    entry: int


@dataclass(frozen=True)
class People:
    """The roles as they stand; none was ever granted where `newest` is None."""

    held: tuple[Held, ...] = ()
    newest: date | None = None
    """Date of the newest grant or revocation."""

    @property
    def in_force(self) -> bool:
        """Roles count: the first was granted, for good."""
        return self.newest is not None

    @cached_property
    def _held(self) -> frozenset[tuple[str, str]]:
        """Persons with their roles: asked of every entry that is posted or verified."""
        return frozenset((each.person, each.role) for each in self.held)

    def has(self, person: str, role: str) -> bool:
        """The person holds the role."""
        return (person, role) in self._held

    def holders(self, role: str) -> list[str]:
        """Who holds a role."""
        return [each.person for each in self.held if each.role == role]

    def lacks(self, person: str, command: str) -> str | None:
        """The role that a person needs for a command and does not hold, or None."""
        needed = role_for(command)
        if not self.in_force or self.has(person, needed):
            return None
        return needed


@cache
def role_for(command: str) -> str:
    """The role that posting a command takes."""
    kind = BY_NAME[command]
    if kind.has(Trait.ADMINISTERS):
        return ADMINISTRATOR
    return APPROVER if kind.has(Trait.APPROVES) else OFFICER


def evolve(people: People | None, event: LedgerEvent) -> People:
    """The roles after one more event of the stream."""
    from domain.entries.people import RoleGranted, RoleRevoked

    people = people or People()
    match event:
        case RoleGranted(given=given):
            new = Held(given.person, given.role, given.date, event.who, event.entry)
            return replace(people, held=(*people.held, new), newest=given.date)
        case RoleRevoked(given=given):
            kept = tuple(
                each
                for each in people.held
                if (each.person, each.role) != (given.person, given.role)
            )
            return replace(people, held=kept, newest=given.date)
    return people
