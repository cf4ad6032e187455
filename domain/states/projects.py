"""A project and its grant: what was proposed, what stands, what is settled.

Terms and status only: what was paid and what is committed are sums over time and come
from the books.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from domain.catalogue import BY_NAME
from domain.entries.corrections import EntryReversed
from domain.entries.deviations import DeviationDecided
from domain.entries.event import LedgerEvent
from domain.entries.grants import (
    Assessment,
    GrantAwarded,
    GrantChanged,
    GrantDetermined,
    GrantWithdrawn,
    RecoverableWrittenOff,
)
from domain.entries.participation import ParticipationRecorded
from domain.entries.projects import (
    AMENDABLE,
    AmendProject,
    ProjectAmended,
    ProjectProposed,
    ProjectRejected,
    ProjectRetracted,
    ProposeProject,
)
from domain.states.interval import InForce, ended, free_from
from domain.values.money import Cents

PROPOSED, REJECTED, RETRACTED = "proposed", "rejected", "retracted"
AWARDED, DETERMINED, WITHDRAWN = "awarded", "determined", "withdrawn"
_ENDS_PROPOSAL = (AWARDED, REJECTED, RETRACTED)
"""A reversal of what brought one of these makes the project proposed again."""


def stream(project: str) -> str:
    """Name of a project's stream: its proposal, grant and deviations."""
    return f"project:{project}"


def payments_stream(project: str) -> str:
    """Name of the stream of a project's payments and refunds."""
    return f"payments:{project}"


def funds_stream(project: str) -> str:
    """Name of the stream of money of others held for a project."""
    return f"funds:{project}"


@dataclass(frozen=True)
class Step(InForce):
    """An entry that moved the project's grant or status."""

    status: str | None = None
    """The status it brings, None when it keeps the present one."""
    change: Cents = 0
    """What it adds to the grant, negative when it releases."""
    settles: bool = False
    kind: str = ""
    """Name of its command."""
    assessment: Assessment | None = None
    """Of an award or a raise."""

    def leans_on(self, deviation: int) -> bool:
        """Its assessment names the deviation of that entry."""
        found = () if self.assessment is None else self.assessment.conditions
        return any(deviation in each.deviation for each in found)


@dataclass(frozen=True)
class ProjectDeviation(InForce):
    """A deviation from a condition for this project (Z18)."""

    rule: str = ""
    amount: Cents | None = None
    share: Fraction | None = None


@dataclass(frozen=True)
class Participation(InForce):
    """Who takes part from its date on."""

    participants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """The state of one project."""

    proposal: ProposeProject
    version: int
    proposed_in: int = 0
    """The entry of its proposal."""
    recipient_in: int = 0
    """The entry that named its recipient: the proposal, or an amendment."""
    stands: bool = True
    """Its proposal was not reversed."""
    free_from: date | None = None
    """From when on its id can be used again; None where any day will do."""
    amended_on: date | None = None
    former: tuple[tuple[date, ProposeProject], ...] = ()
    """The proposals before each amendment, with the amendment's date."""
    steps: tuple[Step, ...] = ()
    deviations: tuple[ProjectDeviation, ...] = ()
    participations: tuple[Participation, ...] = ()
    award_year: str = ""
    award_programme: str = ""
    settled_until: date | None = None
    """Latest date of a settlement or of the reversal of one."""
    reproposed_on: date | None = None
    """Latest date on which an award, a rejection or a retraction was reversed."""
    standing: tuple[Step, ...] = field(default=())

    @property
    def status(self) -> str:
        """The status that the newest standing entry brought."""
        for step in reversed(self.standing):
            if step.status is not None:
                return step.status
        return PROPOSED

    @property
    def award(self) -> Step | None:
        """The award that stands."""
        return next((s for s in self.standing if s.kind == "award_grant"), None)

    @property
    def grant(self) -> Cents:
        """The grant as it stands: awards and raises less what was released."""
        return sum(step.change for step in self.standing)

    @property
    def changed_on(self) -> date | None:
        """Latest date of an award or change, reversed ones included."""
        dates = [
            step.since
            for step in self.steps
            if step.kind in ("award_grant", "change_grant")
        ]
        return max(dates, default=None)

    def proposal_on(self, day: date) -> ProposeProject:
        """The proposal as it was amended by that day."""
        return next((was for until, was in self.former if day < until), self.proposal)

    def as_carried_out(self, day: date) -> ProposeProject:
        """The proposal by that day, with those who take part on it."""
        return self.carried_out(self.proposal_on(day), day)

    def carried_out(self, proposal: ProposeProject, day: date) -> ProposeProject:
        """A proposal with those who take part in the awarded project on that day.

        Contributions of who no longer does don't count. What was recorded for an
        earlier award says nothing of this one.
        """
        award = self.award
        found = [
            each
            for each in self.participations
            if award is not None and each.entry > award.entry and each.on(day)
        ]
        newest = max(found, key=lambda each: (each.since, each.entry), default=None)
        if newest is None:
            return proposal
        own = proposal.own_contributions.items()
        changes = {
            "participants": list(newest.participants),
            "own_contributions": {p: x for p, x in own if p in newest.participants},
        }
        return proposal.model_copy(update=changes)

    def paid_to(self, recipient: str) -> "Project":
        """The same project, its recipient corrected."""
        proposal = self.proposal.model_copy(update={"recipient": recipient})
        return replace(self, proposal=proposal)

    def has_standing(self, kind: str) -> bool:
        """An entry of that command stands."""
        return any(step.kind == kind for step in self.standing)

    def leaning_on(self, deviation: int) -> int | None:
        """A standing award or raise whose assessment names that deviation."""
        return next((s.entry for s in self.standing if s.leans_on(deviation)), None)

    def deviation_on(self, rule: str, day: date) -> ProjectDeviation | None:
        """The deviation from the rule that holds on that day: the newest alone."""
        found = [d for d in self.deviations if d.rule == rule and d.on(day)]
        return max(found, key=lambda d: (d.since, d.entry), default=None)

    @property
    def assessment(self) -> Assessment | None:
        """The newest assessment of the grant as it stands: of award or raise."""
        found = (s.assessment for s in reversed(self.standing) if s.assessment)
        return next(found, None)


def evolve(project: Project | None, event: LedgerEvent) -> Project | None:
    """The project after one more event of its stream."""
    if isinstance(event, ProjectProposed):
        return Project(
            event.given,
            event.originator_version,
            proposed_in=event.entry,
            recipient_in=event.entry,
            free_from=None if project is None else project.free_from,
        )
    if project is None:
        return None
    changed = replace(_applied(project, event), version=event.originator_version)
    return replace(changed, standing=tuple(s for s in changed.steps if s.stands))


def _applied(project: Project, event: LedgerEvent) -> Project:
    step = _step(event)
    if step is not None:
        project = replace(project, steps=(*project.steps, step))
        if step.settles:
            project = replace(
                project, settled_until=_later(project.settled_until, step.since)
            )
    match event:
        case GrantAwarded():
            return replace(
                project, award_year=event.year, award_programme=event.programme
            )
        case ProjectAmended():
            return replace(
                project,
                proposal=amended(project.proposal, event.given),
                recipient_in=event.entry
                if event.given.recipient is not None
                else project.recipient_in,
                amended_on=_later(project.amended_on, event.given.date),
                former=(*project.former, (event.given.date, project.proposal)),
            )
        case DeviationDecided():
            return replace(
                project,
                deviations=(
                    *project.deviations,
                    ProjectDeviation(
                        event.entry,
                        event.given.date,
                        rule=event.given.rule,
                        amount=event.given.amount,
                        share=event.given.share,
                    ),
                ),
            )
        case ParticipationRecorded(entry=entry, given=given):
            taking_part = Participation(
                entry, given.date, participants=tuple(given.participants)
            )
            return replace(
                project, participations=(*project.participations, taking_part)
            )
        case EntryReversed():
            return _reversed(project, event.given.entry, event.given.date)
    return project


def _step(event: LedgerEvent) -> Step | None:
    """The step that an event makes; None for events that move no grant or status."""
    day = event.effective_date
    if day is None:
        return None

    def step(
        status: str | None,
        change: Cents = 0,
        *,
        settles: bool = False,
        assessment: Assessment | None = None,
    ) -> Step:
        return Step(
            event.entry,
            day,
            status=status,
            change=change,
            settles=settles,
            kind=event.given.name,
            assessment=assessment,
        )

    match event:
        case GrantAwarded():
            return step(AWARDED, event.given.amount, assessment=event.assessment)
        case ProjectRejected() | ProjectRetracted():
            return step(BY_NAME[event.given.name].status)
        case GrantChanged(release=None):
            return step(None, event.raised, assessment=event.assessment)
        case GrantChanged(release=release) if release is not None:
            return step(None, -release.released, settles=True)
        case GrantDetermined():
            return step(DETERMINED, -event.release.released, settles=True)
        case GrantWithdrawn():
            return step(WITHDRAWN, -event.release.released, settles=True)
        case RecoverableWrittenOff():
            return step(None, settles=True)
    return None


def amended(proposal: ProposeProject, amendment: AmendProject) -> ProposeProject:
    """The proposal as amended; lists and mappings are replaced whole.

    A blank number of the recipient takes away the one there was.
    """
    changes = {
        name: value
        for name in AMENDABLE
        if (value := getattr(amendment, name)) is not None
    }
    if changes.get("recipient_kvk") == "":
        changes["recipient_kvk"] = None
    return proposal.model_copy(update=changes)


def _reversed(project: Project, entry: int, day: date) -> Project:
    if entry == project.proposed_in:
        again = free_from(project.free_from, project.proposal.date, day)
        return replace(project, stands=False, free_from=again)
    step = next((s for s in project.steps if s.entry == entry), None)
    if step is not None and step.settles:
        project = replace(project, settled_until=_later(project.settled_until, day))
    if step is not None and step.status in _ENDS_PROPOSAL:
        project = replace(project, reproposed_on=_later(project.reproposed_on, day))
    return replace(
        project,
        steps=ended(project.steps, entry, day),
        deviations=ended(project.deviations, entry, day),
        participations=ended(project.participations, entry, day),
    )


def _later(first: date | None, second: date) -> date:
    return second if first is None else max(first, second)
