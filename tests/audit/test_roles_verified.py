"""`audit verify` asks the role of every posting again, whatever program posted it."""

import pytest

from domain.entries.event import Actor
from ledger.posting import application
from ledger.verifying.verify import verify
from tests.unit.domain.posting import LedgerInTest, built, cost

TODAY = "2014-06-01"


def post(ledger: LedgerInTest, who: str, command: str, /, **fields: object) -> int:
    actor = Actor(name="x", source="option", login=who)
    return ledger.ledger.accept(built(command, fields), actor).entry


def found(ledger: LedgerInTest) -> list[tuple[str, list[int]]]:
    return [(f.code, f.entries) for f in verify(ledger.store).findings]


@pytest.fixture
def governed(ledger: LedgerInTest) -> LedgerInTest:
    for person, role in (("anna", "administrator"), ("bert", "officer")):
        post(ledger, "anna", "grant_role", person=person, role=role, date=TODAY)
    return ledger


def test_a_posting_by_who_had_no_role(
    governed: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(governed, "bert", "post_process_cost", **cost("1.00", "2011-10-12"))
    assert found(governed) == []
    monkeypatch.setattr(application, "check_role", lambda *_: None)
    forged = post(governed, "dirk", "post_process_cost", **cost("2.00", "2011-10-12"))
    crowned = post(
        governed, "bert", "grant_role", person="dirk", role="officer", date=TODAY
    )
    assert found(governed) == [("ROLE_MISSING", [forged]), ("ROLE_MISSING", [crowned])]


def test_a_posting_by_whose_role_had_ended(
    governed: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(governed, "anna", "revoke_role", person="bert", role="officer", date=TODAY)
    monkeypatch.setattr(application, "check_role", lambda *_: None)
    # However the command itself is dated.
    forged = post(governed, "bert", "post_process_cost", **cost("2.00", "2011-10-12"))
    assert found(governed) == [("ROLE_MISSING", [forged])]
    again = verify(governed.store).findings[0]
    assert "'bert', who did not have the role officer then" in str(again.said)


def test_what_was_posted_before_roles_were_in_force_is_as_it_was(
    governed: LedgerInTest,
) -> None:
    assert found(governed) == []
