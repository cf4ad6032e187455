"""Posting what is sealed: the log gets digests, the values stand beside it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.values.sealed import digest_of
from ledger.storage import sealed
from ledger.storage.sealed import SealedRow
from tests.functional.program import InProcess
from tests.sealing.names import (
    ACCOUNT,
    NAME,
    PARTY,
    PLACES,
    REMARK,
    TEXT,
    fields,
    submittable,
)
from tests.unit.domain import approving
from tests.unit.domain.posting import NOON, OFFICER, LedgerInTest, built

VALUES = [PARTY, "P. Pieters", TEXT, ACCOUNT, REMARK]
"""In the order of their places."""
FIRST = "2012-01-01"


def rows_of(ledger: LedgerInTest, entry: int) -> list[SealedRow]:
    return list(sealed.rows_of(ledger.store, entry).values())


def erase(ledger: LedgerInTest, before: str) -> int:
    return ledger.post("erase_sealed", before=before, reason="Kept long enough")


def stored(ledger: LedgerInTest, entry: int) -> str:
    query = "SELECT state FROM stored_events WHERE entry = ?"
    [(state,)] = ledger.store.execute(query, (entry,))
    return bytes(state).decode()


def test_the_log_holds_digests_and_the_table_the_values(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields())
    rows = rows_of(opened, entry)
    assert [row.place for row in rows] == PLACES
    assert [row.text for row in rows] == VALUES
    given = json.loads(stored(opened, entry))["given"]
    digests = [
        *(given["lines"][0]["party"], given["lines"][1]["party"]),
        *(given["lines"][2]["text"], given["payee_account"], given["remark"]),
    ]
    assert digests == [{"sealed": digest_of(row.salt, row.value)} for row in rows]
    assert not any(value in stored(opened, entry) for value in VALUES)


def test_every_value_has_a_salt_of_its_own(opened: LedgerInTest) -> None:
    """Two entries about one person can't be told to be so once they are erased."""
    rows = [
        row for _ in range(2) for row in rows_of(opened, opened.post(NAME, **fields()))
    ]
    assert {len(row.salt) for row in rows} == {16}
    assert len({row.salt for row in rows}) == len(rows) == 10


def test_show_gives_the_values_back(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields())
    assert opened.show(entry)["fields"] == {"command": NAME, **fields()}


def test_several_in_one_transaction(opened: LedgerInTest) -> None:
    commands = [built(NAME, fields(plain=str(n))) for n in range(3)]
    entries = [each.entry for each in opened.ledger.accept_all(commands, OFFICER)]
    assert [len(rows_of(opened, entry)) for entry in entries] == [5, 5, 5]


def test_a_dry_run_keeps_nothing(opened: LedgerInTest) -> None:
    with opened.ledger.posting(OFFICER, dry_run=True) as post:
        entry = post(built(NAME, fields())).entry
    assert rows_of(opened, entry) == []


def test_what_is_not_sealed_has_no_row(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, date="2011-09-01", plain="x")
    assert rows_of(opened, entry) == []


# -- the same again: `id` -------------------------------------------------------------


def test_the_same_values_again_are_the_same_command(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields(id="once"))
    assert opened.accept(NAME, **fields(id="once")).duplicate
    again = opened.accept(NAME, **fields(id="once") | {"remark": f" {REMARK} "})
    assert (again.entry, again.duplicate) == (entry, True)


def test_the_same_within_one_transaction(opened: LedgerInTest) -> None:
    command = built(NAME, fields(id="once"))
    _, again = opened.ledger.accept_all([command, command], OFFICER)
    assert again.duplicate


@pytest.mark.parametrize(
    "other",
    [
        {"payee_account": "NL91ABNA0417164301"},
        {"payee_account": None},
        {"lines": []},
        {"lines": [{**fields()["lines"][0], "party": "J. Jansens"}]},
        {"plain": "seen"},
    ],
)
def test_another_value_is_another_command(
    opened: LedgerInTest, other: dict[str, object]
) -> None:
    opened.post(NAME, **fields(id="once"))
    opened.refused("IDEMPOTENCY_CONFLICT", NAME, **fields(id="once") | other)


def test_what_was_erased_is_not_compared(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields(id="once"))
    erase(opened, "2011-09-02")  # all but the line of October
    changed = fields(id="once", payee_account="another", remark="another")
    receipt = opened.accept(NAME, **changed)
    assert (receipt.entry, receipt.duplicate) == (entry, True)
    changed["lines"][1]["party"] = "another"
    opened.refused("IDEMPOTENCY_CONFLICT", NAME, **changed)
    opened.refused("IDEMPOTENCY_CONFLICT", NAME, **fields(id="once", remark=None))


# -- through a second person ----------------------------------------------------------


@pytest.fixture
def office(empty: LedgerInTest) -> Iterator[LedgerInTest]:
    """Anna administers and submits, Carla approves."""
    empty.now = NOON
    grant = {"person": "anna", "role": "administrator", "date": FIRST}
    approving.post(empty, "anna", "grant_role", **grant)
    for person, role in (("anna", "officer"), ("carla", "approver")):
        grant = {"person": person, "role": role, "date": FIRST}
        approving.post(empty, "anna", "grant_role", **grant)
    with submittable():
        yield empty


def test_an_approved_command_is_sealed_as_it_was_submitted(
    office: LedgerInTest,
) -> None:
    """Byte for byte the digests of the submission; each entry has its own rows."""
    number = approving.submit(office, "anna", NAME, **fields())
    rows = rows_of(office, number)
    assert [row.place for row in rows] == [f"as.{place}" for place in PLACES]
    posted = approving.approve(office, "carla", number).posted
    assert posted is not None
    own = rows_of(office, posted)
    assert [(f"as.{r.place}", *r[2:]) for r in own] == [tuple(r[1:]) for r in rows]
    of_submission = json.loads(stored(office, number))["given"]["as"]
    assert {
        "command": NAME,
        **json.loads(stored(office, posted))["given"],
    } == of_submission


def test_who_approves_is_shown_the_values(office: LedgerInTest) -> None:
    number = approving.submit(office, "anna", NAME, **fields())
    assert approving.waiting(office, number)["fields"] == fields()


def test_what_was_erased_can_no_longer_be_approved(office: LedgerInTest) -> None:
    number = approving.submit(office, "anna", NAME, **fields())
    bound = approving.binding(office, number)
    approving.post(office, "anna", "erase_sealed", before="2011-09-02", reason="x")
    told = approving.refused(office, "SCOPE_INVALID", "carla", "approve", **bound)
    assert "lines.0.party" in told.message or "payee_account" in told.message
    assert rows_of(office, number)[0].place == "as.lines.1.party"


# -- the program ----------------------------------------------------------------------


def test_the_log_of_attempts_has_no_value(cli: InProcess, opened: LedgerInTest) -> None:
    opened.close()
    line = json.dumps({"command": NAME, **fields(id="once")})
    for _ in range(2):
        cli.ok("post", "-", "--log", "attempts.log", stdin=line)
    other = json.dumps({"command": NAME, **fields(id="once", remark="Tampered")})
    cli.refused("post", "-", "--log", "attempts.log", stdin=other)
    attempts = Path("attempts.log").read_text(encoding="utf-8")
    told = [json.loads(each) for each in attempts.splitlines()]
    assert [each["outcome"] for each in told] == ["accepted", "duplicate", "refused"]
    assert not any(value in attempts for value in (*VALUES, "Tampered"))
    assert told[0]["given"]["date"] == "2011-09-01"


def test_show_and_history_of_the_program(cli: InProcess, opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields())
    opened.close()
    shown = cli.json("show", str(entry))
    assert shown["fields"]["lines"] == fields()["lines"]
    assert PARTY in cli.ok("show", str(entry)).out
    assert cli.json("history")[-1]["command"] == NAME


def test_a_sealed_value_is_not_the_description_of_an_entry(
    cli: InProcess, opened: LedgerInTest
) -> None:
    opened.post(NAME, **fields())
    opened.close()
    assert cli.json("search", "sealed") == []
