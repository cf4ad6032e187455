"""WHEN: an entry, a day, or a date and time, each with the whole unit that it names.

`2012-01-31T17:00` lasts until just before 17:01, so a time as a report shows it
includes the entry that it stands beside.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from domain.values.errors import BadForm, Refusal
from domain.values.messages import Quoted, Words

_FORM = (
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(T(?P<minute>[0-9]{2}:[0-9]{2})(:(?P<second>[0-9]{2})(\.(?P<part>[0-9]{1,6}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_AS_RECORDED = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9]\.[0-9]{6}Z"
_MINUTE = len("2012-01-31T17:00")
_SMALLEST = timedelta(microseconds=1)
_MOST_DIGITS = 18


class Moment(NamedTuple):
    """A stretch of recording time in UTC, its last microsecond included."""

    first: datetime
    last: datetime

    @property
    def before(self) -> datetime:
        """The last moment before it; of the first that there is, as near as it goes."""
        try:
            return self.first - _SMALLEST
        except OverflowError:
            return self.first


def moment(text: str, zone: tzinfo) -> Moment:
    """The stretch that a date, or a date and time, names; without offset in `zone`.

    Raises `Refusal` (`BAD_DATE`) for any other form, and for a local time that does not
    exist or exists twice.
    """
    found = re.fullmatch(_FORM, text)
    if found is None:
        raise _no_moment(text)
    try:
        day = date.fromisoformat(found["day"])
        if found["minute"] is None:
            return Moment(_begin(day, zone), _end(day, zone))
        local = _local(found, day)
        first = _placed(text, local, found["offset"], zone)
        return Moment(first, first + _unit(found) - _SMALLEST)
    except (ValueError, OverflowError):
        raise _no_moment(text) from None


def _begin(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day; of the first day that there is, as near as it goes."""
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _end(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day."""
    try:
        return _begin(day + timedelta(days=1), zone) - _SMALLEST
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _no_moment(text: str) -> BadForm:
    return BadForm(
        "BAD_DATE",
        "{text} is neither an entry such as '#12', nor a date such as 2012-01-31, nor a"
        " date and time such as 2012-01-31T17:00.",
        text=Quoted(text),
    )


def _local(found: re.Match[str], day: date) -> datetime:
    part = (found["part"] or "").ljust(6, "0")
    second = found["second"] or "00"
    return datetime.fromisoformat(f"{day}T{found['minute']}:{second}.{part}")


def _unit(found: re.Match[str]) -> timedelta:
    if found["second"] is None:
        return timedelta(minutes=1)
    return timedelta(microseconds=10 ** (6 - len(found["part"] or "")))


def _placed(text: str, local: datetime, offset: str | None, zone: tzinfo) -> datetime:
    if offset is not None:
        return datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
    earlier, later = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return earlier.astimezone(UTC)
    twice = is_ambiguous(local, zone)
    raise Refusal(
        "BAD_DATE",
        "{text} is a local time that {what}: the clock is changed then. Write {first}"
        " or {second}.",
        text=Quoted(text),
        what=Words("exists twice" if twice else "does not exist"),
        first=f"{text}{offset_of(earlier)}",
        second=f"{text}{offset_of(later)}",
    )


def is_ambiguous(local: datetime, zone: tzinfo) -> bool:
    """A local time exists twice: before a clock is set back, and after."""
    earlier, later = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = earlier.utcoffset(), later.utcoffset()
    return before is not None and after is not None and before > after


def offset_of(placed: datetime) -> str:
    """The offset of a moment as WHEN takes it, such as `+02:00`."""
    return placed.isoformat()[-6:]


def entry_of(text: str, last: int) -> int | None:
    """The entry that `#N` names, None for another form; `last` is the last one.

    Raises `Refusal`: `BAD_DATE` for a number that is none, `ENTRY_UNKNOWN`.
    """
    number = number_of(text)
    if number is not None and not 1 <= number <= last:
        raise Refusal(
            "ENTRY_UNKNOWN",
            "there is no entry {number}; the last one is {last}.",
            number=number,
            last=last,
        )
    return number


def number_of(text: str) -> int | None:
    """The N of `#N`, of an entry that there may not be; None for another form.

    Raises `Refusal` (`BAD_DATE`) for a number that is none.
    """
    if not text.startswith("#"):
        return None
    digits = text[1:]
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        raise BadForm(
            "BAD_DATE", "{text} is not an entry such as '#12'.", text=Quoted(text)
        )
    return int(digits)


def told_by_minute(times: Iterable[str], tell: Callable[[str], str]) -> dict[str, str]:
    """Recording times as `tell` has them: to the minute, by the clock of a zone.

    Those of one minute are worked out once, where `tell` says the same of its ends.
    """
    minutes: dict[str, list[str]] = {}
    has_form = re.compile(_AS_RECORDED).fullmatch
    for each in times:
        known = each[:_MINUTE] if has_form(each) else each
        minutes.setdefault(known, []).append(each)
    told: dict[str, str] = {}
    for minute, some in minutes.items():
        ends = (f"{minute}:00.000000Z", f"{minute}:59.999999Z")
        if len(some) > len(ends) and len({*map(tell, (some[0], *ends))}) == 1:
            told |= dict.fromkeys(some, tell(some[0]))
        else:
            told |= {each: tell(each) for each in some}
    return told


def as_recorded(when: datetime) -> str:
    """A moment in UTC as recording times are stored, so that texts compare."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")
