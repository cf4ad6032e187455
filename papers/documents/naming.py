"""Names of partners and programmes, for papers that show no bare codes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from domain.framework.framework import OUTSIDE, UNALLOCATED
from domain.values.messages import Value, message, parts
from projections.snapshot import View


class Names:
    """The names that codes had when they were last in force, by the view's date."""

    def __init__(self, view: View) -> None:
        self._view = view

    def partner(self, code: str) -> str:
        """A partner's name."""
        view = self._view
        return view.frameworks.partner(code, view.at, view.entry).name

    def partners(self, codes: Iterable[str]) -> list[dict[str, str]]:
        """Partners with their names, in the order of their codes."""
        return [{"partner": code, "name": self.partner(code)} for code in codes]

    def programme(self, code: str) -> str:
        """A programme's name; what is none has its own word (`OUTSIDE`)."""
        return self._programmes.get(code, code)

    @cached_property
    def _programmes(self) -> Mapping[str, str]:
        view = self._view
        adopted = map(view.frameworks.of, view.frameworks.adoptions(view.entry))
        return {
            each.code: each.name
            for framework in (*adopted, view.framework)
            for each in framework.programmes
        }


_KINDS = {
    "Gemeente ": message("the municipality of {place}"),
    "Provincie ": message("the province of {place}"),
}
"""Beginnings of names, and how such a partner is named in a sentence."""


def partner_said(name: str) -> Value:
    """A partner within a sentence."""
    for beginning, said in _KINDS.items():
        if name.startswith(beginning):
            return message(said.template, place=name.removeprefix(beginning))
    return name


def short(name: str) -> str:
    """A municipality in a column of partners."""
    return name.removeprefix("Gemeente ")


def listed(names: Sequence[Value]) -> Value:
    """Names one after the other, the last one after a word."""
    if len(names) < _SEVERAL:
        return parts(names)
    return parts([parts(names[:-1]), names[-1]], " and ")


_SEVERAL = 2


def programme_said(row: Mapping[str, Any], key: str = "name") -> Value:
    """The programme of a row with its `name`; what is none of them in words."""
    name = str(row[key])
    words = {
        OUTSIDE: message("Outside the programmes"),
        UNALLOCATED: message("Not divided yet"),
    }
    return words.get(name, name)


def placed(row: Mapping[str, Any], key: str = "name", year: str = "year") -> Value:
    """A programme and its budget year."""
    return message(
        "{programme} {year}", programme=programme_said(row, key), year=row[year]
    )
