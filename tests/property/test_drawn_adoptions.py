"""Random histories with adoptions in the model alone: what its answers keep."""

import json
from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.naive import NaiveLedger
from tests.naive.framework_file import read
from tests.naive.mappings import mapping_of
from tests.naive.test_identities import check_identities
from tests.property.histories import Historian
from tests.property.partnerships import (
    PARTNERSHIPS,
    TODAY,
    Fields,
    Partnership,
    beginning,
)

WANTED = {
    "ok",
    "FRAMEWORK_INVALID",
    "BAD_DATE",
    "BAD_COMMAND",
    "DECISION_UNKNOWN",
}


class Alone:
    """A model without a ledger, and the answers that it gave along the way."""

    def __init__(self, partnership: Partnership, seed: int) -> None:
        self.rng = Random(seed)
        self.model = NaiveLedger(partnership.model, TODAY)
        for fields in beginning(partnership):
            assert self.model.post(fields) is None
        self.historian = Historian(self.rng, partnership, self.model)
        self.seen: Counter[str] = Counter()
        self.told: list[tuple[date, int, str]] = []

    def live(self) -> None:
        for step in range(60):
            fields = self.historian.next()
            if step % 6 == 5:
                fields = self._adoption()
            known = len(self.model.entries)
            day = self.rng.choice(self.historian.days)
            self.told.append((day, known, self._answers(day, known)))
            code = self.model.post(fields)
            self.seen[f"{fields['command']} {code or 'ok'}"] += 1

    def _adoption(self) -> Fields:
        fields: Fields = {"command": "adopt_framework"}
        self.historian._adopt_framework(fields)
        if self.rng.randrange(20) == 0:
            self.historian._spoil(fields)
        return fields

    def _answers(self, day: date, known: int) -> str:
        balances = self.model.balance(day, known)
        return json.dumps([balances, self.model.journal(day, known)])

    def check(self) -> None:
        for day, known, answers in self.told:
            assert self._answers(day, known) == answers, (day, known)
        check_identities(self.model.books)
        for at in (self.model.first.start, date(2013, 6, 1), date.max):
            self._rows_add_up(self.model.balance(at))

    def _rows_add_up(self, found: dict[str, Any]) -> None:
        """No row is missing: together they have all the money of the years."""

        def cents(kind: str, *names: str) -> int:
            return sum(
                int(row[n].replace(".", "")) for row in found[kind] for n in names
            )

        assert cents("years", "contributions_due") == cents("partners", "due")
        assert cents("years", "contributions_received") == cents("partners", "received")
        assert cents("years", "process_costs") == cents("programmes", "process_costs")


@pytest.mark.parametrize("partnership", PARTNERSHIPS, ids=lambda p: p.name)
def test_the_model_keeps_its_answers(partnership: Partnership) -> None:
    seen: Counter[str] = Counter()
    for seed in range(12):
        alone = Alone(partnership, seed)
        alone.live()
        alone.check()
        seen += alone.seen
    found = {key.partition(" ")[2] for key in seen if key.startswith("adopt_framework")}
    assert found >= WANTED, seen
    assert seen["adopt_framework ok"] > 30
    assert any(key.endswith("PROGRAMME_UNKNOWN") for key in seen)


@pytest.mark.parametrize("partnership", PARTNERSHIPS, ids=lambda p: p.name)
def test_both_readings_of_a_framework_agree(partnership: Partnership) -> None:
    assert read(partnership.json) == partnership.model
    assert read(mapping_of(partnership.model)) == partnership.model
