"""Every entry that the ledger knows: its command, its event, its traits. Plain data.

One line per command says all that others need to know of it without reading it: where
its model and its decision stand (`domain.entries`, `domain.deciding`, one module a
subject), which topic its event is stored under, and what it is (`Trait`). The standard
library is all that this needs, so the read side asks it too.

A changed event gets a new version of its topic, and the old one an upcast here, for
ever: stored events are never rewritten.
"""

from collections.abc import Callable, Mapping
from enum import Flag, auto
from importlib import import_module
from typing import NamedTuple

State = dict[str, object]
"""A stored event's state as JSON has it."""


class Trait(Flag):
    """What a command is, for whoever treats all commands alike."""

    NONE = 0
    CASH = auto()
    """It moves the current account, so it is never dated after today."""
    LOCKED = auto()
    """The lock on past periods stops it (section 3's table and two more)."""
    REVERSIBLE = auto()
    RECEIPT = auto()
    """Money came in: its reversal is a fact of the bank, whatever the budgets say."""
    FACT = auto()
    """What the bank shows: accepted even without money (`check` reports it)."""
    CHARGES = auto()
    """It uses a year, so no closing of that year is dated before it."""
    OF_GRANT = auto()
    """It moves a grant, so no settlement of that grant is dated before it."""
    SETTLES = auto()
    """It settles a project, whatever it says."""
    PAST = auto()
    """It says what happened, so it is never dated after today."""
    ADMINISTERS = auto()
    """It takes an administrator where roles are in force (section 9)."""
    APPROVES = auto()
    """It takes an approver."""
    OF_SUBMISSION = auto()
    """It proposes or settles a proposal; itself neither proposed nor under a policy."""
    ALONE = auto()
    """Neither proposed nor under a policy either: only some could post it at all."""
    HIDDEN = auto()
    """No command of a user's: the program posts it."""


class Kind(NamedTuple):
    """One command and the event it becomes."""

    name: str
    subject: str
    """Its module in `domain.entries` and in `domain.deciding`."""
    topic: str
    """The version of its event that is written now."""
    traits: Trait
    chapter: str
    """Where the reference lists it."""
    status: str | None = None
    """The status it brings its project to."""

    def has(self, trait: Trait) -> bool:
        """It has that trait."""
        return trait in self.traits

    @property
    def model(self) -> str:
        """Name of the command's class: `award_grant` is `AwardGrant`."""
        return "".join(word.capitalize() for word in self.name.split("_"))


_DECIDE, _BOOK = "Decide: budget, ceilings, deviations", "Book: the current account"
_BANK = "Bank: statements and reconciliation"
_GRANT, _CORRECT = "Grant: a project from proposal to settlement", "Correct"
_GOVERN = "Govern: meetings, advice, hours, results"
_PEOPLE = "People: roles and the second person"
_EXPORT = "Export: for programs outside"
_START = "Start"
_POSTS = Trait.LOCKED | Trait.REVERSIBLE
_PAYS = _POSTS | Trait.CASH
_RECEIVES = _PAYS | Trait.RECEIPT
_BUDGETS = _POSTS | Trait.CHARGES
_SETTLES = Trait.OF_SUBMISSION | Trait.APPROVES

KINDS: tuple[Kind, ...] = (
    Kind("init", "frameworks", "ledger-opened.v1", Trait.HIDDEN, _START),
    Kind(
        *("adopt_framework", "frameworks", "framework-adopted.v1"),
        *(Trait.NONE, _DECIDE),
    ),
    Kind(
        *("record_decision", "decisions", "decision-recorded.v1"),
        *(Trait.REVERSIBLE, _DECIDE),
    ),
    Kind("open_budget_year", "years", "budget-year-opened.v1", _POSTS, _DECIDE),
    Kind("amend_budget_year", "years", "budget-year-amended.v1", Trait.LOCKED, _DECIDE),
    Kind("allocate", "years", "budget-allocated.v1", _BUDGETS, _DECIDE),
    Kind("set_funding_limits", "years", "funding-limits-set.v1", _BUDGETS, _DECIDE),
    Kind("transfer_budget", "transfers", "budget-transferred.v1", _BUDGETS, _DECIDE),
    Kind("deviate", "deviations", "deviation-decided.v1", _POSTS, _DECIDE),
    Kind(
        *("close_budget_year", "years", "budget-year-closed.v1"),
        *(Trait.REVERSIBLE, _DECIDE),
    ),
    Kind(
        *("record_meeting", "meetings", "meeting-recorded.v1"),
        *(Trait.REVERSIBLE | Trait.PAST, _GOVERN),
    ),
    Kind(
        *("ratify_decision", "ratification", "decision-ratified.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("record_advice", "advice", "advice-recorded.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("commit_hours", "hours", "hours-committed.v1"), *(Trait.REVERSIBLE, _GOVERN)
    ),
    Kind(*("record_hours", "hours", "hours-recorded.v1"), *(Trait.REVERSIBLE, _GOVERN)),
    Kind("lock_period", "periods", "period-locked.v2", Trait.NONE, _DECIDE),
    Kind("reopen_period", "periods", "period-reopened.v1", Trait.NONE, _DECIDE),
    Kind("receive_contribution", "bank", "contribution-received.v1", _RECEIVES, _BOOK),
    Kind("repay_contribution", "bank", "contribution-repaid.v1", _PAYS, _BOOK),
    Kind(
        *("post_process_cost", "bank", "process-cost-posted.v1"),
        *(_PAYS | Trait.CHARGES, _BOOK),
    ),
    Kind("receive_other", "bank", "other-received.v1", _RECEIVES | Trait.FACT, _BOOK),
    Kind("pay_other", "bank", "other-paid.v1", _PAYS | Trait.FACT, _BOOK),
    Kind(
        *("order_payment", "payments", "payment-ordered.v1"),
        *(Trait.LOCKED | Trait.REVERSIBLE | Trait.PAST, _BOOK),
    ),
    Kind(
        *("open_bank_account", "statements", "bank-account-opened.v1"),
        *(Trait.REVERSIBLE | Trait.PAST, _BANK),
    ),
    Kind(
        *("register_statement", "statements", "statement-registered.v1"),
        *(Trait.REVERSIBLE | Trait.PAST, _BANK),
    ),
    Kind(
        *("match_bank_lines", "statements", "bank-lines-matched.v1"),
        *(Trait.REVERSIBLE | Trait.PAST, _BANK),
    ),
    Kind(
        *("reclassify", "reclassifying", "entry-reclassified.v1"),
        *(_POSTS | Trait.CASH, _CORRECT),
    ),
    Kind("reverse", "corrections", "entry-reversed.v1", Trait.NONE, _CORRECT),
    Kind("annotate", "corrections", "entry-annotated.v1", Trait.NONE, _CORRECT),
    Kind(
        *("accept_finding", "findings", "finding-accepted.v1"),
        *(Trait.REVERSIBLE, _CORRECT),
    ),
    Kind(
        *("propose_project", "projects", "project-proposed.v1"),
        *(Trait.REVERSIBLE, _GRANT, "proposed"),
    ),
    Kind("amend_project", "projects", "project-amended.v1", Trait.NONE, _GRANT),
    Kind(
        *("award_grant", "grants", "grant-awarded.v1"),
        *(_POSTS | Trait.CHARGES | Trait.OF_GRANT, _GRANT, "awarded"),
    ),
    Kind("change_grant", "grants", "grant-changed.v1", _POSTS | Trait.OF_GRANT, _GRANT),
    Kind(
        *("reject_project", "projects", "project-rejected.v1"),
        *(Trait.REVERSIBLE, _GRANT, "rejected"),
    ),
    Kind(
        *("retract_project", "projects", "project-retracted.v1"),
        *(Trait.REVERSIBLE, _GRANT, "retracted"),
    ),
    Kind("pay_grant", "grants", "grant-paid.v1", _PAYS | Trait.OF_GRANT, _GRANT),
    Kind(
        *("determine_grant", "grants", "grant-determined.v1"),
        *(_POSTS | Trait.OF_GRANT | Trait.SETTLES, _GRANT, "determined"),
    ),
    Kind(
        *("withdraw_grant", "grants", "grant-withdrawn.v1"),
        *(_POSTS | Trait.OF_GRANT | Trait.SETTLES, _GRANT, "withdrawn"),
    ),
    Kind(
        *("receive_refund", "grants", "refund-received.v1"),
        *(_RECEIVES | Trait.OF_GRANT, _GRANT),
    ),
    Kind(
        *("write_off_recoverable", "grants", "recoverable-written-off.v1"),
        *(_POSTS | Trait.OF_GRANT | Trait.SETTLES, _GRANT),
    ),
    Kind("receive_funds", "funds", "funds-received.v1", _RECEIVES, _GRANT),
    Kind("spend_funds", "funds", "funds-spent.v1", _PAYS, _GRANT),
    Kind(
        *("lend_capacity", "capacity", "capacity-lent.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("record_participation", "participation", "participation-recorded.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("record_result", "results", "result-recorded.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("record_accountability", "accountability", "accountability-recorded.v1"),
        *(Trait.REVERSIBLE, _GOVERN),
    ),
    Kind(
        *("grant_role", "people", "role-granted.v1"),
        *(Trait.PAST | Trait.ADMINISTERS, _PEOPLE),
    ),
    Kind(
        *("revoke_role", "people", "role-revoked.v1"),
        *(Trait.PAST | Trait.ADMINISTERS, _PEOPLE),
    ),
    Kind(
        *("set_approval_policy", "approvals", "approval-policy-set.v1"),
        *(Trait.PAST | Trait.ADMINISTERS, _PEOPLE),
    ),
    Kind(
        *("erase_sealed", "sealing", "sealed-erased.v1"),
        *(Trait.ADMINISTERS | Trait.ALONE, _PEOPLE),
    ),
    Kind(
        *("register_export", "exports", "export-registered.v1"),
        *(Trait.NONE, _EXPORT),
    ),
    Kind("submit", "approvals", "command-submitted.v1", Trait.OF_SUBMISSION, _PEOPLE),
    Kind("approve", "approvals", "submission-approved.v1", _SETTLES, _PEOPLE),
    Kind("decline", "approvals", "submission-declined.v1", _SETTLES, _PEOPLE),
    Kind(
        *("retract_submission", "approvals", "submission-retracted.v1"),
        *(Trait.OF_SUBMISSION, _PEOPLE),
    ),
)
"""Every kind of entry, in the order in which the program lists them."""

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


class Upcast(NamedTuple):
    """How a superseded event is read."""

    topic: str
    """The topic that took its place."""
    function: str
    """`module:function`, from state to state; ours stand in `domain.upcasts`."""


UPCASTS: dict[str, Upcast] = {
    "period-locked.v1": Upcast(
        "period-locked.v2", "domain.upcasts.periods:without_seal"
    ),
}
"""By superseded topic. They chain: a v1 becomes a v2, and that a v3."""


def with_trait(trait: Trait) -> tuple[str, ...]:
    """Names of the commands that have a trait."""
    return tuple(kind.name for kind in KINDS if kind.has(trait))


def offered() -> tuple[str, ...]:
    """Names of the commands that users may post."""
    return tuple(kind.name for kind in KINDS if not kind.has(Trait.HIDDEN))


def not_submitted() -> tuple[str, ...]:
    """Names of the commands that are neither proposed nor under a policy."""
    return (*with_trait(Trait.OF_SUBMISSION), *with_trait(Trait.ALONE))


def topics_of(name: str) -> tuple[str, ...]:
    """Every topic that a command's events were ever stored under."""
    newest = BY_NAME[name].topic
    return (newest, *(old for old in UPCASTS if _newest(old) == newest))


def _newest(topic: str) -> str:
    while topic in UPCASTS:
        topic = UPCASTS[topic].topic
    return topic


def upcast(topic: str, state: State) -> tuple[str, State]:
    """A stored event's topic and state in the form of its newest version."""
    while topic in UPCASTS:
        topic, function = UPCASTS[topic]
        state = _function(function)(state)
    return topic, state


def _function(place: str) -> Callable[[State], State]:
    module, _, name = place.partition(":")
    found: Callable[[State], State] = getattr(import_module(module), name)
    return found
