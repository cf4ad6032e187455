"""The second person (section 9): the policy, submissions, and what becomes of them."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from domain.catalogue import Trait, not_submitted, offered, with_trait
from domain.entries.command import Command, Dated
from domain.entries.event import LedgerEvent
from domain.entries.held import Held, HoldsWhole
from domain.values.fields import (
    DecisionRef,
    Declared,
    EntryNumber,
    Remark,
    Sha256,
    Text,
    bad,
)
from domain.values.messages import Quoted, message

SUBMITTED = tuple(name for name in offered() if name not in not_submitted())
"""What can be submitted, and put under the policy."""
AS = HoldsWhole(SUBMITTED, frozenset())

if TYPE_CHECKING:
    AsCommand = Held
else:
    AsCommand = AS.field_type()


def _commands(value: object) -> object:
    """Names of commands that can be submitted."""
    for name in value if isinstance(value, Mapping) else ():
        if name in with_trait(Trait.OF_SUBMISSION):
            raise bad(
                "SCOPE_INVALID",
                "{name} can't be put under the policy: it is how a command gets its"
                " second person.",
                name=name,
            )
        if name in with_trait(Trait.ALONE):
            raise bad(
                "SCOPE_INVALID",
                "{name} can't be put under the policy: it is never submitted.",
                name=name,
            )
        if name not in SUBMITTED:
            near = get_close_matches(str(name)[:80], SUBMITTED, n=1, cutoff=0.5)
            raise bad(
                "BAD_COMMAND",
                "{name} is no command that can be posted{hint}.",
                name=Quoted(str(name)),
                hint=message(" (did you mean {near}?)", near=near[0]) if near else None,
            )
    return value


_AMOUNTS = WithJsonSchema(
    {
        "type": "object",
        "propertyNames": {"enum": list(SUBMITTED)},
        "additionalProperties": {"type": "string", "format": "euro-amount"},
    }
)


class SetApprovalPolicy(Dated):
    """Ask a second person for some commands, from an amount on; replaces the policy.

    It holds at once for what is recorded from then on, whatever its own date. Once a
    policy is in force, a change of it takes a second person itself.
    """

    name = "set_approval_policy"
    example = {
        "commands": {"pay_grant": "5000.00", "pay_other": "0.00"},
        "date": "2012-01-01",
        "reason": "Mandaatregeling 2012",
    }

    commands: Annotated[
        dict[str, Declared],
        BeforeValidator(_commands),
        _AMOUNTS,
        Field(
            description="From which amount on; 0.00, or a command without an amount:"
            " always."
        ),
    ]
    decision: Annotated[
        DecisionRef | None, Field(description="Number of the decision it rests on.")
    ] = None
    reason: Annotated[Remark, Field(description="Why.")] = None


class Submit(Command):
    """Propose a command to a second person; nothing is booked until it is approved."""

    name = "submit"
    example = {
        "as": {
            "command": "pay_grant",
            "project": "grecor",
            "amount": "5000.00",
            "date": "2012-03-15",
            "document": "BK-2012-007",
        }
    }

    as_: Annotated[
        AsCommand, Field(alias="as", description="The command with its fields.")
    ]


_SUBMISSION = Field(description="Number of the submission's entry.")


class Approve(Command):
    """Approve a submission as it was shown: its command is posted with it."""

    name = "approve"
    example = {"submission": 41, "leaf": "0" * 64, "effect": "0" * 64}

    submission: Annotated[EntryNumber, _SUBMISSION]
    leaf: Annotated[
        Sha256, Field(description="Leaf hash of the submission's entry, in hex.")
    ]
    effect: Annotated[
        Sha256,
        Field(description="SHA-256 of the lines that it would post now, in hex."),
    ]


class Decline(Command):
    """Decline a submission: nothing is booked, and it can't be approved any more."""

    name = "decline"
    example = {"submission": 41, "reason": "The voucher is of another project"}

    submission: Annotated[EntryNumber, _SUBMISSION]
    reason: Annotated[Text, Field(description="Why.")]


class RetractSubmission(Command):
    """Retract a submission of one's own."""

    name = "retract_submission"
    example = {"submission": 41, "reason": "Wrong amount"}

    submission: Annotated[EntryNumber, _SUBMISSION]
    reason: Annotated[Text, Field(description="Why.")]


class ApprovalPolicySet(LedgerEvent):
    """From then on these commands, from these amounts on, take a second person."""

    given: SetApprovalPolicy


class CommandSubmitted(LedgerEvent):
    """A command waits for a second person; it books nothing."""

    given: Submit


class SubmissionApproved(LedgerEvent):
    """A second person approved; the command is the entry that follows."""

    given: Approve


class SubmissionDeclined(LedgerEvent):
    """A second person declined."""

    given: Decline


class SubmissionRetracted(LedgerEvent):
    """The maker took it back."""

    given: RetractSubmission
