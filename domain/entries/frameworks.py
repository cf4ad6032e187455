"""The framework as a fact: entry 1 of every ledger, and what is adopted after it."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)

from domain.entries.command import Command, Dated
from domain.entries.event import LedgerEvent
from domain.framework.framework_file import complaints_about
from domain.values.fields import DecisionRef, Line, Remark, bad, is_new
from domain.values.messages import parts
from domain.values.money import Cents


class Initialise(Command):
    """The command behind entry 1; posted by `zuidas init` only."""

    name = "init"

    framework: dict[str, object]
    contributions: str


class LedgerOpened(LedgerEvent):
    """Entry 1: the whole framework and the key by which contributions are called."""

    given: Initialise


def _framework(value: object, info: ValidationInfo) -> object:
    """A framework's mapping, wholly checked by itself; all complaints at once."""
    if not isinstance(value, dict):
        raise bad("FRAMEWORK_INVALID", "must be the mapping of a framework.")
    complaints = complaints_about(value) if is_new(info) else []
    if complaints:
        raise bad(
            "FRAMEWORK_INVALID",
            "the framework can't be used: {problems}.",
            problems=parts([each.whole for each in complaints], "; "),
        )
    return value


FrameworkMapping = Annotated[
    dict[str, Any],
    BeforeValidator(_framework),
    WithJsonSchema({"type": "object", "format": "framework"}),
]
"""A framework as in its TOML file: dates as ISO texts, money as texts."""


_EXAMPLE = {
    "name": "drentse-zuidas",
    "title": "Drentse Zuidas, second term (illustrative)",
    "start": "2011-01-01",
    "time_zone": "Europe/Amsterdam",
    "payment_term_days": 30,
    "annual_budget": "90000.00",
    "process_ceiling": "9000.00",
    "priority_themes": ["networking"],
    "categories": [],
    "partners": [
        {"code": "emmen", "name": "Gemeente Emmen", "kind": "municipality"},
        {"code": "drenthe", "name": "Provincie Drenthe", "kind": "province"},
    ],
    "programmes": [{"code": "SN", "name": "S&N", "leads": ["emmen"]}],
    "years": [{"code": "2014", "start": "2014-08-01", "end": "2015-07-31"}],
    "keys": {
        "halves": {
            "source": "illustrative",
            "method": "amounts",
            "amounts": {"emmen": "45000.00", "drenthe": "45000.00"},
        }
    },
}


class AdoptFramework(Dated):
    """Adopt another framework from a date on (herijking), Z22."""

    name = "adopt_framework"
    example = {
        "framework": _EXAMPLE,
        "date": "2014-08-01",
        "decision": "SG-2011-01",
        "reason": "The evaluation of the first term",
    }

    framework: Annotated[
        FrameworkMapping, Field(description="The whole framework, as in its TOML file.")
    ]
    decision: Annotated[
        DecisionRef, Field(description="Number of the decision it rests on.")
    ]
    reason: Annotated[Remark, Field(description="Why it was re-calibrated.")] = None
    contributions: Annotated[
        Line | None,
        Field(description="Name of its contribution key (the one so far)."),
    ] = None


class CodeChanged(BaseModel):
    """What an adopted framework says of a code that the one before it didn't."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: str
    code: str
    place: int | None = None
    """Its place in the framework's order, from 0; None: it is there no more."""
    starts: date | None = None
    ends: date | None = None
    """Of a year."""


class FrameworkAdopted(LedgerEvent):
    """From its date on another framework is in force; nothing of before is judged."""

    given: AdoptFramework
    contribution_key: str
    """The key by which years are opened from then on."""
    floor: Cents | None = None
    """Its floor under the current account, in cents."""
    codes: list[CodeChanged]
    """What changes in partners, programmes, years and categories."""
