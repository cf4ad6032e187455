"""The sealed fields of a command: where they stand, of which day, and changing them.

They are found by their type, in the command itself, in the items of its lists and in a
command that it holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from domain.entries.event import LedgerEvent
from domain.entries.held import Held, Holds
from domain.values.sealed import Sealed, Seals

Model = TypeVar("Model", bound=BaseModel)
Change = Callable[[str, Sealed], Sealed]
"""From place and value to what takes its place."""


class SealedField(NamedTuple):
    """One sealed value of a command."""

    place: str
    """Its path in the command as stored: `payee_account`, `lines.3.party` (from 0)."""
    sealed: Sealed
    day: date | None
    """That of the innermost of what holds it that has one (`sealed_day`)."""


def sealed_fields(model: BaseModel) -> Iterator[SealedField]:
    """Every sealed value of a command that is there, in the order of fields."""
    return _in_model(model, "", None)


def day_of(found: SealedField, event: LedgerEvent) -> date:
    """The day that an erasure goes by; of what has none that of its recording."""
    return found.day or event.recorded_at.date()


def with_sealed(model: Model, change: Change) -> Model:
    """The same command with its sealed values changed."""
    return _changed_model(model, "", change)


def _in_model(model: BaseModel, at: str, day: date | None) -> Iterator[SealedField]:
    fields = _fields(type(model))
    if not fields:
        return
    day = getattr(model, "sealed_day", None) or day
    for attribute, name in fields:
        yield from _in_value(getattr(model, attribute), f"{at}{name}", day)


def _in_value(value: object, place: str, day: date | None) -> Iterator[SealedField]:
    match value:
        case Sealed():
            yield SealedField(place, value, day)
        case Held():
            yield from _in_model(value.fields, f"{place}.", day)
        case BaseModel():
            yield from _in_model(value, f"{place}.", day)
        case list() | tuple():
            for number, item in enumerate(value):
                yield from _in_value(item, f"{place}.{number}", day)


def _changed_model(model: Model, at: str, change: Change) -> Model:
    fields = _fields(type(model))
    if not fields:
        return model
    return model.model_copy(
        update={
            attribute: _changed(getattr(model, attribute), f"{at}{name}", change)
            for attribute, name in fields
        }
    )


def _changed(value: Any, place: str, change: Change) -> Any:  # noqa: ANN401  # of any field
    match value:
        case Sealed():
            return change(place, value)
        case Held():
            fields = _changed_model(value.fields, f"{place}.", change)
            return replace(value, fields=fields)
        case BaseModel():
            return _changed_model(value, f"{place}.", change)
        case list() | tuple():
            items = enumerate(value)
            return type(value)(_changed(x, f"{place}.{n}", change) for n, x in items)
    return value


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Attribute and name of the fields that may hold something sealed."""
    return tuple(
        (attribute, field.alias or attribute)
        for attribute, field in model.model_fields.items()
        if _may_hold(field.annotation, field.metadata)
    )


def _may_hold(annotation: Any, metadata: Any = ()) -> bool:  # noqa: ANN401  # a type
    """The type is sealed, holds a command, or has such a type inside."""
    if any(isinstance(mark, Seals | Holds) for mark in metadata):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_fields(annotation))
    inner = (getattr(annotation, "__origin__", None), *_arguments(annotation))
    marks = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, Seals | Holds) for mark in marks) or any(
        _may_hold(each) for each in inner if each is not None
    )


def _arguments(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a type
    found: tuple[Any, ...] = getattr(annotation, "__args__", ())
    return found
