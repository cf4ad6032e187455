"""The same commands give the same answers, whichever the database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.values.errors import LedgerError
from ledger.storage.location import Location
from projections.answers import (
    agenda,
    differences,
    entries,
    figures,
    hours,
    meetings,
    statements,
)
from projections.checks import CHECKS
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger, initialised
from tests.storage.server import Schema

pytestmark = pytest.mark.postgres
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("0*.jsonl"))
Pair = tuple[StoredLedger, StoredLedger]


@pytest.fixture
def pair(schema: Schema, tmp_path: Path) -> Iterator[Pair]:
    """Two empty ledgers, one in each database."""
    ledgers = (
        initialised(Location.parse(str(tmp_path / "zuidas.db"))),
        initialised(schema.location),
    )
    yield ledgers
    for ledger in ledgers:
        ledger.close()


def outcome(ledger: StoredLedger, fields: dict[str, Any]) -> object:
    """The entry, or the whole refusal."""
    try:
        return ledger.accept(**fields).entry
    except LedgerError as error:
        return error.code, error.message, error.details


def answers(ledger: StoredLedger) -> Iterator[object]:
    """What the queries say at many dates and states of knowledge."""
    last = ledger.last_entry
    dates = ("2011-08-01", "2011-12-31", "2012-07-31", "2013-12-31")
    for at in dates:
        for known_at in (None, f"#{last // 3}", f"#{last // 2}", f"#{last - 1}"):
            view = ledger.view(at, known_at)
            yield ledger.balance(at, known_at)
            yield from statements.trial_balance(view)
            path = ("current-account", "free")
            yield figures.figure_json(view, figures.figure(view, path))
    view = ledger.view("2013-12-31")
    for account in ("current-account", "partner:emmen", "programme:TL:2011"):
        found = statements.statement_json(statements.statement(view, account))
        yield found
    # How a person is known differs: by the session, or by the login name.
    yield [
        entries.entry_json(entry) | {"person_by": None}
        for entry in entries.history(view)
    ]
    yield [entries.show(view, number)["lines"] for number in range(1, last + 1)]
    before = ledger.view("2012-07-31", f"#{last // 2}")
    yield differences.diff(before, ledger.view("2012-07-31"))
    for name in CHECKS:
        yield ledger.findings(name)
    yield agenda.agenda(view)
    yield meetings.meetings(view)
    yield hours.hours(view)


def test_the_examples_give_the_same_answers(pair: Pair) -> None:
    assert EXAMPLES
    for line in "".join(path.read_text("utf-8") for path in EXAMPLES).splitlines():
        fields = json.loads(line)
        first, second = (outcome(ledger, dict(fields)) for ledger in pair)
        assert first == second
    assert pair[0].last_entry > 100
    for first, second in zip(*map(answers, pair), strict=True):
        assert first == second


def test_a_lived_ledger_gives_the_same_answers(schema: Schema, tmp_path: Path) -> None:
    ledgers = (
        lived_at(Location.parse(str(tmp_path / "zuidas.db"))),
        lived_at(schema.location),
    )
    for first, second in zip(*map(answers, ledgers), strict=True):
        assert first == second
    for ledger in ledgers:
        ledger.close()


def test_the_models_examples_give_the_same_answers(pair: Pair) -> None:
    from domain.entries.register import command_models

    for name, model in command_models().items():
        fields = {"command": name, **model.example}
        assert outcome(pair[0], dict(fields)) == outcome(pair[1], dict(fields))
    assert pair[0].last_entry > 1
    for first, second in zip(*map(answers, pair), strict=True):
        assert first == second
    assert meetings.meetings(pair[0].view("2013-12-31"))
