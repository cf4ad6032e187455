"""A service's refusals (RFC 9457) as those of a ledger that is here."""

import re
from collections.abc import Mapping
from typing import Any

from domain.values.encoding import decode_message
from domain.values.errors import IntegrityError, LedgerError, Refusal, UsageError
from domain.values.messages import Message, english
from domain.values.texts import visible

PROBLEM = "application/problem+json"
DEEPEST = 60
"""Values within values of JSON that are read."""
_CODE = re.compile("[A-Z][A-Z0-9_]{0,63}")
_KINDS: Mapping[int, type[LedgerError]] = {
    1: Refusal,
    2: UsageError,
    3: IntegrityError,
}
"""By exit code."""
_DAMAGED = 500
"""The status of what is wrong with the ledger, or with the service."""
_MOST_DETAIL = 20_000
"""Characters of a message."""


class TooDeepError(Exception):
    """JSON that would take more of the stack than it deserves."""


def checked_depth(found: object) -> None:
    """Raise `TooDeepError` for JSON of more levels than anything of ours has."""
    level = [found]
    for _ in range(DEEPEST):
        inner: list[object] = []
        for value in level:
            if isinstance(value, dict):
                inner += [v for v in value.values() if isinstance(v, dict | list)]
            elif isinstance(value, list):
                inner += [v for v in value if isinstance(v, dict | list)]
        if not inner:
            return
        level = inner
    raise TooDeepError


def error_of(found: Mapping[str, Any], status: int) -> LedgerError:
    """The failure that a problem tells, as the program that found it would.

    What another program than a `zuidas` of this age says is told in its own words.
    Raises `ValueError`, `KeyError` or `TypeError` for what is no problem of ours.
    """
    code = found["code"]
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    kind = _KINDS[found.get("exit_code", 3 if status == _DAMAGED else 1)]
    details = found.get("details", {})
    if not isinstance(details, dict):
        raise TypeError(details)
    error = kind(code, _said(found), {})
    error.details = details
    line = found.get("line")
    if line is not None:
        if type(line) is not int:
            raise TypeError(line)
        error.at_line(line)
    return error


def _said(found: Mapping[str, Any]) -> Message:
    """The message; what would steer a terminal in it is escaped."""
    if "said" in found:
        said = decode_message(found["said"])
    else:
        said = Message(str(found["detail"]))
    text = english(said)
    if len(text) > _MOST_DETAIL:
        raise ValueError(len(text))
    seen = "\n".join(map(visible, text.split("\n")))
    return said if seen == text else Message(seen)
