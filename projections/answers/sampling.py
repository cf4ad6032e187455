"""Findings: the entries that an auditor looks at first, each with its reasons.

A reason is no reproach: most of these entries are in order. They are where mistakes and
fraud would hide, as auditing handbooks list them (backdating, reopened periods, round
amounts, double payments, odd hours; ISA 240 on journal entries). One pass over them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from domain.values.messages import (
    Coded,
    Decimals,
    Euro,
    Message,
    Recorded,
    Value,
    english,
    message,
    parts,
)
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers import sampling_groups
from projections.answers.entries import Entry, Filters, history
from projections.answers.periods import ReopenedPeriods
from projections.answers.sampling_approvals import Approvals
from projections.answers.sampling_groups import Groups
from projections.recorded import jumps
from projections.snapshot import View
from projections.sums import cents

_OPENING = "init"
_NEAR_PERCENT = 95


@dataclass(frozen=True)
class Thresholds:
    """What counts as remarkable."""

    backdated_days: int = 30
    round_amount: Cents = 100_000
    large_times: int = 5
    """Times the median amount of the same command."""
    opens: time = time(7)
    closes: time = time(19)
    """Office hours, in the framework's time zone."""


class Reason:
    """Why an entry is looked at: a stable code, a template and its values."""

    __slots__ = ("code", "said")

    def __init__(self, code: str, template: str, /, **values: Value) -> None:
        self.code = code
        self.said = Message(template, values)

    @property
    def message(self) -> str:
        """The words, in English."""
        return english(self.said)


@dataclass(slots=True)
class Sampled:
    """An entry with the reasons to look at it."""

    number: int
    row: dict[str, object]
    amount: Cents
    reasons: list[Reason] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The entry as a row, and its reasons."""
        reasons = [{"code": r.code, "message": r.message} for r in self.reasons]
        return self.row | {"reasons": reasons}


def findings(
    view: View, filters: Filters | None = None, thresholds: Thresholds | None = None
) -> list[Sampled]:
    """Entries with a reason to look at them, those with most reasons first.

    The filters choose what is listed; compared is always with the whole ledger.
    """
    sampler = _Sampler(view, thresholds or Thresholds())
    for entry, wanted in _chosen(view, filters or Filters()):
        sampler.take(entry, wanted=wanted)
    found = [each for each in sampler.finish() if each.reasons]
    return sorted(found, key=lambda s: (-len(s.reasons), -s.amount, s.number))


def _chosen(view: View, filters: Filters) -> Iterator[tuple[Entry, bool]]:
    """Every entry in order, and whether the filters let it through."""
    if filters == Filters():
        yield from ((entry, True) for entry in history(view))
        return
    through = (entry.number for entry in history(view, filters))
    wanted = next(through, None)
    for entry in history(view):
        is_wanted = entry.number == wanted
        yield entry, is_wanted
        if is_wanted:
            wanted = next(through, None)


class _Sampler:
    """Gathers reasons while the entries pass by in order."""

    def __init__(self, view: View, thresholds: Thresholds) -> None:
        self._view = view
        self._thresholds = thresholds
        self._periods = ReopenedPeriods(view)
        self._groups = Groups(view)
        self._approvals = Approvals(view)
        self._first = sampling_groups.first_entries(view)
        self._medians = sampling_groups.medians(view)
        self._jumps = jumps(view.reader, view.entry)
        self._found: dict[int, Sampled] = {}

    def take(self, entry: Entry, *, wanted: bool) -> None:
        """Look at one entry."""
        reopened_by = self._periods.take(entry)
        grouped = self._groups.take(entry)
        if not wanted or entry.command == _OPENING:
            return
        sampled = Sampled(entry.number, _row(entry), entry.amount or 0)
        if reopened_by is not None:
            sampled.reasons.append(
                Reason(
                    "REOPENED_PERIOD",
                    "posted in a period that entry {reopened_by} reopened",
                    reopened_by=reopened_by,
                )
            )
        sampled.reasons += self._of_time(entry)
        sampled.reasons += _of_kind(entry)
        sampled.reasons += self._of_actor(entry)
        sampled.reasons += self._of_amount(entry)
        sampled.reasons += (
            Reason(code, "{said}", said=said)
            for code, said in self._approvals.of(entry)
        )
        if sampled.reasons or grouped:
            self._found[entry.number] = sampled

    def finish(self) -> Iterator[Sampled]:
        """Everything found, with what only the last entry could tell."""
        for code, what, numbers in self._groups.repeated():
            for number in numbers:
                if number in self._found:
                    others = [f"#{other}" for other in numbers if other != number]
                    self._found[number].reasons.append(
                        Reason(code, "{what} as {few}", what=what, few=_few(others))
                    )
        yield from self._found.values()

    def _of_time(self, entry: Entry) -> Iterator[Reason]:
        zone = self._view.opening.zone
        recorded = _moment(entry.recorded_at).astimezone(zone)
        days = days_late(entry.date, entry.recorded_at, zone)
        if days > self._thresholds.backdated_days:
            yield Reason(
                "BACKDATED", "dated {days} days before it was recorded", days=days
            )
        yield from self._of_clock(entry)
        if recorded.weekday() >= _SATURDAY:
            yield Reason("WEEKEND", "recorded on a {recorded:%A}", recorded=recorded)
        elif not self._thresholds.opens <= recorded.time() < self._thresholds.closes:
            yield Reason(
                "OFFICE_HOURS", "recorded at {recorded:%H:%M}", recorded=recorded
            )

    def _of_clock(self, entry: Entry) -> Iterator[Reason]:
        clock = entry.event.get("clock")
        if clock is not None:
            yield Reason(
                "CLOCK_RAN_BACK",
                "the clock said {clock}, earlier than the entry before",
                clock=Recorded(clock),
            )
        ahead = entry.event.get("previous_recorded_at")
        if ahead is not None:
            yield Reason(
                "CLOCK_WAS_BEHIND",
                "recorded far before the entry ahead of it ({ahead})",
                ahead=Recorded(ahead),
            )
        following = self._jumps.get(entry.number + 1)
        if following is not None:
            yield Reason(
                "CLOCK_WAS_AHEAD",
                "recorded far after the entry that follows ({following})",
                following=Recorded(following),
            )

    def _of_actor(self, entry: Entry) -> Iterator[Reason]:
        login = entry.event["actor"]["login"]
        if entry.actor != entry.person:
            yield Reason(
                "OTHER_PERSON",
                "posted as {actor}; it was {person}",
                actor=entry.actor,
                person=entry.person,
            )
        # What was approved is recorded by the login of whoever approved it.
        if entry.actor != login and entry.event.get("approval") is None:
            yield Reason(
                "OTHER_ACTOR",
                "posted as {actor} by login {login}",
                actor=entry.actor,
                login=login,
            )
        if self._first.get(entry.actor) == entry.number:
            yield Reason(
                "FIRST_BY_ACTOR", "the first entry by {actor}", actor=entry.actor
            )

    def _of_amount(self, entry: Entry) -> Iterator[Reason]:
        amount = entry.amount
        if not amount:
            return
        if self._thresholds.round_amount and not amount % self._thresholds.round_amount:
            yield Reason(
                "ROUND_AMOUNT", "{amount} is a round amount", amount=Euro(amount)
            )
        median = self._medians.get(entry.command)
        if median is not None and amount >= self._thresholds.large_times * median:
            yield Reason(
                "LARGE_AMOUNT",
                "{amount}, where the median {command} is {median}",
                amount=Euro(amount),
                command=Coded(entry.command),
                median=Euro(median),
            )


def days_late(day: str | None, recorded_at: str, zone: tzinfo) -> int:
    """How many days after its date an entry was recorded; 0 where it has no date."""
    if day is None:
        return 0
    recorded = _moment(recorded_at).astimezone(zone).date()
    return (recorded - date.fromisoformat(day)).days


_SATURDAY = 5


def _row(entry: Entry) -> dict[str, object]:
    return {
        "entry": entry.number,
        "date": entry.date,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "command": entry.command,
        "amount": None if entry.amount is None else format_cents(entry.amount),
        "document": entry.document,
    }


def _moment(recorded_at: str) -> datetime:
    return datetime.fromisoformat(recorded_at)


def _decimal(amount: str) -> Decimals:
    return Decimals(cents(amount))


def _few(names: list[str], most: int = 5) -> Value:
    more = len(names) - most
    listed = parts(names[:most])
    if more <= 0:
        return listed
    return message("{listed} and {more} more", listed=listed, more=more)


def _of_kind(entry: Entry) -> Iterator[Reason]:
    """Corrections of what was posted, and departures from a rule."""
    if entry.reverses is not None:
        yield Reason("REVERSAL", "reverses entry {reverses}", reverses=entry.reverses)
    if entry.reversed_by is not None:
        yield Reason(
            "REVERSED",
            "was reversed by entry {reversed_by}",
            reversed_by=entry.reversed_by,
        )
    if entry.command == "deviate":
        yield Reason(
            "DEVIATION", "deviates from {rule} (Z18)", rule=Coded(entry.given["rule"])
        )
    assessment = entry.event.get("assessment")
    for condition in () if assessment is None else assessment["conditions"]:
        leaned = condition.get("deviation") or ()
        if leaned:
            numbers = _few([f"#{number}" for number in leaned])
            yield Reason(
                "DEVIATION",
                "{rule} only by deviation {numbers}",
                rule=Coded(condition["rule"]),
                numbers=numbers,
            )
        elif _is_near(condition):
            yield Reason(
                "NEAR_LIMIT",
                "{rule}: {amount} of at most {maximum}",
                rule=Coded(condition["rule"]),
                amount=_decimal(condition["facts"]["amount"]),
                maximum=_decimal(condition["facts"]["maximum"]),
            )


def _is_near(condition: dict[str, dict[str, str]]) -> bool:
    """An award just below the maximum per project or share (Z13, Z14)."""
    facts = condition["facts"]
    if facts.get("share") == "100":
        return False  # of all partners together the whole may be asked for
    try:
        amount, maximum = (_cents(facts[name]) for name in ("amount", "maximum"))
    except (KeyError, ValueError, AttributeError, TypeError):
        return False
    return maximum * _NEAR_PERCENT <= amount * 100 <= maximum * 100 and amount > 0


def _cents(amount: str) -> Cents:
    return int(amount.replace(".", ""))
