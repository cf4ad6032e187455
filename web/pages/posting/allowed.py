"""What somebody may post, and what of it takes a second person, as it is now."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from domain.catalogue import offered
from domain.entries.approvals import SUBMITTED
from domain.states.people import ADMINISTRATOR, APPROVER, OFFICER, role_for
from domain.values.errors import Refusal
from domain.values.messages import Quoted, Words
from domain.values.money import Cents
from ledger.fields.described import Description
from projections.answers.roles import policy
from projections.snapshot import View
from projections.sums import cents
from web.api.posting import NOT_SERVED
from web.pages.visit import Visit

_ANY_THAT_POSTS = ("submit", "retract_submission")
"""They take the role of what is submitted, whichever that is."""
POLICY = "set_approval_policy"


def served() -> tuple[str, ...]:
    """The commands that are posted through a service."""
    return tuple(name for name in offered() if name not in NOT_SERVED)


class Allowed:
    """Roles and policy as they stand: in force from their entry on, at once."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._person = visit.identity.name
        self._view: View = visit.ledger.view(date.max)

    def lacks(self, command: str) -> str | None:
        """The role that the visitor needs for a command and does not hold, or None."""
        if not self._roles["in_force"]:
            return None
        needed = role_for(command)
        if command in _ANY_THAT_POSTS:
            enough = {OFFICER, APPROVER, ADMINISTRATOR}
            return None if self._own & enough else needed
        return None if needed in self._own else needed

    def check(self, command: str) -> None:
        """The visitor may post it; raises `Refusal` (`NOT_ALLOWED`)."""
        lacking = self.lacks(command)
        if lacking is not None:
            raise Refusal(
                "NOT_ALLOWED",
                "{person} may not post {command}: that takes the role {role}.",
                {"person": self._person, "role": lacking},
                person=Quoted(self._person),
                command=command,
                role=Words(lacking),
            )

    def second_person_from(self, command: str, described: Description) -> Cents | None:
        """From which amount on a command takes a second person; None: it does not."""
        if command == POLICY:
            return None if self._policy is None else 0
        limit = (self._policy or {}).get(command)
        if limit is None:
            return None
        return cents(limit) if "amount" in described.schema else 0

    @property
    def policy_entry(self) -> int | None:
        """The entry that set the policy that is in force."""
        if self._policy is None:
            return None
        rows = self._view.rows(
            "SELECT MAX(entry) FROM entries WHERE command = ?", POLICY
        )
        for (entry,) in rows:
            return None if entry is None else int(entry)
        return None

    @cached_property
    def _policy(self) -> Mapping[str, str] | None:
        return policy(self._view)

    @property
    def _roles(self) -> Mapping[str, Any]:
        return self._visit.roles

    @cached_property
    def _own(self) -> frozenset[str]:
        found = self._roles["roles"]
        return frozenset(e["role"] for e in found if e["person"] == self._person)


def may_be_proposed(command: str) -> bool:
    """It can be submitted to a second person."""
    return command in SUBMITTED
