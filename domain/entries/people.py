"""Who may do what (section 9): roles granted and revoked, facts of the ledger."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import Remark, bad, is_new
from domain.values.messages import Quoted
from domain.values.texts import unseen

ROLES = ("reader", "officer", "approver", "auditor", "administrator")
Role = Literal["reader", "officer", "approver", "auditor", "administrator"]
LONGEST_NAME = 63
"""Characters of a person's name, as PostgreSQL's names of users."""


def _person(value: object, info: ValidationInfo) -> object:
    """A name as the system has it, exactly: neither trimmed nor composed."""
    if not isinstance(value, str):
        raise bad("BAD_COMMAND", "must be the name of a person.")
    if is_new(info) and (not value.strip() or unseen(value)):
        raise bad(
            "BAD_COMMAND",
            "{name} is no name of a person: it can be seen, and is not blank.",
            name=Quoted(value),
        )
    return value


Person = Annotated[
    str, Field(min_length=1, max_length=LONGEST_NAME), BeforeValidator(_person)
]
"""Who somebody is, which can't be chosen: a session user, or a login name."""
_PERSON = Field(description="Session user or login name, exactly.")
_ROLE = Field(description="reader, officer, approver, auditor or administrator.")


class _OfRole(Dated):
    """A person and a role."""

    person: Annotated[Person, _PERSON]
    role: Annotated[Role, _ROLE]
    reason: Annotated[Remark, Field(description="Why.")] = None


class GrantRole(_OfRole):
    """Give a person a role; the first makes an administrator."""

    name = "grant_role"
    example = {"person": "anna", "role": "administrator", "date": "2012-01-01"}


class RevokeRole(_OfRole):
    """Take a role from a person; not that of the last administrator."""

    name = "revoke_role"
    example = {"person": "bert", "role": "officer", "date": "2012-01-01"}


class RoleGranted(LedgerEvent):
    """A person may do from then on what the role allows."""

    given: GrantRole


class RoleRevoked(LedgerEvent):
    """A person may do that no more."""

    given: RevokeRole
