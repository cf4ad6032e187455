"""Lawfulness of the administration: what was posted again, late, or by one person."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from domain.values.messages import Euro, Message, Words, message
from domain.values.money import Cents
from projections.answers.bank import open_lines
from projections.answers.deviations import reversed_by_date
from projections.answers.entries import Entry, Filters, entry, history
from projections.answers.lawful_finding import Criterion, Found
from projections.answers.payments import orders
from projections.answers.sampling import Thresholds
from projections.checks.administration import is_stopped
from projections.days import day_number, from_number, iso_day_number
from projections.snapshot import View

OUTGOING = (
    *("award_grant", "change_grant", "pay_grant", "post_process_cost", "pay_other"),
    *("spend_funds", "repay_contribution", "write_off_recoverable"),
)
"""What spends money or promises it: two people should have looked at it."""


def administration(view: View, start: date) -> Criterion:
    """Reopened periods; entries of the year late, reversed or by one; open lines."""
    filters = Filters(from_day=day_number(start), to_day=view.day)
    posted = [each for each in history(view, filters) if is_stopped(view, each)]
    lines = open_lines(view)
    found = [*_reopened(view, start), *_backdated(view, posted)]
    found += _reversed(view, posted)
    found += _alone(view, posted)
    for line in lines:
        said = message(
            "of line {line} of the bank {open} is answered by no entry.",
            line=line.name,
            open=Euro(line.open),
        )
        day = from_number(line.day)
        amount = abs(line.open)
        found.append(Found("BANK_LINE_OPEN", day, [line.statement], amount, said))
    return Criterion("administration", len(posted) + len(lines), found)


def _reopened(view: View, start: date) -> Iterator[Found]:
    """Each reopening of days of the year, with what was posted in them since."""
    locked: int | None = None
    found: list[tuple[int, int, int, list[Entry]]] = []
    for each in history(view):
        if each.command == "lock_period":
            locked = iso_day_number(each.given["until"])
        elif each.command == "reopen_period":
            first = iso_day_number(each.given["from_date"])
            found.append((each.number, first, locked or first, []))
            locked = first - 1
        elif each.date is not None and is_stopped(view, each):
            day = iso_day_number(each.date)
            for _, first, last, posted in found:
                if first <= day <= last:
                    posted.append(each)
    for number, first, last, posted in found:
        if first > view.day or last < day_number(start):
            continue
        amount = sum(map(_amount, posted))
        said = message(
            "entry {number} reopened {first} to {last}; posted in it since: {posted}.",
            number=number,
            first=from_number(first),
            last=from_number(last),
            posted=len(posted),
        )
        entries = [number, *(each.number for each in posted)]
        yield Found("PERIOD_REOPENED", from_number(first), entries, amount, said)


def _backdated(view: View, posted: Iterable[Entry]) -> Iterator[Found]:
    """By command what was recorded long after its date."""
    days = Thresholds().backdated_days
    late = [each for each in posted if _late(view, each) > days]
    for command, found in _by_command(late).items():
        said = message(
            "{command}: {number} recorded more than {days} days after the date,"
            " {longest} days at most.",
            number=len(found),
            command=Words(command),
            days=days,
            longest=max(_late(view, each) for each in found),
        )
        yield _of(found, "BACKDATED", said)


def _late(view: View, each: Entry) -> int:
    """Days between its date and the day of its recording."""
    recorded = datetime.fromisoformat(each.recorded_at).astimezone(view.opening.zone)
    return (recorded.date() - date.fromisoformat(str(each.date))).days


def _by_command(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    by_command: dict[str, list[Entry]] = {}
    for each in found:
        by_command.setdefault(each.command, []).append(each)
    return by_command


def _of(found: list[Entry], code: str, said: Message) -> Found:
    day = min(date.fromisoformat(str(each.date)) for each in found)
    amount = sum(map(_amount, found))
    return Found(code, day, [each.number for each in found], amount, said)


def _amount(each: Entry) -> Cents:
    """Of a changed grant what it was raised by, else as posted."""
    if each.command == "change_grant":
        return int(each.event.get("raised") or 0)
    return each.amount or 0


def _reversed(view: View, posted: Iterable[Entry]) -> Iterator[Found]:
    for each in posted:
        if each.reverses is None:
            continue
        original = entry(view, each.reverses)
        said = message(
            "entry {original} ({command}) of {date} was reversed: {reason}",
            original=original.number,
            command=Words(original.command),
            date=date.fromisoformat(str(original.date)),
            reason=each.words,
        )
        day = date.fromisoformat(str(each.date))
        entries = [each.number, original.number]
        yield Found("REVERSED", day, entries, original.amount or 0, said)


def _alone(view: View, posted: Iterable[Entry]) -> Iterator[Found]:
    """By command what nobody approved, and no order of it either."""
    approved = {each.given["payment"] for each in orders(view) if each.approved_by}
    alone = [
        each
        for each in posted
        if each.command in OUTGOING
        and each.event.get("approval") is None
        and each.given.get("payment") not in approved
        and not reversed_by_date(view, each)
    ]
    for command, found in _by_command(alone).items():
        said = message(
            "{command}: {number} approved by no second person.",
            number=len(found),
            command=Words(command),
        )
        yield _of(found, "NO_SECOND_PERSON", said)
