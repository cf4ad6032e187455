"""Values that name persons: the log holds a digest, so that they can be erased.

An event stores `{"sealed": DIGEST}` in place of such a text, where DIGEST is
SHA-256(salt ‖ value) in hex. Salt and value stand beside the log
(`ledger.storage.sealed`); without them nobody can tell the value, and every proof of
the log holds. A field gets a type of this module and nothing else is asked of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    BeforeValidator,
    PlainSerializer,
    SerializationInfo,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from domain.values.fields import (
    NEW,
    Iban,
    Line,
    Text,
    bad,
    blank_is_absent,
    is_new,
)
from domain.values.messages import Message, message

SALT_BYTES = 16
"""Exactly: of a longer salt the end could be taken for the value's beginning."""
JUDGED_AGAIN: Mapping[str, bool] = {**NEW, "again": True}
"""The context of a stored command that is judged as if it were new."""
LOGGED: Mapping[str, bool] = {"logged": True}
"""The context in which a command is told of in a log: without what is sealed in it."""
STORED: Mapping[str, bool] = {"stored": True}
"""The context in which an event is written: nothing unsealed may be in it."""
_IT = message("it")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Sealed:
    """One sealed text: as it was given, as it is recorded, or its digest alone."""

    value: str | None = field(default=None, repr=False)
    """The text; None where only the digest is at hand, or it was erased."""
    digest: str | None = None
    """SHA-256(salt ‖ value) in hex; None where it is not recorded yet."""
    salt: bytes | None = field(default=None, repr=False)

    def with_salt(self, salt: bytes) -> "Sealed":
        """The same, recorded with this salt."""
        return replace(
            self, digest=digest_of(salt, (self.value or "").encode()), salt=salt
        )


def digest_of(salt: bytes, value: bytes) -> str:
    """What the log holds of a value in UTF-8."""
    return sha256(salt + value).hexdigest()


class Seals:
    """Marks a field whose text is sealed."""


def _read(
    value: object, text: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> Sealed:
    """A text of today where the command is new, a digest where it is stored."""
    if isinstance(value, Sealed):
        return value
    again = bool(info.context and info.context.get("again"))
    if is_new(info) and not (again and isinstance(value, Mapping)):
        return _given(value, text)
    if not isinstance(value, Mapping) or set(value) != {"sealed"}:
        raise bad("BAD_COMMAND", "must be sealed.")
    digest = value["sealed"]
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise bad("BAD_COMMAND", "its digest must be 64 hexadecimal digits.")
    return Sealed(digest=digest)


def _given(value: object, text: ValidatorFunctionWrapHandler) -> Sealed:
    """A text as it is given; what is wrong with it is told without it, for logs."""
    try:
        return Sealed(text(value))
    except ValidationError as error:
        [fault] = error.errors(include_url=False)
        said = fault.get("ctx", {}).get("said")
        if said is None:
            raise
        untold = {
            **said.values,
            **dict.fromkeys({"text", "value"} & {*said.values}, _IT),
        }
    raise bad(fault["type"], Message(said.template, untold))


def _written(sealed: Sealed, info: SerializationInfo) -> Any:  # noqa: ANN401  # JSON of either form
    """Its digest; of what is not recorded yet the text, which is never stored."""
    context: Mapping[str, bool] = info.context or {}
    if sealed.digest is None and not context:
        return sealed.value
    if sealed.digest is None and "stored" in context:
        raise TypeError("a value is not sealed")
    return {"sealed": sealed.digest}


if TYPE_CHECKING:
    SealedLine = Sealed
    SealedText = Sealed
    SealedIban = Sealed
    SealedRemark = Sealed | None
else:
    _SEALING = (WrapValidator(_read), PlainSerializer(_written), Seals())
    SealedLine = Annotated[Line, *_SEALING]
    """At most 200 characters."""
    SealedText = Annotated[Text, *_SEALING]
    """At most 2,000 characters."""
    SealedIban = Annotated[Iban, *_SEALING]
    """An IBAN, in one form, with the right check digits."""
    SealedRemark = Annotated[SealedText | None, BeforeValidator(blank_is_absent)]
    """A text that may be left out; blank counts as left out."""
