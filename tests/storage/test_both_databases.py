"""What every database must do for a ledger; each test runs once per database."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from domain.values.errors import LedgerError, Refusal
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.reading import create_store, open_reader, open_store
from ledger.storage import layouts
from ledger.storage.location import Location
from ledger.transparency.log import LogReader
from ledger.verifying.rebuilding import compare, replace_projections
from ledger.verifying.rules import Counted
from ledger.verifying.verify import verify
from projections.recorded import ahead
from tests.storage.ledgers import StoredLedger, actor, initialised
from tests.unit.domain.posting import NOON, SG, built, contribution


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(LedgerError) as caught:
        call()
    assert "Traceback" not in caught.value.message
    return caught.value.code


def receive(ledger: StoredLedger, amount: str, **more: object) -> int:
    return ledger.post("receive_contribution", **contribution("emmen", amount), **more)


# -- making and opening -----------------------------------------------------------


def test_no_ledger_is_found_where_none_was_made(place: Location) -> None:
    assert code_of(lambda: open_store(place)) == "LEDGER_NOT_FOUND"
    assert code_of(lambda: open_store(place, writing=True)) == "LEDGER_NOT_FOUND"


def test_a_ledger_is_made_once(place: Location) -> None:
    initialised(place).close()
    assert code_of(lambda: create_store(place)) == "LEDGER_EXISTS"


def test_a_failed_init_leaves_nothing(place: Location) -> None:
    store = create_store(place)

    def broken() -> None:
        with store.writing():
            store.create_tables()
            raise Refusal("FRAMEWORK_INVALID", "on purpose")

    assert code_of(broken) == "FRAMEWORK_INVALID"
    store.remove()
    assert code_of(lambda: open_store(place)) == "LEDGER_NOT_FOUND"
    initialised(place).close()


def test_another_programs_tables_are_no_ledger(
    place: Location, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if place.path is not None:
        import sqlite3

        with sqlite3.connect(tmp_path / "zuidas.db") as connection:
            connection.execute("CREATE TABLE stored_events (x)")
        connection.close()
    else:
        request.getfixturevalue("schema").run("CREATE TABLE stored_events (x int)")
        assert code_of(lambda: create_store(place)) == "NOT_A_LEDGER"
    assert code_of(lambda: open_store(place)) == "NOT_A_LEDGER"


def test_the_layout_of_a_newer_program_is_refused(
    opened: StoredLedger, place: Location, request: pytest.FixtureRequest
) -> None:
    opened.close()
    newer = layouts.CURRENT + 1
    if place.path is not None:
        import sqlite3

        with sqlite3.connect(place.path) as connection:
            connection.execute(f"PRAGMA user_version={newer}")
        connection.close()
    else:
        schema = request.getfixturevalue("schema")
        schema.run(f"UPDATE ledger_meta SET layout = {newer}")
    assert code_of(lambda: open_store(place)) == "NOT_A_LEDGER"


# -- posting ----------------------------------------------------------------------


def test_another_process_finds_what_was_posted(
    lived: StoredLedger, place: Location
) -> None:
    before = lived.balance()
    lived.close()
    again = StoredLedger(place)
    assert again.balance() == before
    # What has been replayed goes on where it stood.
    again.pay("15000.00", "2012-08-01")
    assert again.project()["committed"] == "0.00"
    again.close()


def test_a_refused_command_leaves_no_trace(opened: StoredLedger) -> None:
    again = {"year": "2011", "date": "2011-08-02", "decision": SG}
    opened.refused("YEAR_ALREADY_OPEN", "open_budget_year", **again)
    assert receive(opened, "1.00") == 4


def test_several_commands_are_accepted_together_or_not_at_all(
    opened: StoredLedger,
) -> None:
    before = opened.content()
    good = built("receive_contribution", contribution("emmen", "1.00"))
    bad = built("receive_contribution", contribution("emmen", "1.00", year="2012"))
    commands = [good, good, bad]
    assert (
        code_of(lambda: opened.ledger.accept_all(commands, actor(opened.store)))
        == "YEAR_NOT_OPEN"
    )
    assert opened.content() == before
    receipts = opened.ledger.accept_all([good, good], actor(opened.store))
    assert [receipt.entry for receipt in receipts] == [4, 5]
    assert opened.cash()["balance"] == "2.00"


def test_a_dry_run_shows_the_balance_and_records_nothing(opened: StoredLedger) -> None:
    before = opened.content()
    command = built("receive_contribution", contribution("emmen", "5.00"))
    with opened.ledger.posting(actor(opened.store), dry_run=True) as post:
        post(command)
        opened.ledger.flush()
        assert opened.cash()["balance"] == "5.00"
    assert opened.content() == before


def test_the_same_id_posts_once(opened: StoredLedger, place: Location) -> None:
    entry = receive(opened, "7.00", id="bank-1")
    assert receive(opened, "7.00", id="bank-1") == entry
    other = StoredLedger(place)
    assert receive(other, "7.00", id="bank-1") == entry
    other.close()
    fields = contribution("emmen", "8.00")
    opened.refused(
        "IDEMPOTENCY_CONFLICT", "receive_contribution", **fields, id="bank-1"
    )
    assert opened.cash()["balance"] == "7.00"


def test_two_writers_take_in_what_the_other_posted(
    opened: StoredLedger, place: Location
) -> None:
    other = StoredLedger(place)
    entries = [receive(ledger, "1.00") for ledger in (opened, other) * 5]
    assert entries == list(range(4, 14))
    assert other.balance() == opened.balance()
    other.close()


def test_a_lock_of_another_writer_holds_at_once(
    opened: StoredLedger, place: Location
) -> None:
    other = StoredLedger(place)
    receive(other, "1.00")
    opened.post("lock_period", until="2011-12-31")
    other.refused(
        "PERIOD_LOCKED", "receive_contribution", **contribution("emmen", "1.00")
    )
    other.close()


# -- reading ----------------------------------------------------------------------


def test_a_reader_sees_one_state_of_the_ledger(
    opened: StoredLedger, place: Location
) -> None:
    with open_reader(place) as reader:
        before = reader.view().entry
        receive(opened, "1.00")
        assert reader.view().entry == before
    with open_reader(place) as reader:
        assert reader.view().entry == before + 1


def test_known_at_gives_every_earlier_state(lived: StoredLedger) -> None:
    now = lived.balance("2012-12-31")
    assert lived.balance("2012-12-31", "#26") == {**now, "known_at": "#26"}
    balances = [
        lived.balance("2012-12-31", f"#{entry}")["current_account"]["balance"]
        for entry in range(3, 27)
    ]
    assert balances[0] == "0.00"
    assert balances[8] == "156800.00"
    assert sum(a != b for a, b in pairwise(balances)) > 10


def test_rows_are_read_while_other_questions_are_asked(
    opened: StoredLedger, place: Location
) -> None:
    command = built("receive_contribution", contribution("emmen", "0.01"))
    opened.ledger.accept_all([command] * 2_500, actor(opened.store))
    with open_reader(place) as ledger:
        rows = ledger.store.execute("SELECT entry FROM stored_events ORDER BY entry")
        found = []
        for (entry,) in rows:
            found.append(entry)
            if entry % 100 == 0:
                asked = ledger.store.execute(
                    "SELECT COUNT(*) FROM lines WHERE entry = ?", (entry,)
                )
                assert next(asked)[0] == 2
            if entry % 500 == 0:
                # Nobody reads the rest of these.
                next(ledger.store.execute("SELECT entry FROM lines ORDER BY entry"))
    assert found == list(range(1, 2_504))


def test_texts_compare_byte_by_byte(opened: StoredLedger, place: Location) -> None:
    names = ["a-b", "ab", "B", "a:z", "é", "\U0010fffe", "a;"]
    with opened.store.writing():
        opened.store.executemany(
            "INSERT INTO accounts VALUES (?, ?)", list(enumerate(names, start=900))
        )
    with open_reader(place) as ledger:
        rows = ledger.store.execute(
            "SELECT name FROM accounts WHERE account >= ? ORDER BY name", (900,)
        )
        assert [row[0] for row in rows] == sorted(names, key=str.encode)
        under = ledger.view().accounts_under("a")
        assert {"a-b", "ab", "a:z", "a;"} <= set(under.values())
        assert not {"B", "é"} & set(under.values())


# -- what can't be changed ----------------------------------------------------------

CHANGES = (
    "UPDATE stored_events SET topic = 'x' WHERE entry = 2",
    "DELETE FROM stored_events WHERE entry = 3",
    "UPDATE log_nodes SET hash = hash",
    "DELETE FROM log_nodes",
    (
        "INSERT INTO stored_events SELECT entry, originator_id, 99, topic, state"
        " FROM stored_events WHERE entry = 2"
    ),
    (
        "INSERT INTO stored_events SELECT entry + 7, originator_id, 99, topic, state"
        " FROM stored_events WHERE entry = 2"
    ),
    "INSERT INTO stored_events SELECT * FROM stored_events WHERE entry = 2",
    "INSERT INTO log_nodes SELECT * FROM log_nodes",
)
POSTGRES_CHANGES = (
    "TRUNCATE stored_events",
    "TRUNCATE log_nodes",
    "DELETE FROM stored_events WHERE entry = 999",
    (
        "INSERT INTO log_nodes SELECT * FROM log_nodes"
        " ON CONFLICT (level, position) DO UPDATE SET hash = excluded.hash"
    ),
    (
        "MERGE INTO log_nodes n USING log_nodes o ON o.level = n.level"
        " AND o.position = n.position WHEN MATCHED THEN DELETE"
    ),
)
SQLITE_CHANGES = (
    "REPLACE INTO stored_events SELECT * FROM stored_events WHERE entry = 2",
    "REPLACE INTO log_nodes SELECT * FROM log_nodes",
)


def test_events_and_log_are_append_only(opened: StoredLedger, place: Location) -> None:
    before = opened.content()
    own = POSTGRES_CHANGES if place.path is None else SQLITE_CHANGES
    for statement in (*CHANGES, *own):
        change = partial(opened.store.execute, statement)
        assert code_of(change) == "LEDGER_DAMAGED", statement
    assert opened.content() == before


def test_a_reader_can_not_write(opened: StoredLedger, place: Location) -> None:
    with open_reader(place) as ledger:
        assert code_of(
            lambda: list(ledger.store.execute("DELETE FROM day_totals"))
        ) == ("LEDGER_READ_ONLY")


# -- proof --------------------------------------------------------------------------


def test_the_whole_ledger_verifies(lived: StoredLedger, place: Location) -> None:
    lived.close()
    store = open_store(place)
    with store.reading():
        result = verify(store, rules=True)
        root = LogReader(store).root(26)
    store.close()
    assert result.findings == []
    assert result.rules == Counted(judged=26)
    assert (result.entries, result.root) == (26, root)


def test_projections_are_rebuilt_from_the_events(lived: StoredLedger) -> None:
    before = lived.balance()
    with lived.store.writing():
        for _ in lived.store.execute("UPDATE day_totals SET amount = amount + 1"):
            pass
        for _ in lived.store.execute("DELETE FROM lines WHERE entry = 12"):
            pass
    assert [f.code for f in compare(lived.store)][:1] == ["PROJECTION_DIFFERS"]
    with lived.store.writing():
        replace_projections(lived.store)
    assert list(compare(lived.store)) == []
    assert lived.balance() == before


def test_the_status_tells_what_the_database_is(
    opened: StoredLedger, place: Location
) -> None:
    status = opened.store.status()
    assert status.kind == ("postgresql" if place.path is None else "sqlite")
    assert status.layout == layouts.CURRENT
    assert status.size_bytes > 10_000


def test_a_new_ledger_says_who_opened_it(place: Location) -> None:
    store = create_store(place)
    ledger = Ledger(store)
    receipt = ledger.initialise(load("drentse-zuidas"), None, actor(store))
    ledger.close()
    assert receipt.event is not None
    assert receipt.event.actor.session_user == (
        "treasurer" if place.path is None else None
    )


# -- recording times ---------------------------------------------------------------


def test_a_clock_that_jumped_leaves_every_moment_answered(opened: StoredLedger) -> None:
    """Two machines, the clock of one three hours ahead, post in turn."""
    first = opened.last_entry
    for number in range(1, 5):
        opened.now = NOON + timedelta(minutes=number, hours=3 * (number % 2))
        receive(opened, f"{number}.00")
    for when, entry in (
        ("2014-12-31T12:01:59Z", first),
        ("2014-12-31T12:02:00Z", first + 2),
        ("2014-12-31T12:03:59Z", first + 2),
        ("2014-12-31T12:04:00Z", first + 4),
        ("2014-12-31T15:00:00Z", first + 4),
    ):
        assert opened.view(known_at=when).entry == entry
    with opened.store.reading():
        assert verify(opened.store, rules=True).is_clean
        found = ahead(opened.store, opened.last_entry, NOON + timedelta(hours=1))
        assert [(each.first, each.last) for each in found] == [
            (first + 1, first + 1),
            (first + 3, first + 3),
        ]
