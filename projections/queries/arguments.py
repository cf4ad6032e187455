"""Dates, amounts and codes as queries are given them."""

import re
from datetime import date

from domain.framework.framework import Framework
from domain.values.errors import Refusal
from domain.values.messages import Quoted

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_date(text: str) -> date:
    """A date; raises `Refusal` (`BAD_DATE`)."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refusal(
                "BAD_DATE", "{text} is not a day of the calendar.", text=text
            ) from None
    raise Refusal(
        "BAD_DATE", "{text} is not a date; write it as 2011-08-01.", text=Quoted(text)
    )


def code(framework: Framework, kind: str, text: str) -> str:
    """A code in the framework's spelling; raises `Refusal` (`..._UNKNOWN`)."""
    spelling = framework.spelling[kind]
    found = spelling.get(text.lower())
    if found is None:
        known = ", ".join(spelling.values())
        raise Refusal(
            f"{kind.upper()}_UNKNOWN",
            "the framework has no {kind} {text}; it has {known}.",
            kind=kind,
            text=Quoted(text),
            known=known,
        )
    return found
