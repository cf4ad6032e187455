"""A project's proposal, its amendments, rejection and retraction (Z10-Z19)."""

from collections.abc import Iterable

from domain.deciding.books import Books, Draft
from domain.deciding.grants import (
    check_not_before_proposal,
    check_status,
    known_project,
)
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.projects import (
    PERSON,
    AmendProject,
    ProjectAmended,
    ProjectProposed,
    ProjectRejected,
    ProjectRetracted,
    ProposeProject,
    RejectProject,
    RetractProject,
)
from domain.states.projects import PROPOSED, amended, stream
from domain.values.errors import Refusal
from domain.values.messages import Quoted, Words


@decides(ProposeProject)
def propose_project(command: ProposeProject, actor: Actor, books: Books) -> Draft:
    """Z10-Z19: who takes part; whether it is funded is decided later."""
    if books.project(command.project) is not None:
        raise Refusal(
            "PROJECT_EXISTS",
            "project {project} is proposed already.",
            project=command.project,
        )
    free = books.project_free_from(command.project)
    if free is not None and command.date < free:
        raise Refusal(
            "PROJECT_EXISTS",
            "the proposal of {project} stood until it was reversed on {free};"
            " propose it again on that date or a later one.",
            project=command.project,
            free=free,
        )
    _check_parties(command)
    return Draft(
        stream(command.project),
        lambda envelope: ProjectProposed(**envelope, given=command),
    )


def _check_parties(proposal: ProposeProject) -> None:
    for what in ("applicants", "participants"):
        partners = getattr(proposal, what)
        if len(set(partners)) != len(partners):
            raise Refusal(
                "SCOPE_INVALID", "{what} names a partner twice.", what=Words(what)
            )
    _check_takes_part("applicant", proposal.applicants, proposal)
    _check_takes_part("own contribution", proposal.own_contributions, proposal)
    _check_recipient(proposal)


def _check_recipient(proposal: ProposeProject) -> None:
    """A natural person is in no trade register, nor named by a number of it."""
    if proposal.recipient_kind == PERSON and proposal.recipient_kvk:
        raise Refusal(
            "SCOPE_INVALID",
            "a person has no number in the trade register; leave recipient_kvk"
            " {number} out, or make it blank (amend_project).",
            field="recipient_kvk",
            number=Quoted(proposal.recipient_kvk),
        )


def _check_takes_part(
    what: str, partners: Iterable[str], proposal: ProposeProject
) -> None:
    for partner in partners:
        if partner not in proposal.participants:
            raise Refusal(
                "SCOPE_INVALID",
                "{what} {partner} is not among the participants ({participants}).",
                what=Words(what),
                partner=partner,
                participants=", ".join(proposal.participants) or Words("none"),
            )


@decides(AmendProject)
def amend_project(command: AmendProject, actor: Actor, books: Books) -> Draft:
    """While proposed; lists and mappings are replaced whole."""
    project = known_project(command.project, books)
    check_status(project, PROPOSED)
    if project.amended_on is not None and command.date < project.amended_on:
        raise Refusal(
            "BAD_DATE",
            "project {project} was amended on {amended_on}; an amendment is"
            " not dated before an earlier one.",
            project=command.project,
            amended_on=project.amended_on,
        )
    _check_parties(amended(project.proposal, command))
    return Draft(
        stream(command.project),
        lambda envelope: ProjectAmended(**envelope, given=command),
    )


@decides(RejectProject)
def reject_project(command: RejectProject, actor: Actor, books: Books) -> Draft:
    """While proposed."""
    project = known_project(command.project, books)
    check_status(project, PROPOSED)
    check_not_before_proposal(project, command.date)
    return Draft(
        stream(command.project),
        lambda envelope: ProjectRejected(**envelope, given=command),
    )


@decides(RetractProject)
def retract_project(command: RetractProject, actor: Actor, books: Books) -> Draft:
    """The applicant's own withdrawal, while proposed."""
    project = known_project(command.project, books)
    check_status(project, PROPOSED)
    check_not_before_proposal(project, command.date)
    return Draft(
        stream(command.project),
        lambda envelope: ProjectRetracted(**envelope, given=command),
    )
