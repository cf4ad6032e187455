"""The types of command fields: their form, their limits and what they refer to.

A type checks form only. What a code or number refers to is marked with a `Refers`
and resolved later, in field order, against the ledger (`domain.deciding.references`).

What is stored was accepted once and is read as it is. Forms that became stricter since
are asked of what is posted now only: whoever reads it says so (`NEW`).
"""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, NamedTuple

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from domain.values.errors import Refusal
from domain.values.ibans import is_iban, plain_iban
from domain.values.messages import Message, Quoted, Value
from domain.values.money import MAXIMUM_CENTS, parse_amount, parse_signed
from domain.values.shares import parse_percentage
from domain.values.texts import format_cents, format_percentage, shown, tidy, unseen

Kind = Literal[
    "decision",
    "year",
    "programme",
    "partner",
    "category",
    "project",
    "meeting",
]


class Refers(NamedTuple):
    """Marks a field whose value must exist in the ledger or its framework."""

    kind: Kind
    open_year: bool = False
    """For a year: it must be open on the command's date."""
    also: tuple[str, ...] = ()
    """For a programme: reserved codes that are allowed too."""
    ended: bool = False
    """For a programme: one that a framework had by then will do."""
    called: Literal["no", "only", "or in force"] = "no"
    """For a partner: its contribution to the command's year was called by then."""


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
NEW: Mapping[str, bool] = {"new": True}
"""The context in which a command is validated that is not stored yet."""


def bad(code: str, template: str | Message, /, **values: Value) -> PydanticCustomError:
    """A value of the wrong form: the code it is refused under, template and values."""
    said = template if isinstance(template, Message) else Message(template, values)
    # Its text would be read as a template once more: the message travels beside it.
    return PydanticCustomError(code, "wrong form", {"said": said})


def _shown(value: object) -> Value:
    """A value of any type as it may be told: a text is quoted at the edge."""
    return Quoted(value) if isinstance(value, str) else shown(value)


def _amount(value: object) -> int:
    try:
        return parse_amount(value)
    except Refusal as error:
        raise bad(error.code, error.said) from None


def _positive(value: object) -> int:
    cents = _amount(value)
    if cents <= 0:
        raise bad("BAD_AMOUNT", "the amount must be more than zero.")
    return cents


def _signed(value: object) -> int:
    """An amount with a minus where it is negative."""
    try:
        return parse_signed(value)
    except Refusal as error:
        raise bad(error.code, error.said) from None


def _moved(value: object) -> int:
    cents = _signed(value)
    if not cents:
        raise bad("BAD_AMOUNT", "the amount must not be zero.")
    return cents


def _iban(value: object, info: ValidationInfo) -> str:
    text = plain_iban(clean_text(value, info))
    if is_new(info) and not is_iban(text):
        raise bad(
            "BAD_COMMAND",
            "{text} is no IBAN: its form or its check digits are wrong.",
            text=Quoted(text),
        )
    return text


def _percentage(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    try:
        return parse_percentage(value)
    except Refusal as error:
        raise bad(error.code, error.said) from None


def _date(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(_DATE, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise bad(
                "BAD_DATE", "{value} is not a day of the calendar.", value=value
            ) from None
    raise bad(
        "BAD_DATE",
        "{value} is not a date; write it as 2011-08-01 (on the command line also as"
        " 1-8-2011).",
        value=_shown(value),
    )


def is_new(info: ValidationInfo) -> bool:
    """What is validated is not stored yet, so today's forms hold for it."""
    return bool(info.context)


def clean_text(value: object, info: ValidationInfo) -> str:
    """A text trimmed, composed (NFC) and free of characters that can't be seen.

    Raises `PydanticCustomError` (`BAD_COMMAND`).
    """
    if not isinstance(value, str):
        raise bad("BAD_COMMAND", "must be a text, not {value}.", value=_shown(value))
    if not is_new(info):
        return value.strip()
    text = tidy(value)
    hidden = unseen(text)
    if hidden is not None:
        raise bad(
            "BAD_COMMAND",
            "{text} contains a control character or one that can't be seen"
            " ({character}).",
            text=Quoted(text),
            character=f"U+{ord(hidden):04X}",
        )
    return text


def _new_number(value: object, info: ValidationInfo) -> str:
    """The number of a decision or meeting that is recorded now."""
    text = clean_text(value, info)
    if is_new(info) and (not text[:1].isalnum() or ".." in text):
        raise bad(
            "BAD_COMMAND",
            "{text} must begin with a letter or digit and hold no two points in a row.",
            text=Quoted(text),
        )
    return text


def _new_project(value: object, info: ValidationInfo) -> str:
    """The id of a project that is proposed now: `process` stands for process costs."""
    text = clean_text(value, info)
    if is_new(info) and text == "process":
        raise bad(
            "BAD_COMMAND",
            "{text} stands for process costs and is no project id.",
            text=Quoted(text),
        )
    return text


def _lower_hex(value: object, info: ValidationInfo) -> str:
    return clean_text(value, info).lower()


def _whole_number(value: object) -> int:
    if type(value) is not int or value < 1:
        raise bad(
            "BAD_COMMAND",
            "must be a whole number from 1, not {value}.",
            value=_shown(value),
        )
    return value


def _truth(value: object) -> bool:
    if type(value) is not bool:
        raise bad(
            "BAD_COMMAND", "must be true or false, not {value}.", value=_shown(value)
        )
    return value


_AMOUNT_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "format": "euro-amount",
        "pattern": r"^[0-9]{1,12}(\.[0-9]{2})?$",
        "examples": ["1200.00"],
    }
)
_PERCENTAGE_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "format": "percentage",
        "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$",
        "examples": ["40"],
    }
)
_euros = PlainSerializer(format_cents, return_type=str)

Movement = Annotated[
    int, Field(le=MAXIMUM_CENTS), BeforeValidator(_positive), _euros, _AMOUNT_SCHEMA
]
"""An amount that moves: euro cents, more than zero."""

Declared = Annotated[
    int, Field(le=MAXIMUM_CENTS), BeforeValidator(_amount), _euros, _AMOUNT_SCHEMA
]
"""An amount that is declared: euro cents, zero or more."""

_SIGNED_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "format": "signed-euro-amount",
        "pattern": r"^-?[0-9]{1,12}(\.[0-9]{2})?$",
        "examples": ["-1200.00"],
    }
)
SignedMovement = Annotated[int, BeforeValidator(_moved), _euros, _SIGNED_SCHEMA]
"""What an account was moved by: euro cents, not zero, negative where money left."""
SignedBalance = Annotated[int, BeforeValidator(_signed), _euros, _SIGNED_SCHEMA]
"""What an account stood at: euro cents, negative in debit."""

Percentage = Annotated[
    Fraction,
    BeforeValidator(_percentage),
    PlainSerializer(format_percentage, return_type=str),
    _PERCENTAGE_SCHEMA,
]
"""An exact percentage, up to four decimals."""

Day = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""An effective date, ISO 8601."""


def blank_is_absent(value: object) -> object:
    """An optional text may be blank; that says nothing, so it counts as absent."""
    return None if isinstance(value, str) and not value.strip() else value


Clean = BeforeValidator(clean_text)
Text = Annotated[str, Field(min_length=1, max_length=2000), Clean]
PossiblyBlank = Annotated[str, Field(max_length=2000), Clean]
"""A text that must be given but may be blank."""
Remark = Annotated[
    Text | None,
    BeforeValidator(blank_is_absent),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "maxLength": 2000}, {"type": "null"}]}
    ),
]
"""A text that may be left out; blank counts as left out."""
Line = Annotated[str, Field(min_length=1, max_length=200), Clean]
Reason = Annotated[str, Field(min_length=20, max_length=2000), Clean]
"""A motivation long enough to be one (Z18)."""
Document = Annotated[str, Field(min_length=1, max_length=80), Clean]
"""Reference of the voucher (*bewijsstuk*)."""
Sha256 = Annotated[
    str,
    BeforeValidator(_lower_hex),
    Field(pattern=r"^[0-9a-f]{64}$", json_schema_extra={"examples": []}),
]
"""Hexadecimal, kept in lower case: some programs print it in capitals."""
KvkNumber = Annotated[str, Field(pattern=r"^[0-9]{8}$"), Clean]
"""A number in the trade register (*KvK-nummer*)."""
KvkNumberOrNone = Annotated[str, Field(pattern=r"^([0-9]{8})?$"), Clean]
"""The same where one may be taken away: blank says that there is none."""
CommandId = Annotated[str, Field(min_length=1, max_length=64), Clean]
Truth = Annotated[bool, BeforeValidator(_truth)]


def _false_is_absent(value: object) -> object:
    """False is what it is when nothing is said, so it counts as left out."""
    return None if value is False else value


TrueOrAbsent = Annotated[Truth | None, BeforeValidator(_false_is_absent)]
"""A truth that is false where it is left out."""
EntryNumber = Annotated[int, BeforeValidator(_whole_number)]

_Code = Annotated[str, Field(min_length=1, max_length=100), Clean]
_NUMBER = Field(pattern=r"^[A-Za-z0-9./-]{1,40}$")
DecisionNumber = Annotated[
    str,
    _NUMBER,
    BeforeValidator(_new_number),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9./-]{0,39}$",
        }
    ),
]
"""The number of a decision or a meeting that is recorded."""
MeetingRef = Annotated[DecisionNumber, Refers("meeting")]
"""The number of a meeting that is recorded already, in the same form."""
DecisionRef = Annotated[str, _NUMBER, Clean, Refers("decision")]
_PROJECT = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
ProjectId = Annotated[str, _PROJECT, BeforeValidator(_new_project)]
"""The id of a project that is proposed."""
ProjectRef = Annotated[str, _PROJECT, Clean, Refers("project")]
YearRef = Annotated[_Code, Refers("year")]
OpenYearRef = Annotated[_Code, Refers("year", open_year=True)]
ProgrammeRef = Annotated[_Code, Refers("programme")]
ProgrammeOrOutsideRef = Annotated[_Code, Refers("programme", also=("OUTSIDE",))]
_ENDS = ("OUTSIDE", "UNALLOCATED")
TransferSourceRef = Annotated[_Code, Refers("programme", also=_ENDS, ended=True)]
TransferTargetRef = Annotated[_Code, Refers("programme", also=_ENDS)]
PartnerRef = Annotated[_Code, Refers("partner")]
CalledPartnerRef = Annotated[_Code, Refers("partner", called="only")]
CalledOrPartnerRef = Annotated[_Code, Refers("partner", called="or in force")]
PaymentId = Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,20}$"), Clean]
"""The number of a payment order."""
ExportTarget = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$"), Clean]
"""The ledger that batches are for; case does not count."""
ExportCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$"), Clean]
"""The code of a batch; case does not count."""
BankAccountCode = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,20}$"), Clean]
"""The code of a bank account in the ledger."""
BANK_LINE = r"^[1-9][0-9]{0,17}\.(0|[1-9][0-9]{0,4})$"
BankLine = Annotated[str, Field(pattern=BANK_LINE), Clean]
"""A line of a bank statement: `57.3` is line 3 of the statement in entry 57."""
Iban = Annotated[str, Field(max_length=34), BeforeValidator(_iban)]
"""An IBAN without spaces, in capitals; its check digits are right."""
CategoryRef = Annotated[_Code, Refers("category")]
