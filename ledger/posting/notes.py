"""Notes: what an accepted entry causes or makes worse that wants a look.

A note is no refusal. It is a function of the entry, its lines and the books with the
entry in them; a command looks up only what its own kind can cause. Vouchers are looked
at together when entries are written (`ledger.posting.reused`).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.budgets.breaches import Changes, below_floor
from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.messages import Euro, Message, Told, Value, message
from domain.values.money import Cents
from domain.values.texts import folded
from ledger.posting.books import LedgerBooks
from projections.answers.years import gap_of_year

Lines = Sequence[tuple[str, Cents]]


class Note(NamedTuple):
    """A stable code, and what is to be seen: template and values."""

    code: str
    said: Message

    def as_json(self, line: int | None = None) -> dict[str, object]:
        """The contract's form; `line` is that of a posted file."""
        return {"line": line, "code": self.code, "message": Told(self.said)}


Notes = Iterator[Note]


def note(code: str, template: str, /, **values: Value) -> Note:
    """A note of a template and its values."""
    return Note(code, message(template, **values))


def notes_on(event: LedgerEvent, lines: Lines, books: LedgerBooks) -> list[Note]:
    """The notes on an entry that the books have taken in; vouchers apart."""
    kinds = _BY_COMMAND.get(event.given.name)
    if kinds is None:
        return []
    return [each for kind in kinds for each in kind(event, lines, books)]


def broken(
    changed: Changes, day: date | None, codes: frozenset[str], books: LedgerBooks
) -> Notes:
    """The budgets that a fact lowers below their floor, each under its code."""
    if day is None:
        return
    for breach in below_floor(changed, day, books, codes):
        quantity = breach.quantity
        yield note(
            quantity.code,
            "{what} is {left} on {day}, below its floor of {floor}.",
            what=quantity.label,
            left=Euro(breach.left),
            day=breach.day,
            floor=Euro(0 if quantity.shifted else breach.floor),
        )


def _key_gap(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """Z5: what of the budget of its year nobody pays."""
    given = event.given
    gap = -books.balance(acc.uncovered(given.year), given.date)
    said = gap_of_year(given.year, gap)
    if said is not None:
        yield Note("KEY_GAP", said)


def _carried(event: Any, lines: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """What is carried to another year may rest on money that nobody pays."""
    if getattr(event.given, "carry_to", None) is not None:
        yield from _key_gap(event, lines, books)


def _over_received(event: LedgerEvent, lines: Lines, books: LedgerBooks) -> Notes:
    """Z4: a partner paid more than was called from it."""
    day = event.effective_date
    for account, amount in lines:
        if amount >= 0 or day is None or not account.startswith("assets:receivable:"):
            continue
        more = books.below_zero(account, day)
        if more:
            _, _, partner, year = account.split(":")
            yield note(
                "OVER_RECEIVED",
                "{partner} has paid {more} more than was called for {year}; reverse the"
                " entry if it was mistyped, or pay it back (repay_contribution).",
                partner=partner,
                more=Euro(more),
                year=year,
            )


def _payee_differs(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """A grant is paid to its recipient; another payee may be an error or a fraud."""
    given = event.given
    project = books.project(given.project)
    if given.payee is None or project is None:
        return
    recipient = project.proposal.recipient
    if given.payee != recipient and folded(given.payee) != folded(recipient):
        yield note(
            "PAYEE_DIFFERS",
            "{payee} is paid; the recipient of {project} is {recipient}.",
            payee=given.payee,
            project=given.project,
            recipient=recipient,
        )


def _awarded_after_year(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """An award or a raise of a year that has ended."""
    if event.given.name == "award_grant" or event.raised:
        yield from _after(event.year, event.given.date, books)


def _cost_after_year(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """A process cost of a year that has ended."""
    yield from _after(event.given.year, event.given.date, books)


def _after(code: str, day: date, books: LedgerBooks) -> Notes:
    span = books.course.year(code, day)
    if span is not None and day > span[1]:
        yield note(
            "AFTER_YEAR",
            "{date} is after the end of {year} on {end}.",
            date=day,
            year=code,
            end=span[1],
        )


def _as_booked(event: Any, lines: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """What the command can cause that the entry is booked as from now on."""
    as_ = event.given.as_
    whole = as_.whole(
        amount=event.amount, date=event.given.date, document=event.document
    )
    for kind in _BY_BOOKED.get(as_.command, ()):
        yield from kind(_Booked(whole), lines, books)


class _Booked(NamedTuple):
    """A command that another entry is booked as, where a kind looks at an event."""

    given: Command


def _far_from_year(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """Opened or proposed more than a year outside its year: rather a typing error."""
    given = event.given
    span = books.course.year(given.year, given.date)
    if span is None:
        return
    start, end = span
    if not _moved(start, -1) <= given.date <= _moved(end, 1):
        yield note(
            "FAR_DATE",
            "{date} is more than a year outside {year} ({start} to {end}).",
            date=given.date,
            year=given.year,
            start=start,
            end=end,
        )


def _moved(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _later_decision(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """A decision of a day to come is rather a typing error."""
    day = event.given.date
    if day > books.today:
        yield note(
            "FAR_DATE",
            "{day} is after today ({today}); reverse it if that is a typing error.",
            day=day,
            today=books.today,
        )


def _plan_gap(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the commands that it is for
    """Costs of a project that neither the grant nor anybody else covers."""
    given = event.given
    project = books.project(given.project)
    if project is None:
        return
    proposal = project.proposal
    own = sum(proposal.own_contributions.values())
    third = sum(party.contribution for party in proposal.third_parties)
    gap = proposal.total_cost - given.amount - own - third
    if gap > 0:
        yield note(
            "PLAN_GAP",
            "{gap} of the costs of {project} has nobody to pay it: {total} less the"
            " grant of {grant}, own contributions of {own} and {third} of third"
            " parties.",
            gap=Euro(gap),
            project=given.project,
            total=Euro(proposal.total_cost),
            grant=Euro(given.amount),
            own=Euro(own),
            third=Euro(third),
        )


def _overdrawn(event: LedgerEvent, lines: Lines, books: LedgerBooks) -> Notes:
    """Without a floor nothing is refused; what falls below zero is said."""
    day = event.effective_date
    if day is None or books.floor_on(day) is not None:
        return
    moved = sum(amount for account, amount in lines if account == acc.CURRENT_ACCOUNT)
    short = books.below_zero(acc.CURRENT_ACCOUNT, day) if moved < 0 else 0
    if short:
        yield note(
            "OVERDRAWN",
            "the current account is overdrawn by {short} on {day} or later.",
            short=Euro(short),
            day=day,
        )
    yield from _earmarked_used(event, moved, day, books)


def _earmarked_used(
    event: LedgerEvent, moved: Cents, day: date, books: LedgerBooks
) -> Notes:
    """Money of others (Z23) that is not there any more since this entry."""
    found = books.earmarked_used(event, moved, day)
    if found is None:
        return
    since, used, earmarked = found
    yield note(
        "EARMARKED_USED",
        "{used} of the {earmarked} that is earmarked for projects is used for other"
        " ends on {since}.",
        used=Euro(used),
        earmarked=Euro(earmarked),
        since=since,
    )


def _not_reconciled(event: Any, _: Lines, books: LedgerBooks) -> Notes:  # noqa: ANN401  # of the command that it is for
    """What of the bank is open in the period that is locked."""
    found = books.unanswered(event.given.until)
    if found:
        yield note(
            "NOT_RECONCILED",
            "on {until} {lines} bank lines and {entries} entries are open (zuidas bank"
            " reconcile --at {until}).",
            until=event.given.until,
            lines=found.lines,
            entries=found.entries,
        )


Kind = Callable[[Any, Lines, LedgerBooks], Notes]
_BY_COMMAND: dict[str, tuple[Kind, ...]] = {
    "record_decision": (_later_decision,),
    "open_budget_year": (_key_gap, _far_from_year),
    "amend_budget_year": (_key_gap, _over_received),
    "close_budget_year": (_carried,),
    "lock_period": (_not_reconciled,),
    "receive_contribution": (_over_received,),
    "repay_contribution": (_overdrawn,),
    "post_process_cost": (_cost_after_year, _overdrawn),
    "pay_other": (_overdrawn,),
    "propose_project": (_far_from_year,),
    "award_grant": (_awarded_after_year, _plan_gap),
    "change_grant": (_awarded_after_year,),
    "pay_grant": (_payee_differs, _overdrawn),
    "receive_funds": (_overdrawn,),
    "spend_funds": (_overdrawn,),
    "reclassify": (_over_received, _overdrawn, _as_booked),
    "reverse": (_over_received, _overdrawn),
}
"""What each command can cause; what it can't is never looked up."""
_BY_BOOKED: dict[str, tuple[Kind, ...]] = {
    "post_process_cost": (_cost_after_year,),
    "pay_grant": (_payee_differs,),
}
"""What is looked at in the fields of the command that an entry is booked as."""
