"""`audit verify --rules`: what was forged so well that it hashes, adds up and replays.

Each entry is judged again by the code that accepts. An event of every kind is forged
that breaks a rule, as one can who writes the tables, and is named.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.settings import login_name
from domain.catalogue import KINDS
from domain.entries.event import LedgerEvent
from domain.version import RULES
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying import rules
from ledger.verifying.scratch import ScratchBooks
from ledger.verifying.verify import Verification, verify
from tests.audit.boxes import run_in
from tests.audit.forging import Forgery, State, forge, given, last_event
from tests.audit.ledgers import codes, in_state, rewrite_history, sql, tamper
from tests.functional.program import ROOT, InProcess
from tests.unit.domain.approving import approve, policy, post, submit
from tests.unit.domain.posting import LedgerInTest, payment

OLD = ROOT / "tests/golden/ledgers/v1.ledger"
NO_SUCH = "NO-SUCH-1"
UNDECIDED = given(decision=NO_SUCH)


def _unsealed(state: State) -> None:
    """Without what is sealed: of another entry the values would be missing."""
    for line in state["given"]["lines"]:
        for name in ("party", "party_account", "text", "reference"):
            line.pop(name, None)


CANT_STAND: dict[str, tuple[str, Forgery]] = {
    "init": ("LEDGER_EXISTS", given()),
    "adopt_framework": ("DECISION_UNKNOWN", UNDECIDED),
    "record_decision": ("DECISION_EXISTS", given()),
    "open_budget_year": ("YEAR_ALREADY_OPEN", given()),
    "amend_budget_year": ("YEAR_NOT_OPEN", given(date="2012-01-01")),
    "allocate": ("ALREADY_ALLOCATED", given()),
    "set_funding_limits": (
        "LIMITS_INVALID",
        given(max_shares={"2": "60", "4": "50"}, date="2013-08-30", year="2013"),
    ),
    "transfer_budget": (
        "CEILING_EXCEEDED",
        given(amount="999999.00", date="2014-01-20", decision="GOLD-1"),
    ),
    "deviate": ("BAD_COMMAND", given(motivation="\u200b" * 20)),
    "close_budget_year": ("YEAR_CLOSED", given()),
    "lock_period": ("BAD_DATE", given()),
    "reopen_period": ("BAD_DATE", given(from_date="2013-12-31")),
    "receive_contribution": ("FUTURE_DATE", given(date="2999-01-01")),
    "repay_contribution": ("REPAYMENT_EXCEEDED", given(amount="90000.00")),
    "post_process_cost": (
        "CEILING_EXCEEDED",
        given(amount="90000.00", date="2014-01-20", year="2013"),
    ),
    "receive_other": ("CATEGORY_UNKNOWN", given(category="lottery")),
    "pay_other": ("BEFORE_START", given(date="2010-12-31")),
    "reclassify": ("SCOPE_INVALID", given(amount="99.00")),
    "reverse": ("NOT_REVERSIBLE", given(entry=3, date="2014-01-20")),
    "annotate": ("SCOPE_INVALID", given(field="cost_kind", value="x", entry=2)),
    "accept_finding": ("SCOPE_INVALID", given(finding="NOTHING_OF_THE_KIND/1")),
    "propose_project": ("PROJECT_EXISTS", given(project="leven-lang-leren")),
    "amend_project": ("SCOPE_INVALID", given(participants=["emmen", "emmen"])),
    "award_grant": ("YEAR_CLOSED", given(date="2014-01-20")),
    "change_grant": ("DECISION_UNKNOWN", UNDECIDED),
    "reject_project": ("PROJECT_STATUS", given(date="2014-01-20")),
    "retract_project": ("PROJECT_STATUS", given()),
    "pay_grant": ("AWARD_EXCEEDED", given(amount="40000.00", date="2014-01-20")),
    "determine_grant": ("PROJECT_STATUS", given(date="2014-01-20")),
    "withdraw_grant": ("PROJECT_STATUS", given(date="2014-01-20")),
    "receive_refund": ("PROJECT_STATUS", given(date="2014-01-20")),
    "write_off_recoverable": ("REFUND_EXCEEDED", given(date="2014-01-20")),
    "receive_funds": ("PROJECT_UNKNOWN", given(project="unheard-of")),
    "spend_funds": ("FUNDS_EXCEEDED", given(amount="9000.00")),
    "grant_role": ("SCOPE_INVALID", given()),
    "revoke_role": ("SCOPE_INVALID", given()),
    "open_bank_account": ("BANK_ACCOUNT_EXISTS", given()),
    "register_statement": ("STATEMENT_OVERLAPS", _unsealed),
    "match_bank_lines": ("LINE_ANSWERED", given()),
    "order_payment": ("PAYMENT_EXISTS", given()),
    "set_approval_policy": ("APPROVAL_REQUIRED", given()),
    "erase_sealed": ("BAD_COMMAND", given(reason="\u200b")),
    "submit": (
        "AWARD_EXCEEDED",
        lambda state: state["given"]["as"].update(amount="90000.00"),
    ),
    "approve": ("SUBMISSION_SETTLED", given()),
    "decline": ("SUBMISSION_SETTLED", given()),
    "retract_submission": ("SUBMISSION_SETTLED", given()),
    "record_meeting": ("MEETING_EXISTS", given()),
    "ratify_decision": ("DECISION_UNKNOWN", UNDECIDED),
    "record_advice": ("MEETING_UNKNOWN", given(meeting="GOLD-M9")),
    "commit_hours": ("PARTNER_UNKNOWN", given(partner="assen")),
    "record_hours": ("YEAR_UNKNOWN", given(year="1999")),
    "lend_capacity": ("SCOPE_INVALID", given(lender="emmen")),
    "record_participation": ("SCOPE_INVALID", given(participants=["emmen", "emmen"])),
    "record_result": ("NOT_YET", given(date="2011-02-01")),
    "register_export": ("EXPORT_EXISTS", given()),
    "record_accountability": ("SCOPE_INVALID", given(addressees=["emmen", "emmen"])),
}
"""What no program would have accepted, and why not, by the command."""
OF_TWO = {"set_approval_policy", "approve", "decline", "retract_submission"}
"""What takes a second person, or was settled already."""


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of every command: the examples, and what they leave out."""
    place = tmp_path_factory.mktemp("rules")
    run_in(place, "init", "--actor", "officer")
    files = sorted((ROOT / "examples").glob("0*.jsonl"))
    for file in (*files, ROOT / "tests/golden/more.jsonl"):
        run_in(place, "--actor", "officer", "post", str(file))
    for change, person, role in (
        ("grant", login_name(), "administrator"),
        ("grant", "bert", "reader"),
        ("revoke", "bert", "reader"),
        ("grant", login_name(), "officer"),
    ):
        who = ("--person", person, "--role", role, "--date", "2014-12-01")
        run_in(place, f"{change}-role", *who)
    _second_person(place / "zuidas.db")
    return place / "zuidas.db"


def _second_person(path: Path) -> None:
    """What is submitted, and what becomes of it."""
    ledger, me = LedgerInTest(path), login_name()
    ledger.now = datetime.now(UTC)
    today = "2014-12-01"
    officer = {"person": "carla", "role": "approver", "date": today}
    post(ledger, me, "grant_role", **officer)
    post(ledger, me, "erase_sealed", before="2011-01-01", reason="x")
    post(ledger, me, "set_approval_policy", **policy(today, pay_grant="99999.00"))
    pay = payment("10.00", "2014-01-20", "terreinenvisie")
    numbers = [submit(ledger, me, "pay_grant", **pay) for _ in range(4)]
    approve(ledger, "carla", numbers[0])
    no = {"submission": numbers[1], "reason": "No"}
    post(ledger, "carla", "decline", **no)
    post(ledger, me, "retract_submission", **no | {"submission": numbers[2]})
    ledger.close()


@pytest.fixture
def path(every_kind: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(every_kind, tmp_path / "zuidas.db"))


def judged(path: Path, *, again: bool = True) -> Verification:
    store = SQLiteStore.open(path, suspect=True)
    try:
        with store.reading():
            return verify(store, rules=again)
    finally:
        store.close()


def counts(found: Verification) -> tuple[int, int]:
    assert found.rules is not None
    return found.rules.judged, found.rules.older


def said(path: Path, entry: int) -> str:
    """What is said of the one entry that is wrong; without the rules nothing is."""
    assert not judged(path, again=False).findings
    found = judged(path)
    assert [(f.code, f.entries) for f in found.findings] == [("RULE_BROKEN", [entry])]
    assert found.findings[0].message.startswith(f"entry {entry} ")
    return found.findings[0].message


# -- honest ledgers ------------------------------------------------------------------


def test_what_the_program_accepted_stands(path: Path) -> None:
    found = judged(path)
    assert not found.findings
    assert found.entries > 100
    assert counts(found) == (found.entries, 0)


@pytest.mark.parametrize(
    "files", [("--framework", "second.jsonl"), ("0*.jsonl", "registers.jsonl")]
)
def test_other_examples_stand(files: tuple[str, ...], tmp_path: Path) -> None:
    examples = ROOT / "examples"
    own = ("--framework", str(examples / "framework.toml"))
    run_in(tmp_path, "init", *(own if own[0] in files else ()))
    for pattern in files:
        for file in sorted(examples.glob(pattern)):
            run_in(tmp_path, "post", str(file))
    found = judged(tmp_path / "zuidas.db")
    assert not found.findings
    assert counts(found) == (found.entries, 0)


@pytest.mark.parametrize("administrator", ["anna", login_name()])
def test_a_ledger_made_with_an_administrator_stands(
    administrator: str, tmp_path: Path
) -> None:
    run_in(tmp_path, "init", "--administrator", administrator)
    found = judged(tmp_path / "zuidas.db")
    assert not found.findings
    assert counts(found) == (2, 0)


@pytest.mark.parametrize("name", ["opened", "funded", "awarded", "lived"])
def test_prepared_ledgers_stand(name: str, prepared: Callable[[str], Path]) -> None:
    found = judged(prepared(name))
    assert not found.findings
    assert counts(found) == (found.entries, 0)


def test_entries_of_before_are_counted_and_not_judged(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(OLD, tmp_path / "zuidas.db"))
    before = judged(path)
    assert not before.findings
    assert counts(before) == (0, before.entries)
    run_in(tmp_path, "db", "migrate")
    decided = ("--number", "NEW-1", "--date", "2014-12-01", "--subject", "Goes on")
    run_in(tmp_path, "record-decision", *decided)
    after = judged(path)
    assert not after.findings
    assert counts(after) == (1, before.entries)


# -- what was refused ----------------------------------------------------------------


@pytest.mark.one_in(7)
@pytest.mark.parametrize("command", [kind.name for kind in KINDS])
def test_no_kind_of_entry_can_be_forged_against_its_rules(
    command: str, path: Path
) -> None:
    code, forgery = CANT_STAND[command]
    entry = forge(path, command, forgery)
    told = f"would have been refused [{code}]: "
    if command not in OF_TWO:
        assert told in said(path, entry)
        return
    # Plain `verify` sees these too.
    assert set(codes(judged(path, again=False))) == {"APPROVAL_MISSING"}
    [found] = [f for f in judged(path).findings if f.code == "RULE_BROKEN"]
    assert (found.entries, told in found.message) == ([entry], True)


def test_a_person_without_the_role(path: Path) -> None:
    """Plain `verify` sees that too; what the person was known by is told with it."""

    def forgery(state: State) -> None:
        state["actor"]["login"] = state["person"] = "eve"
        state["given"]["date"] = "2014-01-20"

    entry = forge(path, "receive_other", forgery)
    assert codes(judged(path, again=False)) == ["ROLE_MISSING"]
    found = [f for f in judged(path).findings if f.code == "RULE_BROKEN"]
    assert [f.entries for f in found] == [[entry]]
    assert "[NOT_ALLOWED]" in found[0].message


def test_another_person_than_the_login_that_is_told(path: Path) -> None:
    def forgery(state: State) -> None:
        state["actor"]["login"] = "eve"
        state["given"]["date"] = "2014-01-20"

    entry = forge(path, "receive_other", forgery)
    assert "[NOT_ALLOWED]: 'eve' may not post" in said(path, entry)


def test_the_refusal_does_its_sum(path: Path) -> None:
    entry = forge(
        path, "spend_funds", given(amount="9000.00", payee="Somebody's nephew")
    )
    told = said(path, entry)
    assert "received € 38,000.00 - spent with this € 46,700.00 = € -8,700.00" in told
    assert "Ways out" in told


def test_an_entry_of_a_locked_period(path: Path) -> None:
    def forgery(state: State) -> None:
        state["given"] |= {"date": "2011-12-30", "year": "2011", "partner": "emmen"}

    entry = forge(
        path, "receive_contribution", forgery, stream="contributions:2011:emmen"
    )
    assert "[PERIOD_LOCKED]" in said(path, entry)


def test_what_is_dated_after_the_day_it_was_recorded(path: Path) -> None:
    """Today is the day of recorded_at in the framework's time zone."""

    def noted(day: str) -> Forgery:
        def forgery(state: State) -> None:
            state["given"] |= {"date": day}

        return forgery

    recorded = "2030-06-30T22:30:00Z"  # half past midnight on 1 July
    later = f'"recorded_at":"{recorded}"'
    entry = forge(path, "receive_other", noted("2030-07-01"))
    now = last_event(path, "receive_other")[1]["recorded_at"]
    rewrite_history(path, in_state(entry, f'"recorded_at":"{now}"', later))
    assert not judged(path).findings
    entry = forge(path, "pay_other", noted("2030-07-02"))
    assert "[FUTURE_DATE]" in said(path, entry)


def test_an_id_that_was_used_before(path: Path) -> None:
    _, state = last_event(path, "transfer_budget")
    used = state["given"]["id"]
    entry = forge(path, "receive_other", given(id=used), projected=False)
    found = [f for f in judged(path).findings if f.code == "RULE_BROKEN"]
    assert [f.entries for f in found] == [[entry]]
    assert "[IDEMPOTENCY_CONFLICT]" in found[0].message


def test_a_text_of_a_form_that_is_not_accepted(path: Path) -> None:
    entry = forge(path, "receive_other", given(description="Inter\u200best"))
    assert "[BAD_COMMAND]" in said(path, entry)


def test_what_was_forged_counts_for_what_came_after(path: Path) -> None:
    """The books are those that stand there, forged or not."""
    later = given(number="X-1", date="2999-01-01")
    forged = forge(path, "record_decision", later, stream="decision:X-1")
    assert not judged(path).findings  # a decision may be dated later
    on = given(date="2013-12-01", decision="X-1")
    wrong = forge(path, "amend_budget_year", on)
    assert wrong == forged + 1
    assert "[DECISION_LATER]" in said(path, wrong)


# -- what would have become something else -------------------------------------------


def _amounts(name: str) -> Forgery:
    """A cent moves from one part of a split to another."""

    def forgery(state: State) -> None:
        first, second, *_ = state[name]
        state[name][first] += 1
        state[name][second] -= 1

    return forgery


def _assessed(state: State) -> None:
    state["assessment"]["conditions"][3]["verdict"] = "not_met"


def _put(*names: str, value: Any) -> Forgery:
    def forgery(state: Any) -> None:
        for name in names[:-1]:
            state = state[name]
        state[names[-1]] = value

    return forgery


OTHERWISE: dict[str, tuple[str, Forgery, str]] = {
    "another split": ("allocate", _amounts("amounts"), "amounts."),
    "another call": ("open_budget_year", _amounts("contributions"), "contributions."),
    "another assessment": ("award_grant", _assessed, "assessment.conditions."),
    "another payee": ("pay_grant", _put("payee", value="Somebody else"), "payee"),
    "another spelling": (
        "receive_contribution",
        _put("given", "partner", value="EMMEN"),
        "given.partner",
    ),
    "more than the program writes": ("pay_other", _put("approved", value=1), "holds"),
    "more in the actor": ("pay_other", _put("actor", "role", value="x"), "holds"),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_an_event_is_what_the_rules_make_of_its_command(
    name: str, every_kind: Path, path: Path
) -> None:
    """The last entry of its kind is changed where it stands, and nothing after it."""
    command, forgery, place = OTHERWISE[name]
    _, state = last_event(path, command)
    entry = state["entry"]
    forgery(state)

    def change(connection: sqlite3.Connection) -> None:
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        connection.execute(
            "UPDATE stored_events SET state = ? WHERE entry = ?", (text.encode(), entry)
        )

    rewrite_history(path, change)
    found = judged(path)
    assert not judged(path, again=False).findings
    assert found.findings[0].code == "RULE_BROKEN"
    assert found.findings[0].entries == [entry]
    assert place in found.findings[0].message


def test_a_key_that_is_there_twice(path: Path) -> None:
    _, state = last_event(path, "pay_other")
    name = '"category":"bank-charges"'
    rewrite_history(path, in_state(state["entry"], name, f"{name},{name}"))
    assert "holds category twice" in said(path, state["entry"])


def test_another_stream(path: Path) -> None:
    note = given(date="2014-01-20")
    entry = forge(path, "pay_other", note, stream="cash:somewhere")
    assert "stands in stream 'cash:somewhere'" in said(path, entry)


def test_another_opening(path: Path) -> None:
    """Entry 1 is what `init` makes of its framework."""
    rewrite_history(path, in_state(1, '"title":', '"titel":'))
    found = judged(path)
    assert found.findings[0].code == "RULE_BROKEN"
    assert found.findings[0].entries == [1]


# -- which rules ---------------------------------------------------------------------


@pytest.mark.parametrize("claimed", [None, 0, RULES - 1, -3])
def test_nobody_says_that_older_rules_held_once_newer_ones_did(
    claimed: int | None, path: Path
) -> None:
    def forgery(state: State) -> None:
        state["rules"] = claimed

    entry = forge(path, "receive_other", forgery)
    assert "never goes back" in said(path, entry)


def test_rules_that_nobody_knows_yet(path: Path) -> None:
    def forgery(state: State) -> None:
        state["rules"] = RULES + 1

    before = judged(path).entries
    forge(path, "spend_funds", forgery)
    found = judged(path)
    assert codes(found) == ["RULES_UNKNOWN"]
    assert not found.is_clean
    assert counts(found) == (before, 0)


# -- ledgers that can't be read ------------------------------------------------------


def test_nothing_is_judged_after_what_can_not_be_read(path: Path) -> None:
    tamper(path, sql("UPDATE stored_events SET state = x'7B' WHERE entry = 20"))
    found = judged(path)
    assert "EVENT_UNREADABLE" in codes(found)
    assert "RULE_BROKEN" not in codes(found)
    assert counts(found) == (19, 0)


def test_nothing_is_judged_after_what_is_missing(path: Path) -> None:
    tamper(path, sql("DELETE FROM stored_events WHERE entry = 20"))
    found = judged(path)
    assert "ENTRY_MISSING" in codes(found)
    assert "RULE_BROKEN" not in codes(found)
    assert counts(found) == (19, 0)


def test_where_judging_ends_early_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in = ScratchBooks.take_in_event

    def fails(books: ScratchBooks, event: LedgerEvent) -> None:
        if event.entry == 20:
            raise KeyError(event.entry)
        take_in(books, event)

    monkeypatch.setattr(ScratchBooks, "take_in_event", fails)
    found = judged(path)
    assert [(f.code, f.entries) for f in found.findings] == [("RULE_BROKEN", [20])]
    assert "nothing after it was judged" in found.findings[0].message
    assert counts(found) == (20, 0)


def test_there_is_an_end_to_what_is_broken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_BROKEN", 2)
    last = judged(path).entries
    for _ in range(4):
        forge(path, "spend_funds", given(amount="9000.00"))
    found = judged(path)
    assert [f.entries for f in found.findings] == [[last + 1], [last + 2]]
    assert counts(found) == (last + 2, 0)


def test_the_tables_of_the_ledger_are_not_asked(path: Path) -> None:
    """A forger who hides in the projections hides nothing from the rules."""
    entry = forge(path, "spend_funds", given(amount="9000.00"))
    tamper(path, sql("DELETE FROM lines", "DELETE FROM day_totals"))
    found = [f for f in judged(path).findings if f.code == "RULE_BROKEN"]
    assert [f.entries for f in found] == [[entry]]


def test_a_reversal_that_stands_twice(path: Path) -> None:
    """What no table of a ledger would take can still be judged."""
    entry = forge(path, "reverse", given(), projected=False)
    found = [f for f in judged(path).findings if f.code == "RULE_BROKEN"]
    assert [f.entries for f in found] == [[entry]]
    assert "[ALREADY_REVERSED]" in found[0].message


# -- the command ---------------------------------------------------------------------


def test_the_command_line(path: Path, cli: InProcess) -> None:
    clean = cli("audit", "verify", "--rules")
    assert clean.code == 0
    assert f"entries judged again by the rules (version {RULES})." in clean.out
    assert "older rules" not in clean.out
    entry = forge(path, "spend_funds", given(amount="9000.00"))
    broken = cli("audit", "verify", "--rules", "-O", "json")
    assert broken.code == 3
    assert broken.json["verified"] is False
    assert broken.json["first_bad_entry"] == entry
    assert broken.json["rules"] == {"judged": entry, "older": 0}
    assert [f["code"] for f in broken.json["findings"]] == ["RULE_BROKEN"]
    plain = cli("audit", "verify", "-O", "json")
    assert (plain.code, plain.json["rules"]) == (0, None)


def test_older_entries_are_told(tmp_path: Path, cli: InProcess) -> None:
    shutil.copyfile(OLD, tmp_path / "zuidas.db")
    found = cli("audit", "verify", "--rules")
    assert found.code == 0
    assert "entries of older rules were not judged." in found.out


def test_hashes_alone(path: Path, cli: InProcess) -> None:
    forge(path, "spend_funds", given(amount="9000.00"))
    fast = cli("audit", "verify", "--fast")
    assert fast.code == 0
    assert "verified: hashes and order alone." in fast.out
    both = cli("audit", "verify", "--fast", "--rules")
    assert both.code == 2
    assert "[BAD_COMMAND]" in both.err


def test_nothing_is_left_behind(
    path: Path, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(path.parent))
    before = sorted(each.name for each in path.parent.iterdir())
    assert cli("audit", "verify", "--rules").code == 0
    after = sorted(each.name for each in path.parent.iterdir())
    assert set(after) <= {*before, "zuidas.db-wal", "zuidas.db-shm"}


# -- whatever stands there -----------------------------------------------------------

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 2**70, "", "x", "2011", "SN", "emmen", "9999-12-31"),
    *("0001-01-01", "999999999999.99", [], {}, ["emmen"], {"SN": 1}, "x" * 3_000),
)


def spoilt(value: Any, rng: Random) -> Any:
    """A stored value with something odd somewhere in it."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        name = rng.choice(sorted(value))
        return {**value, name: spoilt(value[name], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        return [*value[:place], spoilt(value[place], rng), *value[place + 1 :]]
    return rng.choice(ODD)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_stored_is_told_and_nothing_fails(seed: int, path: Path) -> None:
    rng = Random(seed)

    def change(connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT entry, state FROM stored_events").fetchall()
        for entry, state in rng.sample(rows[1:], 3):
            odd = json.dumps(spoilt(json.loads(state), rng))
            connection.execute(
                "UPDATE stored_events SET state = ? WHERE entry = ?",
                (odd.encode(), entry),
            )

    rewrite_history(path, change, projected=False)
    found = judged(path)
    assert not found.is_clean
    assert counts(found)[0] <= found.entries
