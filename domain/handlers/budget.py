"""Decisions, budget years, ceilings, deviations and locks."""

from datetime import date, timedelta
from fractions import Fraction

from domain import decisions, periods, years
from domain.books import Accepted, Books
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
from domain.errors import Refusal
from domain.handlers.register import handles
from domain.projects import stream as project_stream
from domain.shares import format_percentage, split


@handles(RecordDecision)
def record_decision(command: RecordDecision, books: Books) -> Accepted:
    """Z20: a number is used once, also when its decision was reversed."""
    if books.decision(command.number) is not None:
        raise Refusal(
            "DECISION_EXISTS",
            f"decision {command.number} is recorded already; a number is used once.",
        )
    return Accepted(decisions.stream(command.number))


@handles(OpenBudgetYear)
def open_budget_year(command: OpenBudgetYear, books: Books) -> Accepted:
    """Z3-Z6: the annual budget, and each partner's contribution by the key."""
    year = books.year(command.year)
    if year.opened_on is not None:
        raise Refusal(
            "YEAR_ALREADY_OPEN",
            f"budget year {command.year} was opened on {year.opened_on}.",
        )
    framework = books.framework
    term = timedelta(days=framework.payment_term_days)
    due = command.due or _later(command.date, term)
    if due < command.date:
        raise Refusal("BAD_DATE", f"due {due} is before the opening on {command.date}.")
    return Accepted(
        years.stream(command.year),
        {
            "budget": framework.annual_budget,
            "contributions": dict(books.key.contributions),
            "due": due,
        },
    )


def _later(day: date, term: timedelta) -> date:
    try:
        return day + term
    except OverflowError:
        return date.max


@handles(AmendBudgetYear)
def amend_budget_year(command: AmendBudgetYear, books: Books) -> Accepted:
    """Another budget or other contributions; the differences follow."""
    year = books.year(command.year)
    if year.amended_on is not None and command.date < year.amended_on:
        raise Refusal(
            "BAD_DATE",
            f"budget year {command.year} was amended on {year.amended_on}; an amendment"
            " is not dated before an earlier one.",
        )
    changes = {
        partner: amount - year.contributions[partner]
        for partner, amount in (command.contributions or {}).items()
    }
    budget = year.budget if command.budget is None else command.budget
    return Accepted(
        years.stream(command.year),
        {"budget_change": budget - year.budget, "contribution_changes": changes},
    )


@handles(Allocate)
def allocate(command: Allocate, books: Books) -> Accepted:
    """Z7: shares of the opening budget, exactly 100 together."""
    year = books.year(command.year)
    check_not_closed(year, command.date)
    if year.standing_allocation is not None:
        raise Refusal(
            "ALREADY_ALLOCATED",
            f"budget year {command.year} was allocated in entry"
            f" {year.standing_allocation.entry}; move budget with transfer_budget.",
        )
    total = sum(command.shares.values(), Fraction(0))
    if total != 100:  # noqa: PLR2004  # percent
        sums = " + ".join(format_percentage(s) for s in command.shares.values())
        raise Refusal(
            "SHARES_NOT_100",
            f"the shares add up to {format_percentage(total)}, not 100:"
            f" {sums or 'none given'}.",
        )
    shares = {
        programme: command.shares.get(programme, Fraction(0))
        for programme in books.framework.programme_codes
    }
    amounts = split(year.opening_budget, shares)
    return Accepted(years.stream(command.year), {"amounts": amounts})


def check_not_closed(year: years.BudgetYear, day: date) -> None:
    """No closing of the year is in force on that day; raises `YEAR_CLOSED`."""
    for closing in year.closings:
        if closing.on(day):
            raise Refusal(
                "YEAR_CLOSED",
                f"budget year {year.code} is closed from {closing.since} (entry"
                f" {closing.entry}); reverse the closing or use another year.",
            )


@handles(SetFundingLimits)
def set_funding_limits(command: SetFundingLimits, books: Books) -> Accepted:
    """Z13, Z14: shares rise with participants, between 0 and 100."""
    check_not_closed(books.year(command.year), command.date)
    if not command.max_grants and not command.max_shares:
        raise Refusal("LIMITS_INVALID", "give max_grants, max_shares, or both.")
    highest = len(books.framework.partners) - 1
    previous = Fraction(0)
    shares = {int(key): share for key, share in (command.max_shares or {}).items()}
    for participants, share in sorted(shares.items()):
        if not 2 <= participants <= highest:  # noqa: PLR2004  # Z12's two partners
            raise Refusal(
                "LIMITS_INVALID",
                f"participants {participants}: a maximum share is set for 2 to"
                f" {highest} participants; all {highest + 1} may have full financing.",
            )
        if not 0 < share < 100:  # noqa: PLR2004  # percent
            raise Refusal(
                "LIMITS_INVALID",
                f"the share for {participants} participants is"
                f" {format_percentage(share)}; it lies above 0 and below 100.",
            )
        if share < previous:
            raise Refusal(
                "LIMITS_INVALID",
                f"the share falls to {format_percentage(share)} at {participants}"
                " participants: the more partners, the higher it may be (Z14).",
            )
        previous = share
    return Accepted(years.stream(command.year))


@handles(TransferBudget)
def transfer_budget(command: TransferBudget, books: Books) -> Accepted:
    """Z15: virement between programmes and years; the total stays the same."""
    check_not_closed(books.year(command.to_year), command.date)
    source = (command.from_programme, command.from_year)
    target = (command.to_programme, command.to_year)
    if source == target:
        raise Refusal(
            "SCOPE_INVALID", f"source and target are both {' '.join(source)}."
        )
    return Accepted(f"transfers:{command.to_year}")


_SCOPES = {
    "programme_ceiling": ("programme", "year", "amount"),
    "process_ceiling": ("year", "amount"),
    "process_reserve": ("year", "amount"),
    "current_account": ("amount",),
}
_CAPPED = ("maximum_per_project", "participation_share")
_SCOPE_FIELDS = ("project", "programme", "year", "amount")


@handles(Deviate)
def deviate(command: Deviate, books: Books) -> Accepted:  # noqa: ARG001
    """Z18: exactly the fields that the rule uses."""
    needed = _SCOPES.get(command.rule, ("project",))
    allowed = (*needed, "amount") if command.rule in _CAPPED else needed
    for name in _SCOPE_FIELDS:
        given = getattr(command, name) is not None
        if name in needed and not given:
            raise Refusal(
                "SCOPE_INVALID",
                f"a deviation from {command.rule} needs {', '.join(needed)};"
                f" {name} is missing.",
            )
        if given and name not in allowed:
            raise Refusal(
                "SCOPE_INVALID",
                f"a deviation from {command.rule} uses {', '.join(allowed)};"
                f" leave out {name}.",
            )
    if command.project is not None:
        return Accepted(project_stream(command.project))
    scope = [part for part in (command.year, command.programme) if part is not None]
    return Accepted(":".join(("deviations", command.rule, *scope)))


@handles(CloseBudgetYear)
def close_budget_year(command: CloseBudgetYear, books: Books) -> Accepted:
    """Closed once until reversed, and not before what it would forbid."""
    year = books.year(command.year)
    if year.standing_closing is not None:
        raise Refusal(
            "YEAR_CLOSED",
            f"budget year {command.year} was closed in entry"
            f" {year.standing_closing.entry}.",
        )
    latest = books.latest_charge(command.year)
    if latest is not None and command.date < latest:
        raise Refusal(
            "BAD_DATE",
            f"budget year {command.year} still has an entry of {latest} that a closing"
            f" on {command.date} would have forbidden; close it on or after that day.",
        )
    return Accepted(years.stream(command.year))


@handles(LockPeriod)
def lock_period(command: LockPeriod, books: Books) -> Accepted:
    """A lock only moves forward, and not past today."""
    locked = books.periods().locked_until
    if locked is not None and command.until <= locked:
        raise Refusal(
            "BAD_DATE",
            f"the period is locked until {locked} already; lock a later day.",
        )
    if command.until > books.today:
        raise Refusal("BAD_DATE", f"{command.until} is after today ({books.today}).")
    return Accepted(periods.STREAM)


@handles(ReopenPeriod)
def reopen_period(command: ReopenPeriod, books: Books) -> Accepted:
    """The lock moves back to the day before `from_date`."""
    locked = books.periods().locked_until
    if locked is None or command.from_date > locked:
        now = "nothing is locked" if locked is None else f"the lock ends on {locked}"
        raise Refusal(
            "BAD_DATE", f"{command.from_date} is not in a locked period: {now}."
        )
    return Accepted(periods.STREAM, {"was_locked_until": locked})
