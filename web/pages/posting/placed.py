"""Where on a form something is said: a fault of a value, at the control it is of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.values.errors import Fault
from ledger.fields.described import Description, shape_of
from ledger.fields.reading import Path
from web.pages.visit import Visit


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
    order = {field: number for number, field in enumerate(described.order)}
    found = [
        Said(
            control(described, filled, fault.path),
            label(fault.path, described, visit),
            first_upper(visit.told(fault.said)),
        )
        for fault in faults
    ]
    return sorted(
        found, key=lambda said: order.get(said.name.partition(".")[0], len(order))
    )


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
