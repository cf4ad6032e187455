"""What history filters by is found by an index, not by looking at every entry."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from projections.answers import entries
from projections.answers.corrections import Corrections
from projections.answers.entries import Filters
from projections.snapshot import View
from tests.storage.ledgers import StoredLedger

INDEXES = {
    "project": "entries_by_project",
    "partner": "entries_by_partner",
    "programme": "entries_by_programme",
    "decision": "entries_by_decision",
    "actor": "entries_by_actor",
    "command": "entries_by_command",
    "year": "entries_by_year",
    "document": "entries_by_document",
}


@dataclass
class Planning:
    """Passes queries on, and keeps what the database plans to do for each."""

    store: Any
    plans: list[str] = field(default_factory=list)

    @property
    def layout(self) -> int:
        return int(self.store.layout)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        query = "EXPLAIN " if self.store.session_user else "EXPLAIN QUERY PLAN "
        rows = self.store.execute(query + sql, parameters)
        self.plans.append(" ".join(str(row[-1]) for row in rows))
        return self.store.execute(sql, parameters)


@pytest.fixture
def planning(lived: StoredLedger) -> tuple[View, Planning]:
    planning = Planning(lived.store)
    if lived.location.path is None:
        # So few rows are read at once by any sensible planner.
        for _ in lived.store.execute("SET enable_seqscan = off"):
            pass
    reader: Any = planning
    return lived.view()._replace(reader=reader), planning


@pytest.mark.parametrize("filtered", INDEXES)
def test_a_filter_is_answered_by_its_index(
    planning: tuple[View, Planning], filtered: str
) -> None:
    view, asked = planning
    asked_for: dict[str, Any] = {filtered: "x"}
    list(entries.history(view, Filters(**asked_for)))
    index = INDEXES[filtered]
    assert any(index in plan for plan in asked.plans)
    assert not any("SCAN e" in plan for plan in asked.plans), asked.plans


def test_corrections_are_found_without_looking_at_every_event(
    planning: tuple[View, Planning],
) -> None:
    view, asked = planning
    Corrections(view)
    (plan,) = asked.plans
    assert "entries_by_command" in plan
    assert "SCAN" not in plan
    assert "rowid<" not in plan
