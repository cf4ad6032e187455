"""Fields of entries as annotations corrected them: the newest, as known."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.values.texts import folded
from projections.sealed import is_sealed
from projections.snapshot import View
from projections.stored import of_commands

COUNTERPARTY = ("payee", "counterparty", "partner", "source", "recipient")
"""Fields that say who an entry was with, in the order in which they count."""
_PROPOSALS = ("propose_project", "amend_project")


class Correction(NamedTuple):
    """What a field should have said, and the annotation that says so."""

    value: str
    entry: int


def text_of(value: object) -> str | None:
    """The value of a field as a text; None of one that is sealed."""
    if type(value) is str:
        return value
    return None if value is None or is_sealed(value) else str(value)


def first_text(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first of some fields that says something."""
    for name in names:
        value = fields.get(name)
        if value is not None and (text := text_of(value)):
            return text
    return None


class Corrections:
    """The newest annotation of each field of each entry, as known."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._fields: dict[tuple[int, str], Correction] = {}
        self._proposals: dict[str, dict[str, Any]] = {}
        self.by_entry: dict[int, list[dict[str, object]]] = {}
        for number, event in of_commands(view, ["annotate"], stream="annotations:"):
            given = event["given"]
            key = (given["entry"], given["field"])
            self._fields[key] = Correction(given["value"], number)
            self.by_entry.setdefault(given["entry"], []).append(
                {
                    "entry": number,
                    "recorded_at": event["recorded_at"],
                    "actor": event["actor"]["name"],
                    "field": given["field"],
                    "value": given["value"],
                    "reason": given["reason"],
                }
            )

    def of(self, number: int, given: Mapping[str, Any], field: str) -> str | None:
        """The field of an entry as corrected; None of one that is sealed."""
        corrected = self._fields.get((number, field))
        return text_of(given.get(field) if corrected is None else corrected.value)

    def corrected(self, number: int, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """All fields of an entry as corrected; nearly every entry has no correction."""
        if number not in self.by_entry:
            return given
        new = {str(each["field"]): each["value"] for each in self.by_entry[number]}
        return {**given, **new}

    def newest(self, number: int, field: str) -> Correction | None:
        """The annotation that holds for a field of an entry, or None."""
        return self._fields.get((number, field))

    def corrected_to(self, field: str, value: str) -> list[int]:
        """The entries whose field was corrected to a value; vouchers as compared."""
        same = folded if field == "document" else str
        return [
            number
            for (number, name), new in self._fields.items()
            if name == field and same(new.value) == same(value)
        ]

    def of_proposal(self, project: str | None, field: str) -> str | None:
        """A field of a project's proposal as amended and corrected; None if unknown."""
        if project is None:
            return None
        if project not in self._proposals:
            self._proposals[project] = self._proposal(project)
        value = self._proposals[project].get(field)
        return None if value is None else str(value)

    def _proposal(self, project: str) -> dict[str, Any]:
        stream = f"project:{project}"
        proposed = dict(of_commands(self._view, ["propose_project"], stream=stream))
        terms: dict[str, Any] = {}
        for number, state in of_commands(self._view, _PROPOSALS, stream=stream):
            # A proposal that was reversed is no part of the one after it.
            earlier = {} if number in proposed else terms
            terms = {**earlier, **self._corrected(number, state["given"])}
        return terms

    def _corrected(self, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
        new = {
            name: self._fields[number, name].value
            for name in given
            if (number, name) in self._fields
        }
        return {**given, **new}
