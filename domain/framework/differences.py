"""What one framework says otherwise than another."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.framework.framework import Framework
from domain.values.messages import Told, message

_BY_CODE = ("partners", "programmes", "years")


class Difference(NamedTuple):
    """A place in the framework, and what stood and stands there; None: nothing."""

    place: str
    """Such as `annual_budget`, `partners.emmen`, `keys.published.amounts.emmen`,
    `organisation.iban`."""
    before: str | None
    after: str | None

    def as_json(self) -> dict[str, str | None]:
        """For programs."""
        return dict(self._asdict())


def differences(before: Framework, after: Framework) -> list[Difference]:
    """In the order of the framework's places; what joins or leaves is told once."""
    old, new = (dict(_told(each.to_mapping())) for each in (before, after))
    found = []
    moved = {kind for kind in _BY_CODE if _is_reordered(kind, before, after)}
    for place in dict.fromkeys((*old, *new)):
        was, is_ = old.get(place), new.get(place)
        if was == is_ or _is_inside(place, old, new):
            continue
        # Who moves up because another left has not moved.
        if place.endswith(".place") and place.partition(".")[0] not in moved:
            continue
        found.append(Difference(place, was, is_))
    return found


def _is_reordered(kind: str, before: Framework, after: Framework) -> bool:
    """What both have stands in another order."""
    old, new = (
        [each.code for each in getattr(framework, kind)]
        for framework in (before, after)
    )
    kept = [code for code in old if code in new]
    return kept != [code for code in new if code in old]


def _is_inside(place: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """A field of a table that joins or leaves as a whole, which is told already."""
    outer = place
    while "." in outer:
        outer = outer.rpartition(".")[0]
        if (outer in old) != (outer in new):
            return True
    return False


def _told(source: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Every place with what stands there; a table that has a code by its name."""
    for name, value in source.items():
        match value:
            case list() if name in _BY_CODE:
                for number, table in enumerate(value, start=1):
                    yield from _of_table(f"{name}.{table['code']}", table, number)
            case list():  # of codes, each a place of its own
                yield from ((f"{name}.{code}", str(code)) for code in value)
            case Mapping():
                for key, each in value.items():
                    if isinstance(each, Mapping):
                        yield from _of_key(f"{name}.{key}", each)
                    else:
                        yield f"{name}.{key}", str(each)
            case _:
                yield name, str(value)


def _of_table(
    place: str, table: Mapping[str, object], number: int
) -> Iterator[tuple[str, str]]:
    named = table.get("name")
    yield place, str(named) if named else _span(table)
    for field, value in table.items():
        if field not in ("code", "name"):
            text = ", ".join(value) if isinstance(value, list) else str(value)
            yield f"{place}.{field}", text
    yield f"{place}.place", str(number)


def _span(table: Mapping[str, object]) -> Told:
    """The days of a year."""
    start, end = (date.fromisoformat(str(table[day])) for day in ("start", "end"))
    return Told(message("{start} to {end}", start=start, end=end))


def _of_key(place: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A contribution key by its source, then what it gives each partner."""
    yield place, str(table.get("source"))
    for field, value in table.items():
        if isinstance(value, Mapping):
            yield from (
                (f"{place}.{field}.{code}", str(x)) for code, x in value.items()
            )
        elif field != "source":
            yield f"{place}.{field}", str(value)
