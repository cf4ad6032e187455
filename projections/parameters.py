"""Values of a query's parameters: from what was typed or sent to what it is asked with.

Typed on a command line more forms are understood than in HTTP and JSON: then the day
that counts as `today` is given. Raises `Refusal`, naming the parameter and its value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from domain.catalogue import BY_NAME
from domain.framework.course import Course
from domain.values.days import day_from_typed
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Message, Option, Quoted, Words, message
from domain.values.money import amount_from_typed, parse_amount
from domain.values.texts import tidy, unseen
from projections.query import Parameter

AT = Parameter("at", "date", "Effective date, inclusive (today).")
KNOWN_AT = Parameter(
    "known_at",
    "moment",
    "As known after entry #N, or at a date (its end) or a date and time.",
)
CLOCKS = (AT, KNOWN_AT)
"""What every query can be asked with."""
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOST_DIGITS = 18


def parse(
    parameter: Parameter,
    text: str,
    course: Callable[[], Course],
    today: Callable[[], date] | None = None,
) -> object:
    """The value of a parameter: dates as `date`, amounts as cents, entries as `int`.

    `course` is asked for where the value is one of its codes. `today` is given where
    the value was typed. What a file says is passed on as it is.
    """
    with named(place(parameter)):
        return read(parameter, text, course, today)


def read(
    parameter: Parameter,
    text: str,
    course: Callable[[], Course],
    today: Callable[[], date] | None = None,
) -> object:
    """The same, for whoever says himself what the value was given for."""
    if parameter.kind in ("file", "framework"):
        return text
    return _parsed(parameter, clean(text), course, today)


@contextmanager
def named(name: str) -> Iterator[None]:
    """What is refused in here as a wrong form names what it was given for."""
    try:
        yield
    except Refusal as error:
        if not error.code.startswith("BAD_"):
            raise
        said = message("{place}: {said}", place=name, said=error.said)
        raise type(error)(error.code, said, error.details) from None


def place(parameter: Parameter) -> str:
    """What a parameter is called by whoever gives it."""
    return Option(parameter.name) if parameter.place == "option" else parameter.name


def clean(text: str) -> str:
    """A text trimmed and composed; raises `BadForm` for what can't be seen."""
    text = tidy(text)
    hidden = unseen(text)
    if hidden is not None:
        raise BadForm(
            "BAD_COMMAND",
            "{text} contains a control character or one that can't be seen"
            " ({character}).",
            text=Quoted(text),
            character=f"U+{ord(hidden):04X}",
        )
    return text


def _parsed(
    parameter: Parameter,
    text: str,
    course: Callable[[], Course],
    today: Callable[[], date] | None,
) -> object:
    if parameter.kind == "amount":
        return parse_amount(text if today is None else amount_from_typed(text))
    if parameter.kind in ("date", "moment") and today is not None:
        text = day_from_typed(text, today)
    if parameter.kind in ("partner", "programme", "year"):
        return code(course(), parameter.kind, text)
    reader = _READERS.get(parameter.kind)
    value = text if reader is None else reader(text)
    _check_offered(parameter, value)
    return value


def _check_offered(parameter: Parameter, value: object) -> None:
    """A choice is one of those there are, a count not too small; raises `Refusal`."""
    if parameter.choices and value not in parameter.choices:
        raise BadForm(
            "BAD_COMMAND",
            "{value} is none of {choices}.",
            value=Quoted(value),
            choices=list(parameter.choices),
        )
    if parameter.kind != "count":
        return
    number, most = int(str(value)), parameter.maximum
    if number < parameter.minimum or (most is not None and number > most):
        raise BadForm(
            "BAD_COMMAND",
            "{value} is not a number {range}.",
            value=value,
            range=message("from {minimum} on", minimum=parameter.minimum)
            if most is None
            else message(
                "from {minimum} to {most}", minimum=parameter.minimum, most=most
            ),
        )


def iso_date(text: str) -> date:
    """A date; raises `Refusal` (`BAD_DATE`)."""
    if re.fullmatch(_DATE, text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadForm(
                "BAD_DATE", "{text} is not a day of the calendar.", text=text
            ) from None
    raise BadForm(
        "BAD_DATE",
        "{text} is not a date; write it as 2011-08-01 (on the command line also as"
        " 1-8-2011).",
        text=Quoted(text),
    )


def code(course: Course, kind: str, text: str) -> str:
    """A code that a framework ever had, in its spelling; raises `..._UNKNOWN`."""
    spelling = course.spelling[kind]
    found = spelling.get(text.lower())
    if found is None:
        raise Refusal(
            f"{kind.upper()}_UNKNOWN",
            "the framework has no {kind} {text}; it has {known}.",
            kind=Words(kind),
            text=Quoted(text),
            known=list(spelling.values()),
        )
    return found


def entry_number(text: str) -> int:
    """The number of an entry, `12` or `#12`; raises `Refusal` (`ENTRY_UNKNOWN`)."""
    digits = text.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise Refusal(
            "ENTRY_UNKNOWN", "{text} is not the number of an entry.", text=Quoted(text)
        )
    return int(digits)


def command_name(text: str) -> str:
    """A command as JSON spells it: `pay-grant` is `pay_grant`.

    Raises `Refusal` (`BAD_COMMAND`) for one that there is not.
    """
    name = text.replace("-", "_")
    if name not in BY_NAME:
        raise BadForm(
            "BAD_COMMAND",
            "there is no command {text}{hint}",
            text=Quoted(text),
            hint=hint(name, BY_NAME),
        )
    return name


def hint(name: str, known: Iterable[str]) -> Message:
    """The end of a sentence: which of the known names was meant, perhaps."""
    import difflib

    near = difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.6)
    return message("; did you mean {near}?", near=near[0]) if near else message(".")


def count(text: str) -> int:
    """A whole number; raises `Refusal` (`BAD_COMMAND`)."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Refusal("BAD_COMMAND", "{text} is no whole number.", text=Quoted(text))
    return int(text)


def truth(text: str) -> bool:
    """`true` or `false`; raises `Refusal` (`BAD_COMMAND`)."""
    if text not in ("true", "false"):
        raise Refusal(
            "BAD_COMMAND", "{text} is neither true nor false.", text=Quoted(text)
        )
    return text == "true"


def office_hours(text: str) -> tuple[time, time]:
    """`07:00-19:00`; raises `Refusal` (`BAD_COMMAND`)."""
    first, _, last = text.partition("-")
    try:
        opens, closes = time.fromisoformat(first), time.fromisoformat(last)
    except ValueError:
        opens = closes = time(0)
    if opens.tzinfo or closes.tzinfo or opens >= closes:
        raise Refusal(
            "BAD_COMMAND",
            "{text} are no office hours such as 07:00-19:00.",
            text=Quoted(text),
        )
    return opens, closes


_READERS: Mapping[str, Callable[[str], Any]] = {
    "date": iso_date,
    "entry": entry_number,
    "command": command_name,
    "count": count,
    "flag": truth,
    "hours": office_hours,
}
