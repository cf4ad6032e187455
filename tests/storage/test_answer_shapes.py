"""Answers are of their schemas, whichever the database."""

from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator as Validator

from ledger.asking import asking
from ledger.storage.location import Location
from projections.answer_schemas import answer_schema
from projections.query import find, names
from tests.papers.kinds import LETTERS
from tests.storage.conftest import lived_at
from tests.storage.server import Schema

NEEDED: Mapping[str, Mapping[str, Any]] = {
    "assess": {"project": "proefleven"},
    "document award-letter": {"project": "grecor"},
    "document partner-sheet": {"partner": "emmen"},
    "decision": {"number": "SG-2011-01"},
    "diff": {"when1": "#5", "when2": "#20"},
    "explain": {"account": "current-account"},
    "export batch": {"target": "province"},
    "framework diff": {"source": "drentse-zuidas"},
    "partner": {"partner": "emmen"},
    "plan": {"projects": ("proefleven",)},
    "project": {"project": "grecor"},
    "search": {"text": "grecor"},
    "show": {"entry": "13"},
    "statement": {"account": "project:grecor"},
}
NOTHING_TO_WRITE = LETTERS - {"document award-letter"}


def test_they_are(place: Location) -> None:
    lived_at(place).close()
    with asking(place) as asker:
        for query in map(find, set(names()) - {"meeting"} - NOTHING_TO_WRITE):
            assert query is not None
            data = asker.ask(query, NEEDED.get(query.name, {})).data
            Validator(answer_schema(query.name)).validate(data)


@pytest.mark.postgres
def test_a_session_has_its_user(schema: Schema) -> None:
    lived_at(schema.location).close()
    query = find("show")
    assert query is not None
    with asking(schema.location) as asker:
        data: Any = asker.ask(query, {"entry": "13"}).data
    actor = data["stored"]["actor"]
    assert isinstance(actor["session_user"], str)
    check = Validator(answer_schema("show"))
    assert check.is_valid(data)
    actor["session_user"] = None
    assert not check.is_valid(data)
