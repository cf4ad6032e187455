"""What is wrong with what was typed, or not typed, as whoever fills in a form is told.

A command's own messages speak of its JSON; a form has what was typed, and its language.
"""

import re
from collections.abc import Mapping
from typing import Any

from domain.values.errors import Fault
from domain.values.messages import Message, Quoted
from ledger.fields.described import Description, Schema, shape_of
from ledger.fields.reading import Path
from web.pages.posting.wording import example_of
from web.pages.visit import Visit

MISSING = "is missing."
"""The template of what was not filled in."""
_BAD_DATE = "BAD_DATE"
_DAY = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""The form of a day, whether the calendar has it or not."""


def fault_said(
    fault: Fault, described: Description, filled: Mapping[str, Any], visit: Visit
) -> str:
    """A fault in the words of the form."""
    said = fault.said
    if isinstance(said, Message) and said.template == MISSING:
        return _missing(fault.path, described, filled, visit)
    typed = _typed(fault.path, filled)
    if fault.code == _BAD_DATE and typed is not None:
        return date_said(typed, visit)
    return visit.told(said)


def nothing_typed(name: str, visit: Visit) -> str:
    """Of a text that stands in no command's form."""
    return visit.say("Fill in: {what}.", what=visit.label("field", name))


def _missing(
    path: Path, described: Description, filled: Mapping[str, Any], visit: Visit
) -> str:
    name, owner = _last(path, described, filled)
    what = visit.label("field", name)
    schema = owner.schema.get(name) if owner is not None else None
    if schema is None:
        return visit.say("Fill in: {what}.", what=what)
    mark = owner.marks.get(name) if owner is not None else None
    is_one = shape_of(schema) not in ("list", "rows", "mapping")
    if is_one and (mark is not None or "enum" in schema):
        return visit.say("Choose: {what}.", what=what)
    return _of_schema(schema, what, visit)


def _of_schema(schema: Schema, what: str, visit: Visit) -> str:
    match shape_of(schema):
        case "truth":
            return visit.say("Choose yes or no.")
        case "list" | "rows" | "mapping":
            return visit.say("Choose at least one.")
        case "command":
            return visit.say("Choose: {what}.", what=what)
    example = example_of(schema, visit)
    if schema.get("format") in ("euro-amount", "signed-euro-amount"):
        return visit.say("Fill in an amount, such as {example}.", example=example)
    if schema.get("format") == "date":
        return visit.say("Fill in a date, such as {example}.", example=example)
    return visit.say("Fill in: {what}.", what=what)


def _last(
    path: Path, described: Description, filled: Mapping[str, Any]
) -> tuple[str, Description | None]:
    """The field that a place is of, and the fields beside it, where it has a form."""
    name = next((str(e) for e in reversed(path) if isinstance(e, str)), "")
    if len(path) == 1:
        return name, described
    field = str(path[0])
    held = filled.get(field)
    command = held.get("command") if isinstance(held, Mapping) else None
    holder = described.holders.get(field)
    if len(path) == 2 and holder is not None and command in holder.commands:  # noqa: PLR2004  # the field, and one of what it holds
        return name, described.held(field, str(command))
    return name, None


def _typed(path: Path, filled: Mapping[str, Any]) -> str | None:
    """What was typed at a place."""
    found: Any = filled
    for step in path:
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found if isinstance(found, str) else None


def date_said(typed: str, visit: Visit) -> str:
    """Why what was typed is no date."""
    if _DAY.fullmatch(typed.strip()):
        return visit.say("{day} does not exist.", day=typed.strip())
    example = example_of({"format": "date"}, visit)
    return visit.say(
        "{text} is not a date; write it such as {example}.",
        text=Quoted(typed.strip()),
        example=example,
    )
