"""A service posts only by a clock that can be right, and entries say what it did."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from domain.entries.event import Actor
from domain.values.errors import Refusal
from ledger.posting.application import Ledger
from ledger.posting.clock import MOST_AHEAD, MOST_BEHIND, check_not_ahead, now
from ledger.posting.posters import Poster
from ledger.posting.writer import Writer
from ledger.reading import open_store
from ledger.storage import events
from ledger.verifying.verify import verify
from tests.functional.scenario import fund
from tests.storage.ledgers import StoredLedger
from tests.unit.domain.posting import NOON, built, cost

LAST = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
_numbers = count()


# -- the rule ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "synchronised", "refused"),
    [
        (MOST_AHEAD + timedelta(seconds=1), False, True),
        (timedelta(days=3_650), False, True),
        (MOST_AHEAD + timedelta(seconds=1), True, False),
        (timedelta(days=3_650), True, False),
        (MOST_AHEAD, False, False),
        (timedelta(0), False, False),
        (timedelta(days=-3_650), False, False),
    ],
)
def test_a_clock_far_ahead_that_nobody_sets(
    ahead: timedelta, *, synchronised: bool, refused: bool
) -> None:
    def check() -> None:
        check_not_ahead(LAST + ahead, LAST, lambda: synchronised)

    if not refused:
        check()
        return
    with pytest.raises(Refusal) as found:
        check()
    assert found.value.code == "CLOCK_AHEAD"


def test_a_ledger_without_entries_has_nothing_to_be_ahead_of() -> None:
    check_not_ahead(now() + timedelta(days=3_650), None, lambda: False)


def test_the_system_is_asked_only_where_it_matters() -> None:
    def asked() -> bool:
        raise AssertionError("asked")

    check_not_ahead(LAST + MOST_AHEAD, LAST, asked)


# -- the service's writer ------------------------------------------------------------


class Clock:
    """The server's clock, as whoever set it wants."""

    def __init__(self) -> None:
        self.moment = NOON
        self.synchronised = False


@pytest.fixture
def clock() -> Clock:
    return Clock()


Post = Callable[[], int]


@pytest.fixture
def post(opened: StoredLedger, clock: Clock) -> Iterator[Post]:
    """Posts one more command by the service's writer; gives its entry."""
    fund(opened)
    location, user = opened.location, opened.store.session_user
    actor = Actor(name="anna", source="account", login="x", session_user=user)
    writer = Writer(
        lambda: Ledger(open_store(location, writing=True), lambda: clock.moment),
        lambda: clock.synchronised,
    )

    def one() -> int:
        fields = cost("1.00", "2011-10-12", document=f"INV-{next(_numbers)}")
        command = built("post_process_cost", fields)
        answer = writer.post(command, Poster(actor, "anna", "token"))
        return answer.result(timeout=60)[0].receipt.entry

    yield one
    writer.close()


def refusal(work: Post) -> str:
    with pytest.raises(Refusal) as found:
        work()
    return found.value.code


def recorded(ledger: StoredLedger, entry: int) -> tuple[datetime, object, object]:
    """When an entry was recorded, and what it says of the clock."""
    event = ledger.ledger._event(entry)
    assert event is not None
    return event.recorded_at, event.clock, event.previous_recorded_at


def test_a_clock_that_leaps_ahead_unset_records_nothing(
    opened: StoredLedger, post: Post, clock: Clock
) -> None:
    before = post()
    clock.moment = NOON + timedelta(days=400)
    assert refusal(post) == "CLOCK_AHEAD"
    assert refusal(post) == "CLOCK_AHEAD"
    assert events.last_entry(opened.store) == before
    clock.moment = NOON + timedelta(hours=1)
    assert post() == before + 1
    clock.moment, clock.synchronised = NOON + timedelta(days=400), True
    assert post() == before + 2
    assert recorded(opened, before + 2) == (clock.moment, None, None)


def test_a_clock_that_is_set_back_while_serving_is_told_by_the_entries(
    opened: StoredLedger, post: Post, clock: Clock
) -> None:
    first = post()
    clock.moment = NOON - timedelta(minutes=10)
    assert recorded(opened, post()) == (NOON, clock.moment, None)
    clock.moment = NOON - MOST_BEHIND - timedelta(days=1)
    assert recorded(opened, post()) == (clock.moment, None, NOON)
    clock.moment += timedelta(minutes=1)
    assert recorded(opened, post()) == (clock.moment, None, None)
    # A day and more further: the last entry is of a clock that was behind.
    clock.moment = NOON + timedelta(minutes=1)
    assert refusal(post) == "CLOCK_AHEAD"
    clock.synchronised = True
    assert post() == first + 4
    assert verify(opened.store).errors == 0
