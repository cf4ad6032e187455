"""Names of partners and programmes, for papers that show no bare codes."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from domain.framework.course import PARTNER
from domain.framework.framework import OUTSIDE, UNALLOCATED
from domain.values.messages import Value, message
from projections.snapshot import View


class Names:
    """The names that codes had when they were last in force, by the view's date."""

    def __init__(self, view: View) -> None:
        self._view = view

    def partner(self, code: str) -> str:
        """A partner's name."""
        view = self._view
        return view.frameworks.partner(code, view.at, view.entry).name

    def partners(self, codes: Iterable[str]) -> list[str]:
        """Names in the order of their codes."""
        return [*map(self.partner, codes)]

    def programme(self, code: str) -> str:
        """A programme's name; what is none has its own word (`OUTSIDE`)."""
        return self._programmes.get(code, code)

    def in_facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Facts of a condition with names in the place of codes."""
        return {name: self._fact(name, value) for name, value in facts.items()}

    def _fact(self, name: str, value: Any) -> Any:  # noqa: ANN401  # any fact
        known = {*self._view.course.ever(PARTNER)}
        match value:
            case str() if name == "programme":
                return self.programme(value)
            case list() if value and known.issuperset(value):
                return self.partners(value)
            case Mapping() if value and known.issuperset(value):
                return {self.partner(code): each for code, each in value.items()}
        return value

    @cached_property
    def _programmes(self) -> Mapping[str, str]:
        view = self._view
        adopted = map(view.frameworks.of, view.frameworks.adoptions(view.entry))
        return {
            each.code: each.name
            for framework in (*adopted, view.framework)
            for each in framework.programmes
        }


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
