"""A grant's life: award, change, payments, settlement, recovery (Awb 4.2)."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from domain.budgets import accounts
from domain.deciding.award_terms import check_days, check_schedule
from domain.deciding.books import Books, Draft
from domain.deciding.dates import check_lock, check_not_closed, check_start
from domain.deciding.references import check_open, check_programme
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.grants import (
    AwardGrant,
    ChangeGrant,
    DetermineGrant,
    GrantAwarded,
    GrantChanged,
    GrantDetermined,
    GrantPaid,
    GrantWithdrawn,
    PayGrant,
    ReceiveRefund,
    RecoverableWrittenOff,
    RefundReceived,
    Release,
    WithdrawGrant,
    WriteOffRecoverable,
)
from domain.funding.assessment import assess, required
from domain.states.projects import (
    AWARDED,
    DETERMINED,
    PROPOSED,
    WITHDRAWN,
    Project,
    payments_stream,
    stream,
)
from domain.values.errors import Refusal
from domain.values.messages import Euro, Words, message, parts
from domain.values.money import Cents
from domain.values.shares import parse_percentage


@decides(AwardGrant)
def award_grant(command: AwardGrant, actor: Actor, books: Books) -> Draft:
    """Awb 4:29; the whole assessment is stored with the award."""
    project = known_project(command.project, books)
    for check in _award_checks(project, command.amount, command.date, books, command):
        check()
    assessment = required(
        assess(
            project, command.amount, command.date, books, command.third_party_judgement
        )
    )
    return Draft(
        stream(command.project),
        lambda envelope: GrantAwarded(
            **envelope,
            given=command,
            year=project.proposal.year,
            programme=project.proposal.programme,
            assessment=assessment,
        ),
    )


def award_obstacles(
    project: Project, amount: Cents, day: date, books: Books
) -> list[Refusal]:
    """For what else than its conditions an award would be refused on that day."""
    found = []
    form_and_dates = (
        lambda: _check_positive(amount),
        lambda: check_start(day, books),
        lambda: check_lock(day, books),
        lambda: check_open(project.proposal.year, day, books),
        lambda: check_programme(project.proposal.programme, day, books),
    )
    for check in (*form_and_dates, *_award_checks(project, amount, day, books)):
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    return found


def _award_checks(
    project: Project,
    amount: Cents,
    day: date,
    books: Books,
    award: AwardGrant | None = None,
) -> Iterator[Callable[[], None]]:
    """State and rules of an award beside its conditions, in the order of refusal.

    `award` is left out where only its amount and day are known.
    """
    yield lambda: check_not_closed(books.year(project.proposal.year), day)
    yield lambda: check_status(project, PROPOSED)
    yield lambda: check_not_before_proposal(project, day)
    yield lambda: _check_after_settlement(project, day)
    if award is not None:
        yield lambda: check_days(award)
    yield lambda: _check_requested(project, amount)
    if award is not None:
        yield lambda: check_schedule(award)


def _check_positive(amount: Cents) -> None:
    """An award moves something; raises `Refusal` (`BAD_AMOUNT`)."""
    if amount <= 0:
        raise Refusal(
            "BAD_AMOUNT",
            "a grant of {amount} is none; an award is more than zero.",
            amount=Euro(amount),
        )


def _check_requested(project: Project, amount: Cents) -> None:
    """At most what was requested; raises `Refusal` (`AWARD_EXCEEDED`)."""
    requested = project.proposal.requested
    if amount > requested:
        raise Refusal(
            "AWARD_EXCEEDED",
            "{amount} is more than the {requested} that {project} requested;"
            " amend the proposal first (amend_project).",
            amount=Euro(amount),
            requested=Euro(requested),
            project=project.proposal.project,
        )


def check_not_before_proposal(project: Project, day: date) -> None:
    """A newer proposal counts from its own date."""
    for newest in (project.amended_on, project.reproposed_on):
        if newest is not None and day < newest:
            raise Refusal(
                "PROJECT_STATUS",
                "project {project} was proposed anew on {newest}; {day} is"
                " before that.",
                project=project.proposal.project,
                newest=newest,
                day=day,
            )


@decides(ChangeGrant)
def change_grant(command: ChangeGrant, actor: Actor, books: Books) -> Draft:
    """Awb 4:48, 4:49; higher is assessed anew, lower releases."""
    project = known_project(command.project, books)
    raised = command.amount - project.grant
    if raised > 0 and project.status in (AWARDED, DETERMINED):
        check_not_closed(books.year(project.award_year), command.date)
    check_status(project, AWARDED, DETERMINED)
    if project.changed_on is not None and command.date < project.changed_on:
        raise Refusal(
            "PROJECT_STATUS",
            "the grant of {project} was set on {changed_on}; a change is not"
            " dated before that.",
            project=command.project,
            changed_on=project.changed_on,
        )
    year, programme = project.award_year, project.award_programme
    if raised < 0:
        _check_settlement(project, command.date, books)
        release = _release(project, command.amount, command.date, books)
        return Draft(
            stream(command.project),
            lambda envelope: GrantChanged(
                **envelope,
                given=command,
                year=year,
                programme=programme,
                release=release,
            ),
        )
    _check_after_settlement(project, command.date)
    if raised == 0:
        raise Refusal(
            "SCOPE_INVALID",
            "the grant of {project} is {amount} already.",
            project=command.project,
            amount=Euro(command.amount),
        )
    assessment = required(
        assess(
            project, command.amount, command.date, books, command.third_party_judgement
        )
    )
    return Draft(
        stream(command.project),
        lambda envelope: GrantChanged(
            **envelope,
            given=command,
            year=year,
            programme=programme,
            raised=raised,
            assessment=assessment,
        ),
    )


@decides(PayGrant)
def pay_grant(command: PayGrant, actor: Actor, books: Books) -> Draft:
    """At most what is committed: a budget on every day."""
    project = known_project(command.project, books)
    check_awarded_by(project, command.date)
    _check_after_settlement(project, command.date)
    if project.status == WITHDRAWN and command.bank_line is None:
        raise Refusal(
            "AWARD_EXCEEDED",
            "the grant of {project} was withdrawn: nothing is left to pay.",
            project=command.project,
        )
    return Draft(
        payments_stream(command.project),
        lambda envelope: GrantPaid(
            **envelope,
            given=command,
            year=project.award_year,
            programme=project.award_programme,
        ),
    )


@decides(DetermineGrant)
def determine_grant(command: DetermineGrant, actor: Actor, books: Books) -> Draft:
    """Awb 4:42; at most the grant, once; the rest is released."""
    project = known_project(command.project, books)
    check_status(project, AWARDED)
    _check_settlement(project, command.date, books)
    if command.amount > project.grant:
        raise Refusal(
            "AWARD_EXCEEDED",
            "{amount} is more than the grant of {grant}; raise the grant"
            " first (change_grant).",
            amount=Euro(command.amount),
            grant=Euro(project.grant),
        )
    _check_share(command, project)
    release = _release(project, command.amount, command.date, books)
    return Draft(
        stream(command.project),
        lambda envelope: GrantDetermined(**envelope, given=command, release=release),
    )


def _check_share(command: DetermineGrant, project: Project) -> None:
    """Awb 4:46: at most the share that the award was held to of the actual cost.

    Raises `Refusal` (`SHARE_EXCEEDED`); a deviation may have lifted the limit.
    """
    share = _share_held_to(project)
    if command.actual_cost is None or share is None:
        return
    eligible = max(0, command.actual_cost - project.proposal.borrowed_capacity)
    most = (share * eligible / 100).__floor__()
    if command.amount > most:
        raise Refusal(
            "SHARE_EXCEEDED",
            "{amount} is more than {share} percent of the eligible {eligible} (actual"
            " cost {actual} - borrowed capacity {borrowed}), which is {most}; determine"
            " at most that.",
            amount=Euro(command.amount),
            share=share,
            eligible=Euro(eligible),
            actual=Euro(command.actual_cost),
            borrowed=Euro(project.proposal.borrowed_capacity),
            most=Euro(most),
        )


def _share_held_to(project: Project) -> Fraction | None:
    """The share in the newest assessment of the grant; None where none holds."""
    assessment = project.assessment
    for condition in () if assessment is None else assessment.conditions:
        if condition.rule == "participation_share":
            share = "new_share" if condition.deviation else "share"
            found = condition.facts.get(share)
            return None if found is None else parse_percentage(found)
    return None


@decides(WithdrawGrant)
def withdraw_grant(command: WithdrawGrant, actor: Actor, books: Books) -> Draft:
    """Awb 4:48, 4:49; all is released."""
    project = known_project(command.project, books)
    check_status(project, AWARDED, DETERMINED)
    _check_settlement(project, command.date, books)
    release = _release(project, 0, command.date, books)
    return Draft(
        stream(command.project),
        lambda envelope: GrantWithdrawn(**envelope, given=command, release=release),
    )


def _release(project: Project, total: Cents, day: date, books: Books) -> Release:
    """What a lower total sets free, and what of it was paid already."""
    released = project.grant - total
    year, programme = project.award_year, project.award_programme
    committed = accounts.committed(year, programme, project.proposal.project)
    overpaid = max(0, released - max(0, books.lowest(committed, day)))
    return Release(year=year, programme=programme, released=released, overpaid=overpaid)


@decides(ReceiveRefund)
def receive_refund(command: ReceiveRefund, actor: Actor, books: Books) -> Draft:
    """Clears what is recoverable first; the rest can be paid out again."""
    project = known_project(command.project, books)
    check_awarded_by(project, command.date)
    _check_after_settlement(project, command.date)
    if project.has_standing("write_off_recoverable"):
        raise Refusal(
            "PROJECT_STATUS",
            "what {project} owed was written off; reverse the write-off"
            " first, or book the money with receive_other.",
            project=command.project,
        )
    recoverable = _recoverable(command.project, command.date, books)
    if project.status == WITHDRAWN and command.amount > recoverable:
        raise Refusal(
            "REFUND_EXCEEDED",
            "{project} was withdrawn and owes {recoverable}, not {amount};"
            " book the rest as suspense (receive_other).",
            project=command.project,
            recoverable=Euro(recoverable),
            amount=Euro(command.amount),
        )
    recovered = min(command.amount, recoverable)
    return Draft(
        payments_stream(command.project),
        lambda envelope: RefundReceived(
            **envelope,
            given=command,
            year=project.award_year,
            programme=project.award_programme,
            recovered=recovered,
        ),
    )


@decides(WriteOffRecoverable)
def write_off_recoverable(
    command: WriteOffRecoverable, actor: Actor, books: Books
) -> Draft:
    """At most what is recoverable; a cost of the programme."""
    project = known_project(command.project, books)
    _check_settlement(project, command.date, books)
    recoverable = _recoverable(command.project, command.date, books)
    if command.amount > recoverable:
        raise Refusal(
            "REFUND_EXCEEDED",
            "{amount} is more than the {recoverable} that {project} owes.",
            amount=Euro(command.amount),
            recoverable=Euro(recoverable),
            project=command.project,
        )
    return Draft(
        stream(command.project),
        lambda envelope: RecoverableWrittenOff(
            **envelope,
            given=command,
            year=project.award_year,
            programme=project.award_programme,
        ),
    )


def _recoverable(project: str, day: date, books: Books) -> Cents:
    return max(0, books.lowest(accounts.recoverable(project), day))


def known_project(project: str, books: Books) -> Project:
    """The state of a project that the references were found to have."""
    state = books.project(project)
    if state is None:  # the references were checked before any handler runs
        raise AssertionError(project)
    return state


def check_status(project: Project, *allowed: str) -> None:
    """The project has one of these; raises `Refusal` (`PROJECT_STATUS`)."""
    if project.status not in allowed:
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} is {status}; this takes one that is {allowed}.",
            project=project.proposal.project,
            status=Words(project.status),
            allowed=parts(map(Words, allowed), " or "),
        )


def check_awarded_by(project: Project, day: date) -> None:
    """It has an award that stands by that day; raises `Refusal` (`PROJECT_STATUS`)."""
    award = project.award
    if award is None or award.since > day:
        when = (
            message("has no award")
            if award is None
            else message("was awarded on {since}", since=award.since)
        )
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} {when}.",
            project=project.proposal.project,
            when=when,
        )


def check_after_settlement(project: str, day: date, books: Books) -> None:
    """A settled past: nothing of a project before its latest settlement."""
    _check_after_settlement(known_project(project, books), day)


def _check_after_settlement(project: Project, day: date) -> None:
    """A settled past: nothing is posted with a date before the latest settlement."""
    settled = project.settled_until
    if settled is not None and day < settled:
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} was settled on {settled}; {day} is before"
            " that. Use a later date.",
            project=project.proposal.project,
            settled=settled,
            day=day,
        )


def _check_settlement(project: Project, day: date, books: Books) -> None:
    """No settlement before an award, raise, payment, refund or settlement."""
    _check_after_settlement(project, day)
    latest = books.latest_grant_date(project.proposal.project)
    if latest is not None and day < latest:
        raise Refusal(
            "PROJECT_STATUS",
            "project {project} has an entry of {latest}; it is not settled on"
            " {day}, before that.",
            project=project.proposal.project,
            latest=latest,
            day=day,
        )
