"""What may be reversed, and while what: an entry's own trait, then what came later.

What is reversed counts as never having been there, and its reversal with it where it
came later too.
"""

from collections.abc import Iterable
from datetime import date

from domain.budgets import accounts
from domain.catalogue import BY_NAME, Trait, with_trait
from domain.deciding.books import Books, PostedEntry, Since
from domain.deciding.movements import (
    check_clears_again,
    grants_moved,
    reclassification_in_the_way,
    settled_since,
)
from domain.entries.command import Command, OnCurrentAccount
from domain.entries.decisions import RecordDecision
from domain.entries.deviations import Deviate
from domain.entries.event import LedgerEvent
from domain.entries.grants import GrantChanged
from domain.entries.meetings import RecordMeeting
from domain.entries.payments import OrderPayment
from domain.entries.projects import ProposeProject
from domain.entries.reclassifying import EntryReclassified
from domain.entries.statements import OpenBankAccount, RegisterStatement
from domain.entries.years import OpenBudgetYear
from domain.values.errors import Refusal
from domain.values.messages import Message, message

_DONE_WITH_AWARD = tuple(
    name
    for name in with_trait(Trait.OF_GRANT)
    if name not in ("award_grant", "receive_refund", "write_off_recoverable")
)
"""What uses an award; refunds and write-offs come after these."""


def check_not_reversed(entry: int, posted: PostedEntry) -> None:
    """The entry stands; raises `Refusal` (`ALREADY_REVERSED`)."""
    if posted.reversed_by is not None:
        raise Refusal(
            "ALREADY_REVERSED",
            "entry {entry} was reversed by entry {reversed_by}.",
            entry=entry,
            reversed_by=posted.reversed_by,
        )


def check_not_taken(entry: int, books: Books) -> None:
    """Nothing of it was cleared or reclassified; raises `Refusal` (`NOT_REVERSIBLE`).

    What was taken from it is given back by reversing what took it.
    """
    if books.balance(accounts.taken(entry), date.max):
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} was cleared or reclassified since, in whole or in part;"
            " reverse that first.",
            entry=entry,
        )


def check_reversible(entry: int, posted: PostedEntry, day: date, books: Books) -> None:
    """What a reversal of the entry on that day would be refused for.

    Whether it was reversed, or something was taken from it, is looked at apart.
    Raises `Refusal`: `NOT_REVERSIBLE`, `PROJECT_STATUS` for a settled past, `BAD_DATE`
    for a day before the entry's own or before the reversal of what came after it.
    """
    name = posted.event.given.name
    if not posted.event.given.has(Trait.REVERSIBLE):
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} ({name}) can't be reversed. {instead}",
            entry=entry,
            name=name,
            instead=message(_INSTEAD.get(name, "Correct its texts with annotate.")),
        )
    later = _rests_on_it(entry, posted.event, books)
    if later is None and isinstance(posted.event, EntryReclassified):
        later = reclassification_in_the_way(posted.event, books)
        check_clears_again(entry, posted, day, books)
    if later is not None:
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} ({name}) can't be reversed while entry {later}"
            " rests on it.{way_out}",
            entry=entry,
            name=name,
            later=later,
            way_out=_way_out(later, books),
        )
    for project in _of_grants(posted.event, books):
        _check_settled_past(project, day, books)
    _check_dates(entry, posted.event, day, books)


_INSTEAD = {
    "amend_budget_year": "Amend the year again.",
    "amend_project": "Amend the project again.",
    "lock_period": "Move the lock with reopen_period.",
    "reverse": "Post the original command again.",
}


def _way_out(later: int, books: Books) -> Message | None:
    """Only where the later entry can be reversed itself."""
    posted = books.posted(later)
    if posted is not None and posted.event.given.has(Trait.REVERSIBLE):
        return message(" Reverse that one first.")
    return None


def _rests_on_it(entry: int, event: LedgerEvent, books: Books) -> int | None:
    """An entry that came to rest on it since, which must be reversed first."""
    found = _of_the_bank(entry, event.given, books)
    if found is not None:
        return found
    match event.given:
        case RecordDecision(number=number):
            return books.rests_on(number)
        case OpenBudgetYear(year=year):
            return _standing(books.since_of_year(year, entry), entry)
        case ProposeProject(project=project):
            return _standing(books.since_of_project(project, entry), entry)
        case Deviate(project=project) if project is not None:
            state = books.project(project)
            return None if state is None else state.leaning_on(entry)
    project = getattr(event.given, "project", None)
    return None if project is None else _later(project, entry, event, books)


def _of_the_bank(entry: int, given: Command, books: Books) -> int | None:
    """What answers it, paid it, or came after it on its bank account."""
    match given:
        case OrderPayment(payment=payment):
            return books.paid_by(payment)
        case RegisterStatement(account=account):
            return _after(entry, account, books) or books.answered_by(entry)
        case OpenBankAccount(account=account):
            return _after(entry, account, books) or books.answered_by(entry)
        case OnCurrentAccount():
            return books.answered_by(entry)
        case RecordMeeting(meeting=number):
            return books.rests_on_meeting(number, entry)
    return None


def _after(entry: int, account: str, books: Books) -> int | None:
    """A statement of the account that came later."""
    last = books.last_statement(account)
    return None if last is None or last.entry <= entry else last.entry


def _standing(since: Iterable[Since], entry: int) -> int | None:
    """What of it counts: neither what was reversed, nor the reversal of that."""
    for each in since:
        undoes = each.reverses is not None and each.reverses > entry
        if each.reversed_on is None and not undoes:
            return each.entry
    return None


def _later(project: str, entry: int, event: LedgerEvent, books: Books) -> int | None:
    """What of its project came later that stands in the way."""
    kind = BY_NAME[event.given.name]
    if kind.status == "awarded":
        return books.came_later(project, entry, _DONE_WITH_AWARD)
    if kind.status is not None or kind.has(Trait.SETTLES) or _lowers(event):
        return books.came_later(project, entry)
    if kind.has(Trait.OF_GRANT):
        return settled_since(project, entry, books)
    return None


def _lowers(event: LedgerEvent) -> bool:
    return isinstance(event, GrantChanged) and event.release is not None


def _of_grants(event: LedgerEvent, books: Books) -> Iterable[str]:
    """The projects that it is a grant's entry of."""
    if isinstance(event, EntryReclassified):
        return grants_moved(event, books)
    project = getattr(event.given, "project", None)
    return [project] if project and event.given.has(Trait.OF_GRANT) else []


def _check_settled_past(project: str, day: date, books: Books) -> None:
    """No reversal of a grant's entry before the latest settlement."""
    state = books.project(project)
    settled = None if state is None else state.settled_until
    if settled is not None and day < settled:
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} was settled on {settled}; a reversal is not"
            " dated before that.",
            project=project,
            settled=settled,
        )


def _check_dates(entry: int, event: LedgerEvent, day: date, books: Books) -> None:
    """Not before its own date, nor before what came after it was undone."""
    own = event.effective_date
    if own is not None and day < own:
        raise Refusal(
            "BAD_DATE",
            "entry {entry} is of {date}; it is not undone before that day.",
            entry=entry,
            date=own,
        )
    for each in _came_after(entry, event, books):
        if each.reversed_on is not None and day < each.reversed_on:
            raise Refusal(
                "BAD_DATE",
                "entry {later} came after entry {entry} and was reversed on"
                " {reversed_on}; this reversal is not dated before that.",
                later=each.entry,
                entry=entry,
                reversed_on=each.reversed_on,
            )


def _came_after(entry: int, event: LedgerEvent, books: Books) -> Iterable[Since]:
    """What lived on an opening or a proposal, all of it reversed by now."""
    match event.given:
        case OpenBudgetYear(year=year):
            return books.since_of_year(year, entry)
        case ProposeProject(project=project):
            return books.since_of_project(project, entry)
    return ()
