"""A finding of `check` accepted as it is: command and event."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.fields import DecisionRef, Line, Text


class AcceptFinding(Command):
    """Accept a finding of check as it is; it is left out until its figure changes."""

    name = "accept_finding"
    example = {
        "finding": "KEY_GAP/2011/3200.00",
        "reason": "The partners leave the gap of the published key as it is",
    }

    finding: Annotated[
        Line, Field(description="Its stable name, as check -O json gives it.")
    ]
    reason: Annotated[Text, Field(description="Why it is accepted.")]
    decision: Annotated[
        DecisionRef | None,
        Field(description="Number of the steering group's decision it rests on."),
    ] = None


class FindingAccepted(LedgerEvent):
    """A finding accepted: known from its entry on, whatever the date of a query."""

    given: AcceptFinding
