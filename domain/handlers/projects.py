"""A project's life: proposal, grant, payments, settlement, money of others."""

from collections.abc import Iterable
from datetime import date

from domain import accounts
from domain.assessment import assess, required
from domain.books import Accepted, Books
from domain.commands.projects import (
    AmendProject,
    AwardGrant,
    ChangeGrant,
    DetermineGrant,
    PayGrant,
    ProposeProject,
    ReceiveFunds,
    ReceiveRefund,
    RejectProject,
    SpendFunds,
    WithdrawGrant,
    WriteOffRecoverable,
)
from domain.earmarking import earmark_changes
from domain.errors import Refusal
from domain.events import Release
from domain.handlers.budget import check_not_closed
from domain.handlers.register import handles
from domain.money import Cents, euros
from domain.projects import (
    AWARDED,
    DETERMINED,
    PROPOSED,
    WITHDRAWN,
    Project,
    amended,
    funds_stream,
    payments_stream,
    stream,
)


@handles(ProposeProject)
def propose_project(command: ProposeProject, books: Books) -> Accepted:
    """Z10-Z19: who takes part; whether it is funded is decided later."""
    if books.project(command.project) is not None:
        raise Refusal(
            "PROJECT_EXISTS", f"project {command.project} is proposed already."
        )
    _check_parties(command)
    return Accepted(stream(command.project))


def _check_parties(proposal: ProposeProject) -> None:
    for what in ("applicants", "participants"):
        partners = getattr(proposal, what)
        if len(set(partners)) != len(partners):
            raise Refusal("SCOPE_INVALID", f"{what} names a partner twice.")
    _check_takes_part("applicant", proposal.applicants, proposal)
    _check_takes_part("own contribution", proposal.own_contributions, proposal)


def _check_takes_part(
    what: str, partners: Iterable[str], proposal: ProposeProject
) -> None:
    for partner in partners:
        if partner not in proposal.participants:
            raise Refusal(
                "SCOPE_INVALID",
                f"{what} {partner} is not among the participants"
                f" ({', '.join(proposal.participants) or 'none'}).",
            )


@handles(AmendProject)
def amend_project(command: AmendProject, books: Books) -> Accepted:
    """While proposed; lists and mappings are replaced whole."""
    project = _project(command.project, books)
    _check_status(project, PROPOSED)
    if project.amended_on is not None and command.date < project.amended_on:
        raise Refusal(
            "BAD_DATE",
            f"project {command.project} was amended on {project.amended_on}; an"
            " amendment is not dated before an earlier one.",
        )
    _check_parties(amended(project.proposal, command))
    return Accepted(stream(command.project))


@handles(AwardGrant)
def award_grant(command: AwardGrant, books: Books) -> Accepted:
    """Awb 4:29; the whole assessment is stored with the award."""
    project = _project(command.project, books)
    proposal = project.proposal
    check_not_closed(books.year(proposal.year), command.date)
    _check_status(project, PROPOSED)
    _check_not_before_proposal(project, command.date)
    _check_after_settlement(project, command.date)
    if command.amount > proposal.requested:
        raise Refusal(
            "AWARD_EXCEEDED",
            f"{euros(command.amount)} is more than the {euros(proposal.requested)}"
            f" that {command.project} requested; amend the proposal first"
            " (amend_project).",
        )
    assessment = required(
        assess(
            project, command.amount, command.date, books, command.third_party_judgement
        )
    )
    return Accepted(
        stream(command.project),
        {
            "year": proposal.year,
            "programme": proposal.programme,
            "assessment": assessment,
        },
    )


def _check_not_before_proposal(project: Project, day: date) -> None:
    """A newer proposal counts from its own date."""
    for newest in (project.amended_on, project.reproposed_on):
        if newest is not None and day < newest:
            raise Refusal(
                "PROJECT_STATUS",
                f"project {project.proposal.project} was proposed anew on {newest};"
                f" {day} is before that.",
            )


@handles(ChangeGrant)
def change_grant(command: ChangeGrant, books: Books) -> Accepted:
    """Awb 4:48, 4:49; higher is assessed anew, lower releases."""
    project = _project(command.project, books)
    raised = command.amount - project.grant
    if raised > 0 and project.status in (AWARDED, DETERMINED):
        check_not_closed(books.year(project.award_year), command.date)
    _check_status(project, AWARDED, DETERMINED)
    if project.changed_on is not None and command.date < project.changed_on:
        raise Refusal(
            "PROJECT_STATUS",
            f"the grant of {command.project} was set on {project.changed_on}; a change"
            " is not dated before that.",
        )
    scope = {"year": project.award_year, "programme": project.award_programme}
    if raised < 0:
        _check_settlement(project, command.date, books)
        release = _release(project, command.amount, command.date, books)
        return Accepted(stream(command.project), scope | {"release": release})
    _check_after_settlement(project, command.date)
    if raised == 0:
        raise Refusal(
            "SCOPE_INVALID",
            f"the grant of {command.project} is {euros(command.amount)} already.",
        )
    assessment = required(
        assess(
            project, command.amount, command.date, books, command.third_party_judgement
        )
    )
    followed: dict[str, object] = {"raised": raised, "assessment": assessment}
    return Accepted(stream(command.project), scope | followed)


@handles(RejectProject)
def reject_project(command: RejectProject, books: Books) -> Accepted:
    """While proposed."""
    project = _project(command.project, books)
    _check_status(project, PROPOSED)
    _check_not_before_proposal(project, command.date)
    return Accepted(stream(command.project))


@handles(PayGrant)
def pay_grant(command: PayGrant, books: Books) -> Accepted:
    """At most what is committed: a budget on every day."""
    project = _project(command.project, books)
    _check_awarded_by(project, command.date)
    _check_after_settlement(project, command.date)
    if project.status == WITHDRAWN:
        raise Refusal(
            "AWARD_EXCEEDED",
            f"the grant of {command.project} was withdrawn: nothing is left to pay.",
        )
    return Accepted(payments_stream(command.project), _scope(project))


@handles(DetermineGrant)
def determine_grant(command: DetermineGrant, books: Books) -> Accepted:
    """Awb 4:42; at most the grant, once; the rest is released."""
    project = _project(command.project, books)
    _check_status(project, AWARDED)
    _check_settlement(project, command.date, books)
    if command.amount > project.grant:
        raise Refusal(
            "AWARD_EXCEEDED",
            f"{euros(command.amount)} is more than the grant of"
            f" {euros(project.grant)}; raise the grant first (change_grant).",
        )
    release = _release(project, command.amount, command.date, books)
    return Accepted(stream(command.project), {"release": release})


@handles(WithdrawGrant)
def withdraw_grant(command: WithdrawGrant, books: Books) -> Accepted:
    """Awb 4:48, 4:49; all is released."""
    project = _project(command.project, books)
    _check_status(project, AWARDED, DETERMINED)
    _check_settlement(project, command.date, books)
    release = _release(project, 0, command.date, books)
    return Accepted(stream(command.project), {"release": release})


def _release(project: Project, total: Cents, day: date, books: Books) -> Release:
    """What a lower total sets free, and what of it was paid already."""
    released = project.grant - total
    year, programme = project.award_year, project.award_programme
    committed = accounts.committed(year, programme, project.proposal.project)
    overpaid = max(0, released - max(0, books.lowest(committed, day)))
    return Release(year=year, programme=programme, released=released, overpaid=overpaid)


@handles(ReceiveRefund)
def receive_refund(command: ReceiveRefund, books: Books) -> Accepted:
    """Clears what is recoverable first; the rest can be paid out again."""
    project = _project(command.project, books)
    _check_awarded_by(project, command.date)
    _check_after_settlement(project, command.date)
    if project.has_standing("write_off_recoverable"):
        raise Refusal(
            "PROJECT_STATUS",
            f"what {command.project} owed was written off; reverse the write-off first,"
            " or book the money with receive_other.",
        )
    recoverable = _recoverable(command.project, command.date, books)
    if project.status == WITHDRAWN and command.amount > recoverable:
        raise Refusal(
            "REFUND_EXCEEDED",
            f"{command.project} was withdrawn and owes {euros(recoverable)}, not"
            f" {euros(command.amount)}; book the rest as suspense (receive_other).",
        )
    recovered = min(command.amount, recoverable)
    return Accepted(
        payments_stream(command.project), _scope(project) | {"recovered": recovered}
    )


@handles(WriteOffRecoverable)
def write_off_recoverable(command: WriteOffRecoverable, books: Books) -> Accepted:
    """At most what is recoverable; a cost of the programme."""
    project = _project(command.project, books)
    _check_settlement(project, command.date, books)
    recoverable = _recoverable(command.project, command.date, books)
    if command.amount > recoverable:
        raise Refusal(
            "REFUND_EXCEEDED",
            f"{euros(command.amount)} is more than the {euros(recoverable)} that"
            f" {command.project} owes.",
        )
    return Accepted(stream(command.project), _scope(project))


def _recoverable(project: str, day: date, books: Books) -> Cents:
    return max(0, books.lowest(accounts.recoverable(project), day))


@handles(ReceiveFunds)
def receive_funds(command: ReceiveFunds, books: Books) -> Accepted:
    """Z23: earmarked, never the partners' own money."""
    return _funds(command.project, command.date, command.amount, books)


@handles(SpendFunds)
def spend_funds(command: SpendFunds, books: Books) -> Accepted:
    """Z23: at most what was received, on every day."""
    return _funds(command.project, command.date, -command.amount, books)


def _funds(project: str, day: date, change: Cents, books: Books) -> Accepted:
    running = books.running(accounts.funds(project))
    earmarked = earmark_changes([(d, -owed) for d, owed in running], day, change)
    return Accepted(funds_stream(project), {"earmarked": earmarked})


def _project(project: str, books: Books) -> Project:
    state = books.project(project)
    if state is None:  # the references were checked before any handler runs
        raise AssertionError(project)
    return state


def _scope(project: Project) -> dict[str, object]:
    return {"year": project.award_year, "programme": project.award_programme}


def _check_status(project: Project, *allowed: str) -> None:
    if project.status not in allowed:
        raise Refusal(
            "PROJECT_STATUS",
            f"project {project.proposal.project} is {project.status}; this needs"
            f" {' or '.join(allowed)}.",
        )


def _check_awarded_by(project: Project, day: date) -> None:
    award = project.award
    if award is None or award.since > day:
        when = "has no award" if award is None else f"was awarded on {award.since}"
        raise Refusal("PROJECT_STATUS", f"project {project.proposal.project} {when}.")


def _check_after_settlement(project: Project, day: date) -> None:
    """A settled past: nothing is posted with a date before the latest settlement."""
    settled = project.settled_until
    if settled is not None and day < settled:
        raise Refusal(
            "PROJECT_STATUS",
            f"project {project.proposal.project} was settled on {settled}; {day} is"
            " before that. Use a later date.",
        )


def _check_settlement(project: Project, day: date, books: Books) -> None:
    """No settlement before an award, raise, payment, refund or settlement."""
    _check_after_settlement(project, day)
    latest = books.latest_grant_date(project.proposal.project)
    if latest is not None and day < latest:
        raise Refusal(
            "PROJECT_STATUS",
            f"project {project.proposal.project} has an entry of {latest}; it is not"
            f" settled on {day}, before that.",
        )
