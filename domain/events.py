"""What the ledger stores: one event per accepted command, named in the past tense.

An event holds the command as given and, beside it, what followed from it at that
moment (the amounts of a split, an assessment, what was recoverable), so that replaying
it needs no rule and no other event. Topics are explicit and versioned: they are data
for ever, the class names behind them are not.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from eventsourcing.utils import register_topic
from pydantic import BaseModel, ConfigDict, Field

from domain.commands import Command
from domain.commands.budget import (
    Allocate,
    AmendBudgetYear,
    CloseBudgetYear,
    Deviate,
    LockPeriod,
    OpenBudgetYear,
    RecordDecision,
    ReopenPeriod,
    SetFundingLimits,
    TransferBudget,
)
from domain.commands.cash import (
    PayOther,
    PostProcessCost,
    ReceiveContribution,
    ReceiveOther,
    RepayContribution,
)
from domain.commands.corrections import Annotate, Reverse
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
from domain.money import Cents

EVENTS: dict[str, type["LedgerEvent"]] = {}
"""Every event class by its topic."""
EVENT_OF: dict[type[Command], type["LedgerEvent"]] = {}
"""The event that each accepted command becomes."""

Upcast = Callable[[dict[str, object]], dict[str, object]]
UPCASTS: dict[str, tuple[str, Upcast]] = {}
"""A superseded topic: the topic that took its place, and how its state is read so.

Stored events are never rewritten: a changed event gets a new version of its topic, and
the old one an upcast here, for ever.
"""


class Actor(BaseModel):
    """Who posted, and how the program came to know."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    source: Literal["option", "environment", "login", "program"]
    login: str
    """Login name at the operating system, which the actor's name need not be."""
    session_user: str | None = None
    """The database's own session user, which can't be chosen (PostgreSQL)."""


class LedgerEvent(BaseModel):
    """The envelope of every event; subclasses add the command and what followed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)

    TOPIC: ClassVar[str]

    originator_id: Annotated[str, Field(exclude=True)] = ""
    originator_version: Annotated[int, Field(exclude=True)] = 0
    entry: int
    recorded_at: datetime
    """UTC; never earlier than the previous entry's."""
    clock: datetime | None = None
    """What the clock said, where that was earlier than the previous entry."""
    actor: Actor
    program: str
    """Version of the program that accepted the command."""
    given: Command

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register the event under its topic and its command."""
        super().__pydantic_init_subclass__(**kwargs)
        if "TOPIC" not in cls.__dict__:
            return
        register_topic(cls.TOPIC, cls)
        EVENTS[cls.TOPIC] = cls
        given = cls.model_fields["given"].annotation
        if isinstance(given, type) and given is not Command:
            EVENT_OF[given] = cls

    @property
    def effective_date(self) -> date | None:
        """The date of the event's lines; None where it has none."""
        return self.given.effective_date


class Initialise(Command):
    """The command behind entry 1; posted by `zuidas init` only."""

    name = "init"
    posts = False
    offered = False

    framework: dict[str, object]
    contributions: str


class LedgerOpened(LedgerEvent):
    """Entry 1: the whole framework and the key by which contributions are called."""

    TOPIC = "ledger-opened.v1"
    given: Initialise


class DecisionRecorded(LedgerEvent):
    """A decision of the steering group."""

    TOPIC = "decision-recorded.v1"
    given: RecordDecision


class BudgetYearOpened(LedgerEvent):
    """A year's budget and the contributions called for it."""

    TOPIC = "budget-year-opened.v1"
    given: OpenBudgetYear
    budget: Cents
    contributions: dict[str, Cents]
    due: date


class BudgetYearAmended(LedgerEvent):
    """The differences an amendment made, in cents."""

    TOPIC = "budget-year-amended.v1"
    given: AmendBudgetYear
    budget_change: Cents
    contribution_changes: dict[str, Cents]


class BudgetAllocated(LedgerEvent):
    """A year's opening budget divided over the programmes."""

    TOPIC = "budget-allocated.v1"
    given: Allocate
    amounts: dict[str, Cents]


class FundingLimitsSet(LedgerEvent):
    """Limits on grants of a year's projects."""

    TOPIC = "funding-limits-set.v1"
    given: SetFundingLimits


class BudgetTransferred(LedgerEvent):
    """Budget moved between programmes or years."""

    TOPIC = "budget-transferred.v1"
    given: TransferBudget


class DeviationDecided(LedgerEvent):
    """A deviation from a rule, with its reasons."""

    TOPIC = "deviation-decided.v1"
    given: Deviate


class BudgetYearClosed(LedgerEvent):
    """A budget year closed."""

    TOPIC = "budget-year-closed.v1"
    given: CloseBudgetYear


class PeriodLocked(LedgerEvent):
    """A period locked."""

    TOPIC = "period-locked.v1"
    given: LockPeriod


class PeriodReopened(LedgerEvent):
    """A locked period reopened; `was_locked_until` is the lock it moved."""

    TOPIC = "period-reopened.v1"
    given: ReopenPeriod
    was_locked_until: date


class ContributionReceived(LedgerEvent):
    """A partner's contribution received."""

    TOPIC = "contribution-received.v1"
    given: ReceiveContribution


class ContributionRepaid(LedgerEvent):
    """Part of a contribution paid back."""

    TOPIC = "contribution-repaid.v1"
    given: RepayContribution


class ProcessCostPosted(LedgerEvent):
    """A process cost paid."""

    TOPIC = "process-cost-posted.v1"
    given: PostProcessCost


class OtherReceived(LedgerEvent):
    """Money received beside the budget."""

    TOPIC = "other-received.v1"
    given: ReceiveOther


class OtherPaid(LedgerEvent):
    """Money paid beside the budget."""

    TOPIC = "other-paid.v1"
    given: PayOther


class ProjectProposed(LedgerEvent):
    """A project proposed."""

    TOPIC = "project-proposed.v1"
    given: ProposeProject


class ProjectAmended(LedgerEvent):
    """A proposal changed."""

    TOPIC = "project-amended.v1"
    given: AmendProject


class AssessedCondition(BaseModel):
    """One condition as it was assessed: verdict, facts and what it leaned on."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule: str
    number: str
    verdict: Literal["met", "not_met", "not_set"]
    facts: dict[str, object]
    deviation: list[int] = []
    """Entries of the deviations it leaned on."""


Day_ = date
"""A name for the type where a field is called `date`."""


class Assessment(BaseModel):
    """A whole assessment, stored with the award it belongs to (Z10-Z19)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    project: str
    amount: Cents
    date: Day_
    conditions: list[AssessedCondition]
    outcome: Literal["met", "deviation", "not_met"]


class GrantAwarded(LedgerEvent):
    """A grant awarded on a year's programme, with its assessment."""

    TOPIC = "grant-awarded.v1"
    given: AwardGrant
    year: str
    programme: str
    assessment: Assessment


class Release(BaseModel):
    """What a settlement sets free, in cents (*vrijval*)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    year: str
    programme: str
    released: Cents
    overpaid: Cents
    """The part of it that was already paid and is now recoverable."""


class GrantChanged(LedgerEvent):
    """A grant's total changed; a raise is assessed, a lower total releases."""

    TOPIC = "grant-changed.v1"
    given: ChangeGrant
    year: str
    programme: str
    raised: Cents = 0
    release: Release | None = None
    assessment: Assessment | None = None


class ProjectRejected(LedgerEvent):
    """A project rejected."""

    TOPIC = "project-rejected.v1"
    given: RejectProject


class GrantPaid(LedgerEvent):
    """An advance or the balance of a grant paid."""

    TOPIC = "grant-paid.v1"
    given: PayGrant
    year: str
    programme: str


class GrantDetermined(LedgerEvent):
    """A grant finally determined."""

    TOPIC = "grant-determined.v1"
    given: DetermineGrant
    release: Release


class GrantWithdrawn(LedgerEvent):
    """A grant withdrawn."""

    TOPIC = "grant-withdrawn.v1"
    given: WithdrawGrant
    release: Release


class RefundReceived(LedgerEvent):
    """Money paid back; `recovered` of it cleared what was recoverable."""

    TOPIC = "refund-received.v1"
    given: ReceiveRefund
    year: str
    programme: str
    recovered: Cents


class RecoverableWrittenOff(LedgerEvent):
    """What could not be recovered, written off on the programme."""

    TOPIC = "recoverable-written-off.v1"
    given: WriteOffRecoverable
    year: str
    programme: str


class FundsReceived(LedgerEvent):
    """Earmarked money received; by day what that changed in what is earmarked."""

    TOPIC = "funds-received.v1"
    given: ReceiveFunds
    earmarked: dict[str, Cents]


class FundsSpent(LedgerEvent):
    """Earmarked money spent; by day what that changed in what is earmarked."""

    TOPIC = "funds-spent.v1"
    given: SpendFunds
    earmarked: dict[str, Cents]


class EntryReversed(LedgerEvent):
    """An earlier entry reversed: `original` is its command, for whoever replays."""

    TOPIC = "entry-reversed.v1"
    given: Reverse
    original: str
    """Name of the reversed command."""
    project: str | None = None
    partner: str | None = None
    programme: str | None = None
    year: str | None = None
    """What the original was about, so that its reversal is found with it."""
    lines: list[tuple[str, Cents]]
    """The lines of the original, opposite, memorandum accounts included."""
    earmarked: dict[str, Cents] = {}


class EntryAnnotated(LedgerEvent):
    """A text of an earlier entry corrected."""

    TOPIC = "entry-annotated.v1"
    given: Annotate
