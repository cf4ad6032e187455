"""Whatever the clocks said: what was known at a moment, by the contract's own words.

A clock here goes on, stands still, runs back a little, or jumps by hours and years in
either direction. The rules of recording and of knowing are written down again, naively.
"""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.verifying.verify import verify
from projections.answers.entries import history
from projections.filters import filters_of
from projections.snapshot import known_entry
from tests.unit.domain.posting import NOON, OFFICER, LedgerInTest, built

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
YEAR = timedelta(days=365)
Clocks = list[datetime]
BEGUN = [NOON, NOON]
"""When the entries were recorded that are there to begin with."""

STEPS = st.one_of(
    st.sampled_from([TICK * 0, TICK, -TICK, -HOUR, -HOUR - TICK, HOUR, -2 * HOUR]),
    st.integers(-7200, 7200).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(-40, 40).map(lambda years: years * YEAR),
)


@st.composite
def clocks(draw: st.DrawFn) -> Clocks:
    """What the clock said at each posting, in order."""
    found, now = [], NOON
    for step in draw(st.lists(STEPS, min_size=1, max_size=14)):
        now = min(max(now + step, NOON - 200 * YEAR), NOON + 200 * YEAR)
        found.append(now)
    return found


def recorded(said: Clocks) -> Clocks:
    """At most an hour behind the last entry: its time. Further behind: its own."""
    times: Clocks = []
    for clock in said:
        last = times[-1] if times else clock
        times.append(last if timedelta() < last - clock <= HOUR else clock)
    return times


def known(times: Clocks, moment: datetime) -> int:
    """The last entry from which on the smallest recording time is not later."""
    numbers = range(1, len(times) + 1)
    return max((n for n in numbers if min(times[n - 1 :]) <= moment), default=0)


def moments(times: Clocks) -> list[datetime]:
    """All there are, and those around them."""
    return sorted({each + step * TICK for each in times for step in (-1, 0, 1)})


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Entry 1 at noon, and a decision whose subject can be corrected at any time."""
    path = tmp_path_factory.mktemp("clocks") / "empty.db"
    ledger = LedgerInTest.new(path)
    ledger.decide("SG-1")
    ledger.close()
    return path


class Posting:
    """A ledger that gets an entry at a time."""

    def __init__(self, empty: Path) -> None:
        path = empty.with_name("clocks.db")
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(empty, path)
        self.ledger = LedgerInTest(path)

    def post(self, said: Clocks) -> None:
        """Entries at these moments, in one transaction."""
        rest = iter([said[0], *said])  # it is looked at once to begin with
        self.ledger.ledger.now = lambda: next(rest)
        with self.ledger.ledger.posting(OFFICER) as post:
            for _ in said:
                post(built("annotate", CORRECTION))

    def known(self, moment: datetime) -> int:
        view = self.ledger.view()
        return known_entry(view.reader, view.opening, when(moment))

    def between(self, first: datetime, last: datetime) -> list[int]:
        view = self.ledger.view()
        given = {"recorded_from": when(first), "recorded_to": when(last)}
        return [entry.number for entry in history(view, filters_of(view, given))]


CORRECTION = {"entry": 2, "field": "subject", "value": "x", "reason": "x"}


def when(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(said=clocks(), cut=st.integers(0, 13))
def test_what_was_known_goes_by_the_smallest_time_from_an_entry_on(
    empty: Path, said: Clocks, cut: int
) -> None:
    posting = Posting(empty)
    for some in (said[:cut], said[cut:]):
        if some:
            posting.post(some)
    times = recorded([*BEGUN, *said])
    rows = posting.ledger.store.execute(
        "SELECT recorded_at FROM entries ORDER BY entry"
    )
    assert [row[0] for row in rows] == list(map(when, times))
    asked = moments(times)
    for moment in asked:
        assert posting.known(moment) == known(times, moment), moment
    for first, last in zip(asked[::3], asked[2::3], strict=False):
        expected = range(known(times, first - TICK) + 1, known(times, last) + 1)
        assert posting.between(first, last) == list(expected)
    store = posting.ledger.store
    with store.reading():
        assert verify(store, rules=True).is_clean
    posting.ledger.close()


@settings(max_examples=40, derandomize=True, deadline=None)
@given(said=clocks())
def test_what_stays_true_while_a_ledger_grows(empty: Path, said: Clocks) -> None:
    posting = Posting(empty)
    asked = moments(recorded([*BEGUN, *said]))
    before = {moment: posting.known(moment) for moment in asked}
    for number, clock in enumerate(said, start=len(BEGUN) + 1):
        posting.post([clock])
        now = {moment: posting.known(moment) for moment in asked}
        own = datetime.fromisoformat(posting.ledger.show(number)["recorded_at"])
        for moment in asked:
            # An entry changes what was known from its own time on, and nothing
            # before it; there it and all before it are known.
            assert now[moment] == (number if moment >= own else before[moment])
        # A later moment knows no less.
        assert list(now.values()) == sorted(now.values())
        before = now
    posting.ledger.close()
