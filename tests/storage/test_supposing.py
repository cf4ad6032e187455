"""Dry runs beside the writer: the same answers, no lock, and nothing left behind."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.entries.command import Command
from domain.entries.event import Actor
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError, Refusal
from ledger.posting.application import Ledger
from ledger.posting.posters import Poster
from ledger.posting.supposing import Supposing
from ledger.posting.writer import Writer
from ledger.reading import open_store
from ledger.storage.location import Location
from tests.functional.examples import REGISTERS, SECOND, STORY, THIRD
from tests.functional.examples import commands as lines_of
from tests.functional.program import InProcess
from tests.functional.scenario import award, fund, live, open_
from tests.property.test_bank_identity import History
from tests.sealing.names import NAME, fields
from tests.storage.forking import forked
from tests.storage.ledgers import actor, initialised
from tests.storage.old_layouts import program_of_layout
from tests.storage.rehearsing import (
    Rehearsed,
    left_behind,
    outcome,
    poster_of,
    stored,
    supposed_under_lock,
    told,
)
from tests.unit.domain.approving import binding
from tests.unit.domain.posting import (
    NOON,
    SG,
    Row,
    built,
    contribution,
    cost,
    grant,
    payment,
    proposal,
)

COST = cost("10.00", "2011-10-12")


@pytest.fixture
def rehearsed(place: Location) -> Iterator[Rehearsed]:
    """2011 is open and funded; what is posted from there is rehearsed."""
    before = initialised(place)
    open_(before)
    fund(before)
    before.close()
    ledger = Rehearsed(place)
    yield ledger
    ledger.close()


@pytest.fixture
def poster(rehearsed: Rehearsed) -> Poster:
    return poster_of(actor(rehearsed.store))


# -- the same answers ----------------------------------------------------------------


def test_a_life(place: Location) -> None:
    initialised(place).close()
    ledger = Rehearsed(place)
    for step in (open_, fund, award, live):
        step(ledger)
    ledger.close()
    assert ledger.rehearsed == 25


@pytest.mark.parametrize("seed", [3, 7])
def test_what_the_bank_shows_in_any_order(rehearsed: Rehearsed, seed: int) -> None:
    history = History(rehearsed, seed)
    history.open_account()
    for _ in range(25):
        history.step()
    assert rehearsed.rehearsed > 15


LATER = datetime(2018, 12, 31, 12, tzinfo=UTC)
"""After all three terms of the examples."""


@pytest.mark.one_in(3)
@pytest.mark.parametrize("files", [[THIRD], [SECOND], [*STORY, REGISTERS]])
def test_every_command_of_the_examples(place: Location, files: list[Path]) -> None:
    """Each line is rehearsed before it is posted, and each file as a whole."""
    initialised(place).close()
    ledger = Rehearsed(place, LATER)
    who = actor(ledger.store)
    wanted = [*STORY, REGISTERS, SECOND, THIRD]
    before = wanted[: wanted.index(files[0])]
    ledger.ledger.accept_all(commands_of(before), who)
    for file in files:
        commands = commands_of([file])
        assert ledger.rehearse_all(commands, who)[0] != "Refusal"
        for command in commands:
            ledger.post_as(command, who)
    ledger.close()


def commands_of(files: list[Path]) -> list[Command]:
    return [command_from_mapping(row) for file in files for row in lines_of(file)]


REFUSED: list[tuple[str, Row]] = [
    ("post_process_cost", cost("25000.00", "2011-10-12")),
    ("post_process_cost", cost("10.00", "2050-01-01")),
    ("post_process_cost", {**COST, "year": "1999"}),
    ("pay_grant", payment("1.00", "2011-12-01", "gerecor")),
    ("award_grant", grant("90000.00")),
    ("record_decision", {"number": SG, "date": "2011-06-15", "subject": "Again"}),
    ("reverse", {"entry": 99, "date": "2011-10-20", "reason": "Not there"}),
    ("approve", {"submission": 4, "leaf": "0" * 64, "effect": "0" * 64}),
]


@pytest.mark.one_in(5)
@pytest.mark.parametrize(("command", "given"), REFUSED)
def test_what_is_refused(rehearsed: Rehearsed, command: str, given: Row) -> None:
    award(rehearsed)
    who = actor(rehearsed.store)
    for _ in range(2):
        assert rehearsed.rehearse(built(command, given), who)[0] == "Refusal"
    # Whoever was refused goes on.
    assert rehearsed.rehearse(built("post_process_cost", COST), who)[0] != "Refusal"


def test_a_file_builds_on_its_own_lines(rehearsed: Rehearsed) -> None:
    who = actor(rehearsed.store)
    lines = [
        built("propose_project", proposal()),
        built("award_grant", grant()),
        built("pay_grant", payment("10000.00", "2011-12-01")),
        built("post_process_cost", {**COST, "id": "c-1"}),
        built("post_process_cost", {**COST, "id": "c-1"}),
        built("post_process_cost", COST),
        built("reverse", {"entry": 15, "date": "2011-10-20", "reason": "Twice"}),
        built("pay_grant", payment("5000.00", "2011-12-02")),
    ]
    said = rehearsed.rehearse_all(lines, who)
    data = json.loads(said[0])
    assert (data["accepted"], data["duplicates"], data["dry_run"]) == (7, 1, True)
    assert ("DOCUMENT_REUSED", 6) in [(n["code"], n["line"]) for n in data["notes"]]
    refused = [*lines, built("pay_grant", payment("50000.00", "2011-12-03"))]
    assert rehearsed.rehearse_all(refused, who)[-1] == 9


def test_a_line_that_is_no_command_waits_for_its_turn(
    rehearsed: Rehearsed, poster: Poster
) -> None:
    no_command = Refusal("BAD_JSON", "no JSON.")
    first = built("post_process_cost", cost("25000.00", "2011-10-12"))
    with pytest.raises(Refusal) as caught:
        rehearsed.supposing.run_all([(2, first), (5, no_command)], poster)
    assert (caught.value.code, caught.value.line) == ("PROCESS_CEILING_EXCEEDED", 2)
    with pytest.raises(Refusal) as caught:
        rehearsed.supposing.run_all(
            [(2, built("post_process_cost", COST)), (5, no_command)], poster
        )
    assert (caught.value.code, caught.value.line) == ("BAD_JSON", 5)


def test_the_command_line_tells_the_same(
    rehearsed: Rehearsed, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a command and of a file, as JSON and as text."""
    if rehearsed.store.session_user is not None:
        monkeypatch.delenv("ZUIDAS_ACTOR")
    place = ("--db", rehearsed.location.url, "--dry-run")
    given = contribution("emmen", "50000.00")
    row = {"command": "receive_contribution", **given}
    Path("commands.jsonl").write_text(f"{json.dumps(row)}\n" * 2, encoding="utf-8")
    words = [w for name, x in given.items() for w in (f"--{name}", str(x))]
    one = cli("receive-contribution", *words, *place, "-O", "json").out
    some = cli("post", "commands.jsonl", *place, "-O", "json").out
    text = cli("post", "commands.jsonl", *place).out
    command = command_from_mapping(row)
    supposing = Supposing(rehearsed.location)
    poster = poster_of(actor(rehearsed.store))
    assert told(supposing.run(command, poster))[0] == one.rstrip("\n")
    report = supposing.run_all([(1, command), (2, command)], poster).report
    assert told(report)[0] == some.rstrip("\n")
    assert " ".join(told(report)[1].split()) == " ".join(text.split())
    supposing.close()


# -- a second person -----------------------------------------------------------------


class Office:
    """People of a service, each known by their account; all is rehearsed."""

    def __init__(self, ledger: Rehearsed) -> None:
        self.ledger = ledger

    def poster(self, person: str) -> Poster:
        session = self.ledger.store.session_user
        who = Actor(name=person, source="account", login="x", session_user=session)
        return Poster(who, person, "token")

    def post(self, person: str, command: str, /, **given: object) -> int:
        """Rehearse it in both ways; post it if it can be."""
        self.rehearse(person, built(command, given))
        with self.ledger.ledger.serving() as post:
            return post(built(command, given), self.poster(person)).entry

    def rehearse(self, person: str, command: Command) -> tuple[object, ...]:
        who, ledger = self.poster(person), self.ledger.ledger
        found = outcome(lambda: self.ledger.supposing.run(command, who))
        assert found == outcome(lambda: supposed_under_lock(ledger, command, who))
        return found

    def submitted(self, amount: str, on: str = "2011-12-01") -> Row:
        """A payment by Bert that waits, and the fields of its approval."""
        pay = {"command": "pay_grant", **payment(amount, on)}
        return binding(self.ledger, self.post("bert", "submit", **{"as": pay}))


@pytest.fixture
def office(rehearsed: Rehearsed) -> Office:
    """Anna administers, Bert posts, Carla approves; grants take two from 1,000."""
    award(rehearsed)
    found = Office(rehearsed)
    for person, role in (
        ("anna", "administrator"),
        ("bert", "officer"),
        ("carla", "approver"),
    ):
        given = {"person": person, "role": role, "date": "2014-06-01"}
        found.post("anna", "grant_role", **given)
    policy = {"commands": {"pay_grant": "1000.00"}, "date": "2014-06-01"}
    found.post("anna", "set_approval_policy", **policy)
    return found


def test_an_approval_is_rehearsed_with_what_it_posts(office: Office) -> None:
    given = office.submitted("12000.00")
    command = built("approve", given)
    said = json.loads(str(office.rehearse("carla", command)[0]))
    assert said["posted"] == said["entry"] + 1
    assert said["lines"][0]["amount"] == "12000.00"
    assert office.rehearse("bert", command)[1] in ("NOT_ALLOWED", "SAME_PERSON")
    # What would take a second person is shown all the same.
    pay = built("pay_grant", payment("12000.00", "2011-12-05"))
    noted = json.loads(str(office.rehearse("bert", pay)[0]))["notes"]
    assert "APPROVAL_REQUIRED" in [note["code"] for note in noted]
    office.post("carla", "approve", **given)
    assert office.rehearse("carla", command)[1] == "SUBMISSION_SETTLED"


# -- what was erased -----------------------------------------------------------------


def test_erasing_is_rehearsed_and_erases_nothing(rehearsed: Rehearsed) -> None:
    rehearsed.post(NAME, **fields())
    before = stored(rehearsed.store)
    erase = built("erase_sealed", {"before": "2012-01-01", "reason": "Kept enough"})
    who = actor(rehearsed.store)
    said = json.loads(str(rehearsed.rehearse(erase, who)[0]))
    assert said["notes"][0]["message"] == "5 sealed values were erased."
    again = [built(NAME, fields()), erase, erase]
    data = json.loads(rehearsed.rehearse_all(again, who)[0])
    assert [note["message"] for note in data["notes"] if note["line"] > 1] == [
        "10 sealed values were erased.",
        "0 sealed values were erased.",
    ]
    assert stored(rehearsed.store) == before
    assert len(before["sealed_values"]) == 5


# -- no lock -------------------------------------------------------------------------


def test_while_another_process_holds_the_lock(
    rehearsed: Rehearsed, poster: Poster
) -> None:
    """It holds what it has not committed, and neither waits for the other."""
    command, place = built("post_process_cost", COST), rehearsed.location
    expected = told(rehearsed.supposing.run(command, poster))
    rehearsed.supposing.close()
    with rehearsed.ledger.posting(actor(rehearsed.store)) as post:
        post(command)
        rehearsed.ledger.flush()

        def dry_run() -> None:
            supposing = Supposing(place, lambda: NOON)
            assert told(supposing.run(command, poster)) == expected
            supposing.close()

        assert forked(dry_run) == 0


def test_a_writer_commits_while_a_dry_run_is_open(
    rehearsed: Rehearsed, poster: Poster
) -> None:
    """The dry run goes on with the ledger as it was; the next one sees it as it is."""
    command = built("post_process_cost", COST)
    before = told(rehearsed.supposing.run(command, poster))
    ledger = rehearsed.supposing._ledger
    assert ledger is not None
    with ledger.supposing(poster) as post:
        first = post(command).entry
        ledger.flush()
        other = rehearsed.ledger.accept(command, actor(rehearsed.store)).entry
        assert post(command).entry == first + 1 == other + 1
        ledger.flush()
    after = told(rehearsed.supposing.run(command, poster))
    assert json.loads(after[0])["entry"] == json.loads(before[0])["entry"] + 1


def test_writing_and_dry_running_at_once(rehearsed: Rehearsed, poster: Poster) -> None:
    """Each dry run is whole: what it would book is in the balances that it shows."""
    place, first = rehearsed.location, rehearsed.last_entry
    writer = Writer(lambda: Ledger(open_store(place, writing=True), lambda: NOON))

    def write(number: int) -> int:
        given = cost("1.00", "2011-10-12", document=f"INV-{number}")
        (posted,) = writer.post(built("post_process_cost", given), poster).result(60)
        return posted.receipt.entry

    def dry_run(number: int) -> list[tuple[int, str]]:
        supposing = Supposing(place, lambda: NOON)
        found: list[tuple[int, str]] = []
        for n in range(8):
            given = cost("100.00", "2011-10-12", document=f"TRY-{number}-{n}")
            report = supposing.run(built("post_process_cost", given), poster)
            data: Any = report.data
            [sn] = [
                row
                for row in data["balance"]["programmes"]
                if (row["year"], row["programme"]) == ("2011", "SN")
            ]
            found.append((data["entry"], sn["process_costs"]))
        assert left_behind(supposing) == []
        supposing.close()
        assert found == sorted(found)
        return found

    with ThreadPoolExecutor(4) as people:
        dry = [people.submit(dry_run, n) for n in range(2)]
        entries = list(people.map(write, range(40)))
        tried = [each for answer in dry for each in answer.result(60)]
    writer.close()
    assert sorted(entries) == list(range(first + 1, first + 41))
    for entry, costs in tried:
        # Each entry of the writer's before it is a cost of one euro.
        assert costs == f"{100 + entry - 1 - first}.00"


# -- nothing left behind -------------------------------------------------------------


def test_nothing_is_left_behind(rehearsed: Rehearsed, poster: Poster) -> None:
    award(rehearsed)
    before = stored(rehearsed.store)
    lines = [
        (1, built("post_process_cost", COST)),
        (2, built("reverse", {"entry": 12, "date": "2011-10-20", "reason": "x"})),
        (3, built("pay_grant", payment("10000.00", "2011-12-01"))),
    ]
    with pytest.raises(LedgerError):
        rehearsed.supposing.run_all(lines, poster)
    assert left_behind(rehearsed.supposing) == []
    rehearsed.supposing.run_all([lines[0], lines[2]], poster)
    assert left_behind(rehearsed.supposing) == []
    assert stored(rehearsed.store) == before
    store = open_store(rehearsed.location)
    assert store.strangers() == []
    store.close()


def test_a_file_is_not_touched(rehearsed: Rehearsed, poster: Poster) -> None:
    path = rehearsed.location.path
    if path is None:
        pytest.skip("a server has its own files")
    before = {f.name: f.read_bytes() for f in path.parent.glob("zuidas.db*")}
    del before["zuidas.db-shm"]  # where readers say that they are there
    rehearsed.supposing.run(built("post_process_cost", COST), poster)
    for name, content in before.items():
        assert path.with_name(name).read_bytes() == content


# -- what was open fails -------------------------------------------------------------


def test_another_ledger_in_its_place(rehearsed: Rehearsed, poster: Poster) -> None:
    path = rehearsed.location.path
    if path is None:
        pytest.skip("of a server see below")
    copy = path.with_name("copy.db")
    rehearsed.store.keep_copy(copy)
    award(rehearsed)
    command = built("post_process_cost", COST)

    def entry() -> Any:
        return rehearsed.supposing.run(command, poster).data

    assert entry()["entry"] == 14
    rehearsed.ledger.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    copy.replace(path)
    assert entry()["entry"] == 12
    path.unlink()
    with pytest.raises(Refusal) as caught:
        entry()
    assert caught.value.code == "LEDGER_NOT_FOUND"


def test_a_ledger_that_is_migrated_meanwhile(place: Location, cli: InProcess) -> None:
    with program_of_layout(4):
        initialised(place).close()
    store = open_store(place)
    poster = poster_of(actor(store))
    store.close()
    supposing = Supposing(place, lambda: NOON)
    given = {"number": SG, "date": "2011-06-15", "subject": "Budget 2011"}
    command = built("record_decision", given)
    with pytest.raises(Refusal) as caught:
        supposing.run(command, poster)
    assert caught.value.code == "LEDGER_OUTDATED"
    cli("db", "migrate", "--db", place.url)
    before = told(supposing.run(command, poster))
    kept = supposing._store
    cli("db", "migrate", "--rebuild", "--db", place.url)
    assert told(supposing.run(command, poster)) == before
    assert supposing._store is kept
    supposing.close()


def test_what_was_erased_meanwhile(rehearsed: Rehearsed) -> None:
    """SQLite's table of sealed values is another one then."""
    rehearsed.post(NAME, **fields())
    erase = {"before": "2012-01-01", "reason": "Kept long enough"}
    rehearsed.post("erase_sealed", **erase)
    who = actor(rehearsed.store)
    said = rehearsed.rehearse(built("erase_sealed", {**erase, "reason": "Again"}), who)
    assert "0 sealed values were erased." in str(said[0])
