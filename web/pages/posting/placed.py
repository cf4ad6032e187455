"""Where on a form something is said: a fault of a value, at the control it is of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.values.errors import Fault
from ledger.fields.described import LAST, Description, may_be_blank, shape_of
from ledger.fields.reading import Path
from web.pages.posting.lacking import fault_said
from web.pages.visit import Visit

SOME = frozenset(("applicants", "participants", "addressees", "shares"))
"""Lists that are of somebody or something on any form."""


class Said(NamedTuple):
    """What is wrong, at the name of a control; without one it is of the whole form."""

    name: str
    label: str
    text: str


def said_of(
    faults: Iterable[Fault],
    described: Description,
    filled: Mapping[str, Any],
    visit: Visit,
) -> list[Said]:
    """The faults as the visitor is told, in the order of the form's fields."""
    fields = [*in_order(described), *LAST]
    order = {field: number for number, field in enumerate(fields)}
    found = [
        Said(
            control(described, filled, fault.path),
            label(fault.path, described, visit),
            first_upper(fault_said(fault, described, filled, visit)),
        )
        for fault in faults
    ]
    return sorted(
        found, key=lambda said: order.get(said.name.partition(".")[0], len(order))
    )


def in_order(described: Description) -> list[str]:
    """What is needed before what is not; when first, and what it rests on last.

    A bank line may say when, so it comes before the date.
    """
    ends = {"date": -1, "document": 1}
    first = {"bank_line"} if described.by_line else frozenset[str]()
    return sorted(
        (each for each in described.order if each not in LAST),
        key=lambda each: (
            each not in first,
            not is_needed(described, each),
            ends.get(each, 0),
        ),
    )


def is_needed(described: Description, name: str) -> bool:
    """It can't be left empty: a blank text, or a list of nothing, may say something."""
    if name not in described.required:
        return False
    schema = described.schema[name]
    is_list = shape_of(schema) in ("list", "rows", "mapping")
    return name in SOME if is_list else not may_be_blank(schema)


def control(
    described: Description, filled: Mapping[str, Any], path: Path, above: str = ""
) -> str:
    """The name of the control that a place of a command's JSON is filled in with."""
    if not path or path[0] not in described.schema:
        return ""
    field, *steps = path
    name = f"{above}{field}"
    match shape_of(described.schema[str(field)]):
        case "command":
            return _held(described, filled.get(str(field)), path, name)
        case "rows" if len(steps) > 1:
            return ".".join((name, *map(str, steps)))
        case "mapping" if steps:
            return f"{name}.{steps[0]}"
    return name


def _held(described: Description, held: object, path: Path, name: str) -> str:
    command = held.get("command") if isinstance(held, Mapping) else None
    field, *steps = path
    if not steps or command not in described.holders[str(field)].commands:
        return f"{name}.command"
    assert isinstance(held, Mapping)  # noqa: S101  # it has a command
    inner = described.held(str(field), str(command))
    return control(inner, held, tuple(steps), f"{name}.")


def label(path: Path, described: Description, visit: Visit) -> str:
    """A place in words: the fields on the way to it, with keys and numbers.

    What is no field of the command is named as it was sent.
    """
    if path and path[0] not in described.schema:
        return ".".join(map(str, path))
    return first_upper(" ".join(_steps(path, visit)))


def _steps(path: Sequence[str | int], visit: Visit) -> Iterator[str]:
    for number, step in enumerate(path):
        if isinstance(step, int):
            yield str(step + 1)
        elif number == 0 or isinstance(path[number - 1], int) or path[0] == "as":
            yield visit.label("field", step)
        else:
            yield step


def first_upper(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]
