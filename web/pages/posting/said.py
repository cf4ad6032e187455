"""The fields of a command as people read them, once it is filled in."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.entries.register import command_model
from domain.values.messages import Euro
from ledger.fields.described import (
    Description,
    Schema,
    description_of,
    properties,
    shape_of,
    values_of,
)
from projections.report import Column
from projections.sums import cents
from web.pages.components.facts import Facts
from web.pages.posting.placed import first_upper
from web.pages.visit import Visit

_FIELD = Column("value", "Value", "fields")
Fields = Mapping[str, Any]


def fields_said(command: str, fields: Fields, visit: Visit) -> Facts:
    """Names and values of a command's fields, as JSON has them."""
    model = command_model(command)
    assert model is not None  # noqa: S101  # it was submitted
    return Facts(list(_rows(description_of(model), fields, visit)))


def _rows(
    described: Description, fields: Fields, visit: Visit
) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        label = first_upper(visit.label("field", name))
        schema = described.schema.get(name, {})
        if name in described.holders and isinstance(value, Mapping):
            command = str(value["command"])
            yield label, first_upper(visit.label("command", command))
            inner = {key: each for key, each in value.items() if key != "command"}
            yield from _rows(described.held(name, command), inner, visit)
        else:
            yield label, _value(schema, value, visit)


def _value(schema: Schema, value: Any, visit: Visit) -> str:  # noqa: ANN401  # JSON of any shape
    if value is None or (isinstance(value, Mapping) and "sealed" in value):
        return visit.say("erased")
    match shape_of(schema):
        case "truth":
            return visit.label("value", "yes" if value else "no")
        case "choice":
            return visit.label("value", str(value))
        case "list":
            return ", ".join(map(str, value))
        case "mapping":
            inner = values_of(schema)
            return "; ".join(f"{k} {_value(inner, v, visit)}" for k, v in value.items())
        case "rows":
            inner = properties(schema["items"])
            return "; ".join(
                ", ".join(_value(inner.get(k, {}), v, visit) for k, v in row.items())
                for row in value
            )
        case "text":
            return _text(schema, str(value), visit)
    return visit.cell(_FIELD, value)


def _text(schema: Schema, value: str, visit: Visit) -> str:
    match schema.get("format"):
        case "euro-amount" | "signed-euro-amount":
            return visit.told(Euro(cents(value)))
        case "date":
            return visit.told(date.fromisoformat(value))
    return visit.cell(_FIELD, value)
