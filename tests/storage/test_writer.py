"""The service's one writer: many people, one commit, each their own answer."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from domain.entries.command import Command
from domain.entries.event import Actor, LedgerEvent
from domain.entries.grants import GrantPaid
from domain.values.errors import Refusal
from ledger.posting.application import Ledger
from ledger.posting.booking import Booked, booked
from ledger.posting.books import LedgerBooks
from ledger.posting.posters import Poster
from ledger.posting.writer import Posted, Writer
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.verifying.rebuilding import compare
from ledger.verifying.verify import verify
from projections.tables import ProjectionWriter
from tests.functional.scenario import award, fund
from tests.storage.ledgers import StoredLedger
from tests.storage.server import SERVICE, Schema
from tests.unit.domain.approving import TODAY, binding, policy
from tests.unit.domain.posting import NOON, built, cost, payment

Opening = Callable[[], Ledger]
Posters = Callable[[str], Poster]
Answer = Future[list[Posted]]


def process_cost(amount: str = "10.00", number: object = 1, **more: Any) -> Command:
    fields = cost(amount, "2011-10-12", document=f"INV-{number}", **more)
    return built("post_process_cost", fields)


@pytest.fixture
def funded(opened: StoredLedger) -> StoredLedger:
    """Process costs fit within the year's 20,000."""
    fund(opened)
    return opened


@pytest.fixture
def poster(funded: StoredLedger) -> Posters:
    """Somebody who signed in to the service; the session is the service's own."""

    def named(name: str) -> Poster:
        session = funded.store.session_user
        actor = Actor(name=name, source="account", login="x", session_user=session)
        return Poster(actor, name, "token")

    return named


@pytest.fixture
def opening(funded: StoredLedger) -> Opening:
    location: Location = funded.location
    return lambda: Ledger(open_store(location, writing=True), lambda: NOON)


class Waiting(Writer):
    """A writer that is held up, so that what is handed to it meanwhile is one commit.

    What holds it up is an entry of its own, the first.
    """

    def __init__(self, opening: Opening, poster: Posters) -> None:
        self._held = Event()

        def open_ledger() -> Ledger:
            self._held.wait(timeout=60)
            return opening()

        super().__init__(open_ledger)
        self.first = self.post(process_cost("1.00", number="first"), poster("first"))

    def begin(self) -> int:
        """Let it go on; gives its own entry."""
        self._held.set()
        return entry(self.first)


@pytest.fixture
def writer(opening: Opening) -> Iterator[Writer]:
    running = Writer(opening)
    yield running
    running.close()


def entry(answer: Answer) -> int:
    (posted,) = answer.result(timeout=60)
    return posted.receipt.entry


def refusal(answer: Answer) -> Refusal:
    found = answer.exception(timeout=60)
    assert isinstance(found, Refusal)
    return found


def test_everybody_gets_the_entry_that_is_theirs(
    funded: StoredLedger, writer: Writer, poster: Posters
) -> None:
    first = funded.last_entry

    def post(number: int) -> tuple[str, int]:
        who = f"officer-{number}"
        return who, entry(writer.post(process_cost(number=number), poster(who)))

    with ThreadPoolExecutor(8) as people:
        told = list(people.map(post, range(40)))
    assert sorted(number for _, number in told) == list(range(first + 1, first + 41))
    stored = dict(
        funded.store.execute(
            "SELECT entry, actor FROM entries WHERE entry > ?", (first,)
        )
    )
    assert stored == {number: who for who, number in told}
    assert list(compare(funded.store)) == []


def test_a_refusal_costs_nobody_else_anything(
    funded: StoredLedger, opening: Opening, poster: Posters
) -> None:
    """All wait for the same commit: the writer begins when they are queued."""
    running = Waiting(opening, poster)
    good = running.post(process_cost(number=1), poster("anna"))
    bad = running.post(process_cost("25000.00", number=2), poster("bert"))
    last = running.post(process_cost(number=3), poster("carla"))
    before = running.begin()
    try:
        assert [entry(good), entry(last)] == [before + 1, before + 2]
        assert refusal(bad).code == "PROCESS_CEILING_EXCEEDED"
    finally:
        running.close()
    assert funded.last_entry == before + 2


def test_what_is_judged_knows_what_was_gathered_before_it(
    funded: StoredLedger, opening: Opening, poster: Posters
) -> None:
    """Two that fit alone and not together: one of them is refused."""
    running = Waiting(opening, poster)
    first = running.post(process_cost("15000.00", number=1), poster("anna"))
    second = running.post(process_cost("15000.00", number=2), poster("bert"))
    running.begin()
    try:
        entry(first)
        assert refusal(second).code == "PROCESS_CEILING_EXCEEDED"
    finally:
        running.close()


def test_a_repeated_id_is_posted_once(
    funded: StoredLedger, writer: Writer, poster: Posters
) -> None:
    command = process_cost(id="web-1")
    with ThreadPoolExecutor(4) as people:
        answers = list(
            people.map(lambda _: writer.post(command, poster("anna")), range(12))
        )
    receipts = [answer.result(timeout=60)[0].receipt for answer in answers]
    assert len({receipt.entry for receipt in receipts}) == 1
    assert [receipt.duplicate for receipt in receipts].count(False) == 1


def test_several_are_all_posted_or_none(
    funded: StoredLedger, writer: Writer, poster: Posters
) -> None:
    before = funded.last_entry
    several = [process_cost(number=1), process_cost("25000.00", number=2)]
    found = refusal(writer.post_all(list(enumerate(several, start=1)), poster("anna")))
    assert (found.code, found.line) == ("PROCESS_CEILING_EXCEEDED", 2)
    assert funded.last_entry == before
    assert entry(writer.post(process_cost(number=3), poster("bert"))) == before + 1
    posted = writer.post_all(
        [(line, process_cost(number=4)) for line in (1, 2, 3)], poster("anna")
    ).result(60)
    assert [each.receipt.entry for each in posted] == [before + n for n in (2, 3, 4)]


def test_notes_are_told_to_whom_they_are_of(
    funded: StoredLedger, opening: Opening, poster: Posters
) -> None:
    running = Waiting(opening, poster)
    first = running.post(process_cost(number=1), poster("anna"))
    again = running.post(process_cost(number=1), poster("bert"))
    other = running.post(process_cost(number=2), poster("carla"))
    running.begin()
    try:
        codes = [
            [note.code for note in answer.result(timeout=60)[0].notes]
            for answer in (first, again, other)
        ]
    finally:
        running.close()
    assert codes == [[], ["DOCUMENT_REUSED"], []]


def test_a_database_that_is_away_is_told_and_tried_again(
    opening: Opening, poster: Posters
) -> None:
    away = [True]

    def open_ledger() -> Ledger:
        if away[0]:
            raise Refusal("BUSY", "the ledger is away.")
        return opening()

    running = Writer(open_ledger)
    try:
        answer = running.post(process_cost(number=1), poster("anna"))
        assert refusal(answer).code == "BUSY"
        away[0] = False
        assert entry(running.post(process_cost(number=1), poster("anna")))
    finally:
        running.close()


def test_a_fault_is_told_and_the_writer_goes_on(
    funded: StoredLedger,
    opening: Opening,
    monkeypatch: pytest.MonkeyPatch,
    poster: Posters,
) -> None:
    """A commit that fails undoes all that waited for it, and says so to each."""
    before = funded.last_entry
    running = Waiting(opening, poster)
    with monkeypatch.context() as patched:

        def fails(_: Ledger) -> None:
            raise OSError("no space")

        patched.setattr(Ledger, "flush", fails)
        answers = [
            running.post(process_cost(number=n), poster("anna")) for n in range(3)
        ]
        with pytest.raises(OSError, match="no space"):
            running.begin()
        for answer in answers:
            assert isinstance(answer.exception(timeout=60), OSError)
    try:
        assert funded.last_entry == before
        assert entry(running.post(process_cost(number=9), poster("a"))) == before + 1
    finally:
        running.close()
    assert list(compare(funded.store)) == []


def test_two_writers_of_one_ledger_leave_no_gap(
    funded: StoredLedger, opening: Opening, poster: Posters
) -> None:
    before, writers = funded.last_entry, [Writer(opening), Writer(opening)]
    try:
        answers = [
            writers[n % 2].post(process_cost(number=n), poster("anna"))
            for n in range(30)
        ]
        found = sorted(map(entry, answers))
    finally:
        for each in writers:
            each.close()
    assert found == list(range(before + 1, before + 31))
    assert list(compare(funded.store)) == []


def test_what_waits_is_posted_before_the_writer_stops(
    funded: StoredLedger, opening: Opening, poster: Posters
) -> None:
    running = Writer(opening)
    answers = [running.post(process_cost(number=n), poster("a")) for n in range(20)]
    running.close()
    assert all(answer.done() for answer in answers)
    assert len(set(map(entry, answers))) == 20


# -- approvals, and failures midway --------------------------------------------------


@pytest.fixture
def paying(funded: StoredLedger, opening: Opening, poster: Posters) -> StoredLedger:
    """Project grecor has a grant of 30,000; Bert pays, Carla approves, from 1,000."""
    award(funded)
    running = Writer(opening)
    for person, role in (
        ("anna", "administrator"),
        ("bert", "officer"),
        ("first", "officer"),
        ("carla", "approver"),
    ):
        given = {"person": person, "role": role, "date": TODAY}
        entry(running.post(built("grant_role", given), poster("anna")))
    allowed = policy(pay_grant="1000.00")
    entry(running.post(built("set_approval_policy", allowed), poster("anna")))
    running.close()
    return funded


def submitted(
    ledger: StoredLedger, opening: Opening, poster: Posters, amount: str
) -> Command:
    """A payment that waits; gives its approval."""
    running = Writer(opening)
    pay = {"command": "pay_grant", **payment(amount, "2011-12-01")}
    number = entry(running.post(built("submit", {"as": pay}), poster("bert")))
    running.close()
    return built("approve", binding(ledger, number))


def test_an_approval_is_posted_whole_or_not_at_all(
    paying: StoredLedger,
    opening: Opening,
    poster: Posters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is approved passes when it is looked at, and not when it is posted."""
    approval = submitted(paying, opening, poster, "5000.00")
    before = paying.last_entry

    def refused(event: LedgerEvent, books: LedgerBooks) -> Booked:
        if isinstance(event, GrantPaid):
            raise Refusal("AWARD_EXCEEDED", "not any more.")
        return booked(event, books)

    running = Waiting(opening, poster)
    with monkeypatch.context() as patched:
        patched.setattr("ledger.posting.application.booked", refused)
        half = running.post(approval, poster("carla"))
        last = running.post(process_cost(number=3), poster("bert"))
        assert running.begin() == before + 1
        assert refusal(half).code == "AWARD_EXCEEDED"
        assert entry(last) == before + 2
    assert paying.last_entry == before + 2
    whole = running.post(approval, poster("carla")).result(60)[0].receipt
    assert (whole.entry, whole.posted) == (before + 3, before + 4)
    running.close()
    stored = paying.store.execute(
        "SELECT command FROM entries WHERE entry > ? ORDER BY entry", (before + 2,)
    )
    assert [row[0] for row in stored] == ["approve", "pay_grant"]
    assert list(compare(paying.store)) == []


def test_two_approvals_that_fit_alone_and_not_together(
    paying: StoredLedger, opening: Opening, poster: Posters
) -> None:
    approvals = [
        submitted(paying, opening, poster, amount)
        for amount in ("20000.00", "15000.00")
    ]
    running = Waiting(opening, poster)
    first, second = (running.post(each, poster("carla")) for each in approvals)
    last = running.post(process_cost(number=3), poster("bert"))
    before = running.begin()
    assert entry(first) == before + 1
    assert refusal(second).code == "AWARD_EXCEEDED"
    assert entry(last) == before + 3
    running.close()
    assert paying.last_entry == before + 3
    assert list(compare(paying.store)) == []
    store = open_store(paying.location)
    with store.reading():
        assert verify(store, rules=True).findings == []
    store.close()


def test_a_disk_that_is_full_midway_undoes_all(
    paying: StoredLedger,
    opening: Opening,
    poster: Posters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is a refusal, of one command it seems; part of another is not written."""
    before, full = paying.last_entry, [True]
    write = ProjectionWriter.flush

    def flush(self: ProjectionWriter) -> None:
        if full[0]:
            full[0] = False
            raise Refusal("DISK_FULL", "no space.")
        write(self)

    monkeypatch.setattr(ProjectionWriter, "flush", flush)
    running = Waiting(opening, poster)
    pay = built("pay_grant", payment("10.00", "2011-12-01"))
    answers = [running.post(pay, poster("bert")), running.post(pay, poster("bert"))]
    with pytest.raises(Refusal, match="no space"):
        running.begin()
    assert [refusal(each).code for each in answers] == ["DISK_FULL"] * 2
    assert paying.last_entry == before
    assert entry(running.post(pay, poster("bert"))) == before + 1
    running.close()
    assert list(compare(paying.store)) == []


@pytest.mark.postgres
def test_who_may_not_erase_costs_nobody_else_anything(served: Schema) -> None:
    """An erasure is refused before anything of it is gathered."""
    place = served.location_of(SERVICE)

    def named(name: str) -> Poster:
        actor = Actor(name=name, source="account", login="x", session_user=SERVICE)
        return Poster(actor, name, "token")

    running = Waiting(
        lambda: Ledger(open_store(place, writing=True), lambda: NOON), named
    )
    erase = built("erase_sealed", {"before": "2012-01-01", "reason": "x"})
    erased = running.post(erase, named("anna"))
    last = running.post(process_cost(number=3), named("bert"))
    before = running.begin()
    assert refusal(erased).code == "LEDGER_READ_ONLY"
    assert entry(last) == before + 1
    running.close()
    assert served.run("SELECT MAX(entry) FROM entries") == [(before + 1,)]
