"""Reversals and annotations: corrections that leave the original as it was."""

from datetime import date

from domain.budgets import accounts
from domain.budgets.earmarking import earmark_changes
from domain.catalogue import Trait
from domain.deciding.books import Books, Draft, PostedEntry
from domain.deciding.register import decides
from domain.entries.command import Command
from domain.entries.corrections import Annotate, EntryAnnotated, EntryReversed, Reverse
from domain.entries.event import Actor
from domain.entries.funds import ReceiveFunds, SpendFunds
from domain.entries.grants import (
    AwardGrant,
    ChangeGrant,
    DetermineGrant,
    GrantChanged,
    PayGrant,
    ReceiveRefund,
    WithdrawGrant,
    WriteOffRecoverable,
)
from domain.entries.projects import RejectProject
from domain.entries.register import command_model
from domain.values.errors import Refusal
from domain.values.messages import Message, message

_GRANT_ENTRIES = ("pay_grant", "change_grant", "determine_grant", "withdraw_grant")


def original(number: int, books: Books) -> PostedEntry:
    """The entry of that number; raises `Refusal` (`ENTRY_UNKNOWN`)."""
    posted = books.posted(number)
    if posted is None:
        raise Refusal("ENTRY_UNKNOWN", "there is no entry {number}.", number=number)
    return posted


@decides(Reverse)
def reverse(command: Reverse, actor: Actor, books: Books) -> Draft:
    """The opposite lines on a stated date; each entry once."""
    posted = original(command.entry, books)
    given = posted.event.given
    if posted.reversed_by is not None:
        raise Refusal(
            "ALREADY_REVERSED",
            "entry {entry} was reversed by entry {reversed_by}.",
            entry=command.entry,
            reversed_by=posted.reversed_by,
        )
    if not given.has(Trait.REVERSIBLE):
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} ({name}) can't be reversed. {instead}",
            entry=command.entry,
            name=_name(posted),
            instead=_instead(posted),
        )
    check_reversible(command.entry, posted, command.date, books)
    _check_not_taken(command.entry, posted, books)
    earmarked = _earmarked(command, given, books)
    return Draft(
        posted.event.originator_id,
        lambda envelope: EntryReversed(
            **envelope,
            given=command,
            original=given.name,
            project=about(posted, "project"),
            partner=about(posted, "partner"),
            programme=about(posted, "programme"),
            year=about(posted, "year"),
            lines=[(account, -amount) for account, amount in posted.lines],
            earmarked=earmarked,
        ),
    )


def check_reversible(entry: int, posted: PostedEntry, day: date, books: Books) -> None:
    """Whatever a reversal of the entry on that day is refused for.

    Raises `Refusal`: `NOT_REVERSIBLE`, `PROJECT_STATUS`, `BAD_DATE`.
    """
    _check_only_while(entry, posted, books)
    _check_project_dates(day, posted, books)
    since = posted.event.effective_date
    if since is not None and day < since:
        raise Refusal(
            "BAD_DATE",
            "entry {entry} is of {date}; its reversal is not dated before it.",
            entry=entry,
            date=since,
        )


def _name(posted: PostedEntry) -> str:
    return posted.event.given.name


def _instead(posted: PostedEntry) -> Message:
    ways = {
        "open_budget_year": "Change it with amend_budget_year.",
        "amend_budget_year": "Amend the year again.",
        "propose_project": "Change it with amend_project, or reject it.",
        "amend_project": "Amend the project again.",
        "lock_period": "Move the lock with reopen_period.",
        "reverse": "Post the original command again.",
    }
    return message(ways.get(_name(posted), "Correct its texts with annotate."))


def about(posted: PostedEntry, name: str) -> str | None:
    """What the original was about: its project, partner, programme or year."""
    for source, field in (
        (posted.event.given, name),
        (posted.event.given, f"to_{name}"),
        (posted.event, name),
    ):
        value: str | None = getattr(source, field, None)
        if value is not None:
            return value
    return None


def _check_only_while(entry: int, posted: PostedEntry, books: Books) -> None:
    """What came to rest on the entry since must be reversed first."""
    given = posted.event.given
    later: int | None = None
    match given:
        case DetermineGrant() | WithdrawGrant() | WriteOffRecoverable():
            later = books.came_later(given.project, entry)
        case RejectProject():
            later = books.came_later(given.project, entry)
        case AwardGrant():
            later = books.came_later(given.project, entry, _GRANT_ENTRIES)
        case ChangeGrant() if _lowers(posted):
            later = books.came_later(given.project, entry)
        case PayGrant() | ReceiveRefund() | ChangeGrant():
            later = _settled_since(given.project, entry, books)
        case _ if given.name == "record_decision":
            later = books.rests_on(str(getattr(given, "number", "")))
    if later is not None:
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} ({name}) can't be reversed while entry {later}"
            " rests on it.{way_out}",
            entry=entry,
            name=given.name,
            later=later,
            way_out=_way_out(later, books),
        )


def _check_not_taken(entry: int, posted: PostedEntry, books: Books) -> None:
    """What was cleared or reclassified, even in part, is first put back."""
    if books.balance(accounts.taken(entry), date.max) != 0:
        raise Refusal(
            "NOT_REVERSIBLE",
            "entry {entry} ({name}) was cleared or reclassified since; reverse that"
            " first.",
            entry=entry,
            name=posted.event.given.name,
        )


def _way_out(later: int, books: Books) -> Message | None:
    """Only where the later entry can be reversed itself."""
    posted = books.posted(later)
    if posted is not None and posted.event.given.has(Trait.REVERSIBLE):
        return message(" Reverse that one first.")
    return None


def _settled_since(project: str, entry: int, books: Books) -> int | None:
    """A standing settlement after the entry; a lower change is one too."""
    state = books.project(project)
    steps = () if state is None else state.standing
    return next((s.entry for s in steps if s.settles and s.entry > entry), None)


def _lowers(posted: PostedEntry) -> bool:
    return isinstance(posted.event, GrantChanged) and posted.event.release is not None


def _check_project_dates(day: date, posted: PostedEntry, books: Books) -> None:
    """A settled past: no reversal of a grant's entry before the latest settlement."""
    given = posted.event.given
    grant_entries = (AwardGrant, ChangeGrant, PayGrant, ReceiveRefund)
    if not isinstance(given, (*grant_entries, *_SETTLEMENT_COMMANDS)):
        return
    project = books.project(given.project)
    settled = None if project is None else project.settled_until
    if settled is not None and day < settled:
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} was settled on {settled}; a reversal is not"
            " dated before that.",
            project=given.project,
            settled=settled,
        )


_SETTLEMENT_COMMANDS = (DetermineGrant, WithdrawGrant, WriteOffRecoverable)


def _earmarked(command: Reverse, given: Command, books: Books) -> dict[str, int]:
    """A reversal of earmarked money clips by day like the posting itself."""
    if not isinstance(given, ReceiveFunds | SpendFunds):
        return {}
    change = -given.amount if isinstance(given, ReceiveFunds) else given.amount
    running = books.running(accounts.funds(given.project))
    return earmark_changes([(d, -owed) for d, owed in running], command.date, change)


@decides(Annotate)
def annotate(command: Annotate, actor: Actor, books: Books) -> Draft:
    """Only a field that the command of the entry has."""
    posted = original(command.entry, books)
    model = command_model(_name(posted))
    if model is None or command.field not in model.model_fields:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} ({name}) has no field {field}.",
            entry=command.entry,
            name=_name(posted),
            field=command.field,
        )
    return Draft(
        f"annotations:{command.entry}",
        lambda envelope: EntryAnnotated(**envelope, given=command),
    )
