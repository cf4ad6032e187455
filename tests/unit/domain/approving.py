"""Several people at one ledger: who submits, who approves, and what they see."""

from typing import Any

import pytest

from domain.deciding.approvals import effect_of
from domain.entries.event import Actor
from domain.values.errors import LedgerError
from ledger.posting.application import Receipt
from ledger.queries import submissions
from projections.query import Asked
from tests.unit.domain.posting import LedgerInTest, Row, built

TODAY = "2014-06-01"
NO_EFFECT = effect_of([])


def accept(
    ledger: LedgerInTest, who: str, command: str, /, **fields: object
) -> Receipt:
    """Posted by somebody who claims to be the officer; the login tells who it is."""
    actor = Actor(name="officer", source="option", login=who)
    return ledger.ledger.accept(built(command, fields), actor)


def post(ledger: LedgerInTest, who: str, command: str, /, **fields: object) -> int:
    return accept(ledger, who, command, **fields).entry


def refused(
    ledger: LedgerInTest, code: str, who: str, command: str, /, **fields: object
) -> LedgerError:
    """It is refused under that code, and leaves no trace."""
    before = ledger.content()
    with pytest.raises(LedgerError) as caught:
        post(ledger, who, command, **fields)
    assert caught.value.code == code, caught.value.message
    assert ledger.content() == before, "a refused command changed the ledger"
    return caught.value


def submit(ledger: LedgerInTest, who: str, command: str, /, **fields: object) -> int:
    return post(ledger, who, "submit", **{"as": {"command": command, **fields}})


def listed(
    ledger: LedgerInTest, *, settled: bool = False, at: str = TODAY
) -> list[Row]:
    """What `submissions` shows."""
    report = submissions.submissions(Asked(lambda: ledger.view(at)), settled=settled)
    found: Any = report.data
    return list(found)


def waiting(ledger: LedgerInTest, number: int, at: str = TODAY) -> Row:
    [found] = [row for row in listed(ledger, at=at) if row["submission"] == number]
    return found


def binding(ledger: LedgerInTest, number: int, **others: object) -> Row:
    """The fields of an approval of what is shown now."""
    shown = waiting(ledger, number)
    bound = {"leaf": shown["leaf"], "effect": shown["effect"] or NO_EFFECT}
    return {"submission": number, **bound, **others}


def approve(ledger: LedgerInTest, who: str, number: int) -> Receipt:
    return accept(ledger, who, "approve", **binding(ledger, number))


def policy(on: str = TODAY, **commands: str) -> Row:
    return {"commands": commands, "date": on}
