"""Reclassifying: the original's part is taken away, and the command in `as` put there.

Both in one step, so the every-day checks look at the sum; the current account, which
moved once, has no line.
"""

from collections.abc import Iterable
from datetime import date

from domain.budgets import accounts
from domain.catalogue import BY_NAME, Trait
from domain.deciding.books import Books, Draft, PostedEntry
from domain.deciding.corrections import about, original
from domain.deciding.earmarks import earmarked
from domain.deciding.grants import check_after_settlement
from domain.deciding.register import decides, decision_on
from domain.deciding.reversibility import check_not_reversed, check_reversible
from domain.entries.command import Command
from domain.entries.event import Actor
from domain.entries.grants import PayGrant, ReceiveRefund, RefundReceived
from domain.entries.reclassifying import EntryReclassified, Reclassify
from domain.values.errors import Refusal
from domain.values.messages import Euro, Words
from domain.values.money import Cents

Lines = list[tuple[str, Cents]]
_STATE = frozenset({"PROJECT_STATUS", "YEAR_CLOSED", "BAD_DATE"})
"""What the command in `as` is refused for by state, which goes before all rules."""
_ABOUT = ("project", "partner", "programme", "year")


@decides(Reclassify)
def reclassify(command: Reclassify, actor: Actor, books: Books) -> Draft:
    """From its date on the entry counts as the command in `as`."""
    posted = original(command.entry, books)
    _check_state(command, posted, books)
    part = _amount(posted.event.given) if command.amount is None else command.amount
    whole = command.as_.whole(
        amount=part, date=command.date, document=_document(posted.event.given)
    )
    try:
        draft = decision_on(whole)(whole, actor, books)
    except Refusal as refusal:
        if refusal.code not in _STATE:
            _check_fits(command, part, posted, books)
        raise
    _check_fits(command, part, posted, books)
    lines = _merged(
        _taken(posted, part, command, books),
        [line for line in books.lines_of(draft) if line[0] != accounts.CURRENT_ACCOUNT],
    )
    clears = getattr(command.as_.fields, "clears", None)
    if clears is None and all(accounts.is_memorandum(name) for name, _ in lines):
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} is booked so already: nothing would change.",
            entry=command.entry,
        )
    changes = earmarked(lines, command.date, books)
    now = {name: _now(whole, posted, name) for name in _ABOUT}
    return Draft(
        f"reclassified:{command.entry}",
        lambda envelope: EntryReclassified(
            **envelope,
            given=command,
            original=posted.event.given.name,
            document=_document(posted.event.given),
            amount=part,
            project=now["project"],
            partner=now["partner"],
            programme=now["programme"],
            year=now["year"],
            lines=[*lines, (accounts.taken(command.entry), -part)],
            earmarked=changes,
        ),
    )


def _check_state(command: Reclassify, posted: PostedEntry, books: Books) -> None:
    given = posted.event.given
    check_not_reversed(command.entry, posted)
    _check_movement(command, given)
    check_reversible(command.entry, posted, command.date, books)
    for project in _grants_of(given):
        check_after_settlement(project, command.date, books)


def _check_movement(command: Reclassify, given: Command) -> None:
    """What is booked otherwise moved the current account."""
    if not given.has(Trait.CASH) or isinstance(given, Reclassify):
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} ({name}) is no movement of the current account.",
            entry=command.entry,
            name=given.name,
        )


def _check_fits(
    command: Reclassify, part: Cents, posted: PostedEntry, books: Books
) -> None:
    """The rules of reclassifying itself, which go before those of `as`."""
    _check_direction(command, posted.event.given)
    _check_left(command, part, posted, books)


def _check_direction(command: Reclassify, given: Command) -> None:
    """The command in `as` goes the same way, and is another one than the original."""
    receipt = given.has(Trait.RECEIPT)
    if BY_NAME[command.as_.command].has(Trait.RECEIPT) != receipt:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} ({name}) is {direction}; {as_command} is not.",
            entry=command.entry,
            name=given.name,
            direction=Words("a receipt" if receipt else "a payment"),
            as_command=command.as_.command,
        )
    same_project = _project(command.as_.fields) not in (None, *()) and (
        _project(command.as_.fields) == _project(given)
    )
    if same_project and command.as_.command == given.name:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} is {name} of project {project} already.",
            entry=command.entry,
            name=given.name,
            project=_project(given),
        )


def _project(fields: object) -> str | None:
    found: str | None = getattr(fields, "project", None)
    return found


def _grants_of(given: Command) -> Iterable[str]:
    """The project whose payment or refund is taken away, if it is one."""
    if isinstance(given, PayGrant | ReceiveRefund):
        yield given.project


def _document(given: Command) -> str:
    found: str = getattr(given, "document", "")
    return found


def _amount(given: Command) -> Cents:
    found: Cents = getattr(given, "amount", 0)
    return found


def _check_left(
    command: Reclassify, part: Cents, posted: PostedEntry, books: Books
) -> None:
    """So much of it is left on every day from then on; raises `SCOPE_INVALID`."""
    whole = _amount(posted.event.given)
    taken = -min(0, books.lowest(accounts.taken(command.entry), command.date))
    if taken + part > whole:
        raise Refusal(
            "SCOPE_INVALID",
            "of the {whole} of entry {entry} {taken} was cleared or reclassified"
            " already; {part} more is too much.",
            whole=Euro(whole),
            entry=command.entry,
            taken=Euro(taken),
            part=Euro(part),
        )


def _taken(
    posted: PostedEntry, part: Cents, command: Reclassify, books: Books
) -> Lines:
    """The original's lines for the part, opposite, without the current account's."""
    event = posted.event
    if isinstance(event, RefundReceived):
        return _taken_refund(event, part, command, books)
    whole = _amount(event.given)
    return [
        (account, -amount * part // whole)
        for account, amount in posted.lines
        if account != accounts.CURRENT_ACCOUNT
    ]


def _taken_refund(
    event: RefundReceived,
    part: Cents,
    command: Reclassify,
    books: Books,
) -> Lines:
    """Of a refund the part that recovered is taken back last."""
    earlier = -books.balance(accounts.taken(command.entry), date.max)
    rest = max(0, event.given.amount - event.recovered - earlier)
    from_rest = min(part, rest)
    recovered = part - from_rest
    project, year, programme = event.given.project, event.year, event.programme
    return [
        (accounts.recoverable(project), recovered),
        (accounts.grant_liability(project), from_rest),
        (accounts.committed(year, programme, project), -from_rest),
        (accounts.spent(year, programme, project), from_rest),
        (accounts.of_programme("refunded", year, programme), -part),
        (accounts.of_project("refunded", project), -part),
        (accounts.of_programme("recoverable", year, programme), recovered),
    ]


def _merged(*groups: Lines) -> Lines:
    """Sums by account; what cancels out is left out."""
    sums: dict[str, Cents] = {}
    for account, amount in (line for group in groups for line in group):
        sums[account] = sums.get(account, 0) + amount
    return [(account, amount) for account, amount in sums.items() if amount]


def _now(whole: Command, posted: PostedEntry, name: str) -> str | None:
    found: str | None = getattr(whole, name, None)
    return found if found is not None else about(posted, name)
