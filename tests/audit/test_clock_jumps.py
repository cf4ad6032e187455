"""A clock more than an hour behind: both times are kept, and every moment answers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.audit.ledgers import (
    codes,
    in_state,
    rewrite_history,
    sql,
    tamper,
    verified,
)
from tests.functional.program import InProcess, Program
from tests.unit.domain.posting import (
    NOON,
    OFFICER,
    LedgerInTest,
    built,
    contribution,
)

Prepared = Callable[[str], Path]
FAR = datetime(2236, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
FIRST = 12
"""The first entry after the prepared ones, which are of noon."""


def posted(path: Path, *moments: datetime) -> None:
    """An entry at each, 12 the first."""
    ledger = LedgerInTest(path)
    for cents, moment in enumerate(moments, start=1):
        ledger.now = moment
        ledger.receive("emmen", f"0.{cents:02}")
    ledger.close()


def stored(path: Path, entry: int) -> dict[str, str]:
    ledger = LedgerInTest(path)
    rows = ledger.store.execute(
        "SELECT state FROM stored_events WHERE entry = ?", (entry,)
    )
    state: dict[str, str] = json.loads(next(rows)[0])
    ledger.close()
    return state


@pytest.fixture
def ahead(prepared: Prepared) -> Path:
    """12 right, 13 and 14 more than two centuries ahead, 15 and 16 right again."""
    path = prepared("funded")
    right = NOON + timedelta(minutes=5)
    far = (FAR, FAR + timedelta(minutes=1))
    posted(path, right, *far, right + HOUR, right + 2 * HOUR)
    return path


def test_an_hour_is_the_most(prepared: Prepared) -> None:
    path = prepared("funded")
    posted(path, NOON + HOUR, NOON, NOON - SECOND)
    names = ("recorded_at", "clock", "previous_recorded_at")
    found = [
        [stored(path, entry).get(name) for name in names]
        for entry in (FIRST + 1, FIRST + 2)
    ]
    assert found == [
        ["2014-12-31T13:00:00Z", "2014-12-31T12:00:00Z", None],
        ["2014-12-31T11:59:59Z", None, "2014-12-31T13:00:00Z"],
    ]
    assert verified(path).is_clean


def test_what_came_between_is_known_when_the_clock_is_right_again(
    ahead: Path, cli: InProcess
) -> None:
    for when, entry in (
        ("2014-12-31T12:04:59Z", 11),
        ("2014-12-31T12:05Z", 12),
        ("2014-12-31T13:04:59Z", 12),  # 13 and 14 were recorded by nobody's clock yet
        ("2014-12-31T13:05:00Z", 15),
        ("2014-12-31T14:05:00Z", 16),
        ("2236-01-01", 16),
        ("2014-12-30", 0),
    ):
        answer = cli.json("balance", "--known-at", when)
        assert answer["entry"] == entry, when
    for entry in (13, 14):
        assert cli.json("balance", "--known-at", f"#{entry}")["entry"] == entry


def test_filters_of_recording_times_go_by_what_was_known(
    ahead: Path, cli: InProcess
) -> None:
    def listed(*options: str) -> list[int]:
        return [row["entry"] for row in cli.json("history", *options)]

    early, late = "2014-12-31T13:04:59Z", "2014-12-31T13:05:00Z"
    assert listed("--recorded-to", early) == list(range(1, 13))
    assert listed("--recorded-from", late) == [13, 14, 15, 16]
    assert listed("--recorded-from", late, "--recorded-to", late) == [13, 14, 15]
    assert listed("--recorded-from", "#13", "--recorded-to", late) == [13, 14, 15]
    assert listed("--recorded-from", "2100-01-01") == []
    assert listed("--recorded-from", "0001-01-01") == list(range(1, 17))
    # As known after 14, neither that one nor 13 was recorded by 2015.
    assert listed("--known-at", "#14", "--recorded-to", late) == list(range(1, 13))
    assert listed("--known-at", "#14", "--recorded-from", "2236-01-01") == [13, 14]


@pytest.mark.parametrize(
    "ends",
    [
        ("2014-12-31T13:05Z", "2014-12-31T12:05Z"),
        ("#13", "2014-12-31T12:05Z"),
        ("2014-12-31T14:05Z", "#15"),
        ("#16", "#15"),
    ],
)
def test_a_range_that_runs_backward(
    ahead: Path, cli: InProcess, ends: tuple[str, str]
) -> None:
    first, last = ends
    refused = cli("history", "--recorded-from", first, "--recorded-to", last)
    assert (refused.code, "runs backward" in refused.err) == (1, True)


def test_diff_takes_moments_too(ahead: Path, cli: InProcess) -> None:
    rows = cli.json("diff", "2014-12-31T12:05Z", "2014-12-31T13:05Z")
    account = next(row for row in rows if row["account"] == "assets:current-account")
    assert account["entries"] == [13, 14, 15]


def test_it_stays_when_all_is_written_anew(
    ahead: Path, cli: InProcess, tmp_path: Path
) -> None:
    for command in ("db migrate --rebuild", "check projections", "copy zuidas.db b.db"):
        cli.ok(*command.split())
    for place in ("zuidas.db", "b.db"):
        known = ("balance", "--known-at", "2014-12-31T13:05:00Z")
        assert cli.json("--db", place, *known)["entry"] == 15
    ledger = LedgerInTest(tmp_path / "b.db")
    rows = ledger.store.execute("SELECT * FROM clock_jumps")
    assert [tuple(row) for row in rows] == [(15, "2014-12-31T13:05:00.000000Z")]
    ledger.close()


def test_show_tells_both_times(ahead: Path, cli: InProcess) -> None:
    told = cli.ok("show", "15").out
    assert "clock set back from" in told
    assert "2236" in told
    assert "clock set back from" not in cli.ok("show", "16").out
    answer = cli.json("show", "15")
    assert answer["recorded_at"] == "2014-12-31T13:05:00.000000Z"
    assert answer["stored"]["previous_recorded_at"] == "2236-01-01T12:01:00Z"
    assert answer["stored"]["clock"] is None


# -- what auditors are told ------------------------------------------------------


def test_findings_list_both_sides_of_a_jump(ahead: Path, cli: InProcess) -> None:
    found = {
        row["entry"]: {
            reason["code"]: reason["message"]
            for reason in row["reasons"]
            if reason["code"].startswith("CLOCK")
        }
        for row in cli.json("audit", "findings")
    }
    assert {entry: told for entry, told in found.items() if told} == {
        14: {
            "CLOCK_WAS_AHEAD": "recorded far after the entry that follows"
            " (2014-12-31T13:05:00.000000Z)"
        },
        15: {
            "CLOCK_WAS_BEHIND": "recorded far before the entry ahead of it"
            " (2236-01-01T12:01:00Z)"
        },
    }
    # As known after 14, nobody could tell yet.
    early = json.dumps(cli.json("audit", "findings", "--known-at", "#14"))
    assert "CLOCK_WAS" not in early


def test_verify_warns_of_a_jump_and_refuses_a_time_to_come(
    ahead: Path, cli: InProcess
) -> None:
    told = cli("audit", "verify", "-O", "json")
    assert told.code == 3
    assert [
        (row["code"], row["severity"], row["entries"])
        for row in json.loads(told.out)["findings"]
    ] == [
        ("TIME_AHEAD", "error", [13]),
        ("TIME_AHEAD", "error", [14]),
        ("CLOCK_RAN_BACK", "warning", [15]),
    ]
    judged = cli.json("audit", "verify", "--fast")
    assert judged["findings"] == []


def test_check_tells_a_time_to_come_until_it_is_accepted(
    ahead: Path, cli: InProcess
) -> None:
    told = cli("check", "clock", "-O", "json")
    assert told.code == 1
    (row,) = json.loads(told.out)
    name = "TIME_AHEAD/13/14"
    assert (row["finding"], row["entries"]) == (name, [13, 14])
    assert (row["code"], row["severity"]) == ("TIME_AHEAD", "error")
    cli.ok("accept-finding", "--finding", name, "--reason", "A battery was empty")
    assert cli.ok("check", "clock").out == ""
    rules = cli("audit", "verify", "--rules").out
    assert "RULE_BROKEN" not in rules
    assert cli("check", "clock", "--known-at", "#13").code == 1
    assert cli.ok("check", "clock", "--known-at", "#12").out == ""


@pytest.mark.parametrize(("late", "code"), [(30 * SECOND, 0), (HOUR, 1)])
def test_a_minute_is_no_future(
    prepared: Prepared, zuidas: Program, late: timedelta, code: int
) -> None:
    """The real program, by the machine's own clock."""
    posted(prepared("funded"), datetime.now(UTC) + late)
    assert zuidas("check", "clock").code == code
    assert zuidas("audit", "verify").code == 3 * code


def test_it_is_signed_and_handed_over_all_the_same(ahead: Path, cli: InProcess) -> None:
    """Nothing mends a wrong time; the entries are what they are."""
    cli.ok("audit", "keygen", "log.key")
    cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "kept.checkpoint")
    cli.ok("audit", "bundle", "zuidas.bundle", "--key", "log.key")
    into = ("--into", "replayed.db", "--vkey", "log.vkey")
    cli.ok("audit", "replay", "zuidas.bundle", *into)
    known = ("balance", "--known-at", "2014-12-31T13:05:00Z")
    assert cli.json("--db", "replayed.db", *known)["entry"] == 15
    # The bundle says nothing that another day would not say.
    assert cli("--db", "replayed.db", "check", "clock").code == 1


# -- today -----------------------------------------------------------------------


def test_today_is_the_clock_s_own_day(prepared: Prepared, cli: InProcess) -> None:
    """An entry of the year 2236 does not move today for the one after it."""
    path = prepared("funded")
    posted(path, FAR)
    ledger = LedgerInTest(path)
    ledger.refused(
        "FUTURE_DATE",
        "receive_contribution",
        partner="emmen",
        year="2011",
        amount="1.00",
        date="2015-01-01",
        document="BANK-x",
    )
    ledger.close()
    posted(path, NOON + HOUR)
    assert cli("audit", "verify", "--rules").out.count("RULE_BROKEN") == 0


def test_a_clock_behind_midnight_is_judged_by_its_own_day(prepared: Prepared) -> None:
    """It is recorded at the time of the entry ahead, which is of the next day."""
    path = prepared("funded")
    ledger = LedgerInTest(path)
    ledger.now = datetime(2014, 12, 31, 23, 20, tzinfo=UTC)  # past midnight here
    ledger.receive("emmen", "1.00", "2014-12-31")
    ledger.now -= timedelta(minutes=40)
    ledger.refused("BAD_DATE", "lock_period", until="2015-01-01")
    ledger.post("lock_period", until="2014-12-31")
    ledger.close()
    assert stored(path, FIRST + 1)["recorded_at"] == "2014-12-31T23:20:00Z"
    assert codes(verified(path, rules=True)) == ["CLOCK_RAN_BACK"]
    later = in_state(FIRST + 1, '"until":"2014-12-31"', '"until":"2015-01-01"')
    rewrite_history(path, later)
    assert "RULE_BROKEN" in codes(verified(path, rules=True))


def test_one_look_at_the_clock_per_entry(prepared: Prepared) -> None:
    """Set back over midnight between two lines of a file: each has its own today."""
    path = prepared("funded")
    ledger = LedgerInTest(path)
    ledger.now = datetime(2015, 1, 1, 0, 10, tzinfo=UTC)
    moments = iter([NOON, ledger.now, NOON + HOUR])
    ledger.ledger.now = lambda: next(moments)
    with ledger.ledger.posting(OFFICER) as post:
        post(built("receive_contribution", contribution("emmen", "1.00", "2015-01-01")))
        post(built("receive_contribution", contribution("emmen", "2.00", "2014-12-31")))
    ledger.close()
    found = verified(path, rules=True)
    assert codes(found) == ["CLOCK_RAN_BACK"]


# -- forged times ------------------------------------------------------------------


def test_a_jump_that_is_not_told_is_named(ahead: Path) -> None:
    noted = ',"previous_recorded_at":"2236-01-01T12:01:00Z"'
    rewrite_history(ahead, in_state(15, noted, ""))
    found = verified(ahead)
    assert (codes(found)[0], found.first_bad_entry) == ("TIME_RUNS_BACK", 15)


@pytest.mark.parametrize(
    ("entry", "old", "new"),
    [
        # Another time than that of the entry ahead.
        (15, '"previous_recorded_at":"2236', '"previous_recorded_at":"2235'),
        # The entry ahead was not later.
        (13, '"actor":', '"previous_recorded_at":"2014-12-31T12:05:00Z","actor":'),
        # A clock that ran back, after an entry that has another time.
        (16, '"actor":', '"clock":"2014-12-31T13:30:00Z","actor":'),
        # Both at once.
        (15, '"actor":', '"clock":"2014-12-31T13:04:00Z","actor":'),
    ],
)
def test_what_can_t_be_is_named(ahead: Path, entry: int, old: str, new: str) -> None:
    rewrite_history(ahead, in_state(entry, old, new))
    found = verified(ahead)
    assert "TIME_RUNS_BACK" in codes(found)
    assert found.first_bad_entry == entry


def test_a_table_of_jumps_that_was_changed_is_named(ahead: Path) -> None:
    tamper(ahead, sql("DELETE FROM clock_jumps"))
    assert codes(verified(ahead)) == ["CLOCK_RAN_BACK", "PROJECTION_DIFFERS"]
