"""Budget years: opening, amending, allocating, limits, closing (Z3-Z8, Z13, Z14)."""

from fractions import Fraction

from domain.budgets import accounts
from domain.deciding.books import Books, Draft
from domain.deciding.dates import check_not_closed
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.years import (
    Allocate,
    AmendBudgetYear,
    BudgetAllocated,
    BudgetYearAmended,
    BudgetYearClosed,
    BudgetYearOpened,
    CloseBudgetYear,
    FundingLimitsSet,
    OpenBudgetYear,
    SetFundingLimits,
)
from domain.framework.course import PARTNER, PROGRAMME
from domain.framework.framework import OUTSIDE, UNALLOCATED
from domain.states import years
from domain.values.days import days_after
from domain.values.errors import Refusal
from domain.values.messages import Euro, Words
from domain.values.money import Cents
from domain.values.shares import split
from domain.values.texts import format_percentage


@decides(OpenBudgetYear)
def open_budget_year(command: OpenBudgetYear, actor: Actor, books: Books) -> Draft:
    """Z3-Z6: the annual budget, and each partner's contribution by the key."""
    year = books.year(command.year)
    if year.opened_on is not None:
        raise Refusal(
            "YEAR_ALREADY_OPEN",
            "budget year {year} was opened on {opened_on}.",
            year=command.year,
            opened_on=year.opened_on,
        )
    if year.free_from is not None and command.date < year.free_from:
        raise Refusal(
            "YEAR_ALREADY_OPEN",
            "budget year {year} was open until its opening was reversed on {free};"
            " open it again on that date or a later one.",
            year=command.year,
            free=year.free_from,
        )
    framework = books.framework_on(command.date)
    due = command.due or days_after(command.date, framework.payment_term_days)
    if due < command.date:
        raise Refusal(
            "BAD_DATE",
            "due {due} is before the opening on {date}.",
            due=due,
            date=command.date,
        )
    return Draft(
        years.stream(command.year),
        lambda envelope: BudgetYearOpened(
            **envelope,
            given=command,
            budget=framework.annual_budget,
            contributions=dict(books.key_on(command.date).contributions),
            due=due,
            process_ceiling=framework.process_ceiling,
        ),
    )


@decides(AmendBudgetYear)
def amend_budget_year(command: AmendBudgetYear, actor: Actor, books: Books) -> Draft:
    """Another budget, contributions, cover or process ceiling; what differs follows."""
    year = books.year(command.year)
    if year.amended_on is not None and command.date < year.amended_on:
        raise Refusal(
            "BAD_DATE",
            "budget year {year} was amended on {amended_on}; an amendment is"
            " not dated before an earlier one.",
            year=command.year,
            amended_on=year.amended_on,
        )
    changes = {
        partner: amount - year.contributions.get(partner, 0)
        for partner, amount in (command.contributions or {}).items()
    }
    budget = _new(command.budget, year.budget)
    cover = _new(command.other_cover, year.other_cover)
    present = year.process_ceiling(books.opening)
    ceiling = _new(command.process_ceiling, present)
    if ceiling > budget:
        raise Refusal(
            "SCOPE_INVALID",
            "a process ceiling of {ceiling} is above the budget of {budget} that it is"
            " part of; amend both, or set it to at most the budget.",
            ceiling=Euro(ceiling),
            budget=Euro(budget),
        )
    return Draft(
        years.stream(command.year),
        lambda envelope: BudgetYearAmended(
            **envelope,
            given=command,
            budget_change=budget - year.budget,
            contribution_changes=changes,
            cover_change=cover - year.other_cover,
            ceiling_change=ceiling - present,
        ),
    )


def _new(given: Cents | None, present: Cents) -> Cents:
    return present if given is None else given


@decides(Allocate)
def allocate(command: Allocate, actor: Actor, books: Books) -> Draft:
    """Z7: shares of the budget as it stands on that date, exactly 100 together."""
    year = books.year(command.year)
    check_not_closed(year, command.date)
    if year.standing_allocation is not None:
        raise Refusal(
            "ALREADY_ALLOCATED",
            "budget year {year} was allocated in entry {entry}; move budget"
            " with transfer_budget.",
            year=command.year,
            entry=year.standing_allocation.entry,
        )
    total = sum(command.shares.values(), Fraction(0))
    if total != 100:  # noqa: PLR2004  # percent
        sums = " + ".join(format_percentage(s) for s in command.shares.values())
        raise Refusal(
            "SHARES_NOT_100",
            "the shares add up to {total}, not 100: {sums}.",
            total=total,
            sums=sums or Words("none given"),
        )
    shares = {
        programme: command.shares.get(programme, Fraction(0))
        for programme in books.course.codes(PROGRAMME, command.date)
    }
    budget = -sum(
        books.balance(account(command.year), command.date)
        for account in (accounts.covered, accounts.uncovered)
    )
    amounts = split(budget, shares)
    return Draft(
        years.stream(command.year),
        lambda envelope: BudgetAllocated(**envelope, given=command, amounts=amounts),
    )


@decides(SetFundingLimits)
def set_funding_limits(command: SetFundingLimits, actor: Actor, books: Books) -> Draft:
    """Z13, Z14: shares rise with participants, between 0 and 100."""
    check_not_closed(books.year(command.year), command.date)
    if not command.max_grants and not command.max_shares:
        raise Refusal("LIMITS_INVALID", "give max_grants, max_shares, or both.")
    highest = len(books.course.codes(PARTNER, command.date)) - 1
    previous = Fraction(0)
    shares = {int(key): share for key, share in (command.max_shares or {}).items()}
    for participants, share in sorted(shares.items()):
        if not 1 <= participants <= highest:
            raise Refusal(
                "LIMITS_INVALID",
                "participants {participants}: a maximum share is set for 1 to"
                " {highest} participants; all {all} may have full"
                " financing.",
                participants=participants,
                highest=highest,
                all=highest + 1,
            )
        if not 0 < share < 100:  # noqa: PLR2004  # percent
            raise Refusal(
                "LIMITS_INVALID",
                "the share for {participants} participants is {share}; it"
                " lies above 0 and below 100.",
                participants=participants,
                share=share,
            )
        if share < previous:
            raise Refusal(
                "LIMITS_INVALID",
                "the share falls to {share} at {participants} participants:"
                " the more partners, the higher it may be (Z14).",
                share=share,
                participants=participants,
            )
        previous = share
    return Draft(
        years.stream(command.year),
        lambda envelope: FundingLimitsSet(**envelope, given=command),
    )


@decides(CloseBudgetYear)
def close_budget_year(command: CloseBudgetYear, actor: Actor, books: Books) -> Draft:
    """Closed once until reversed, and not before what it would forbid."""
    year = books.year(command.year)
    if year.standing_closing is not None:
        raise Refusal(
            "YEAR_CLOSED",
            "budget year {year} was closed in entry {entry}.",
            year=command.year,
            entry=year.standing_closing.entry,
        )
    if command.carry_to not in (None, command.year):
        check_not_closed(books.year(str(command.carry_to)), command.date)
    latest = books.latest_charge(command.year)
    if latest is not None and command.date < latest:
        raise Refusal(
            "BAD_DATE",
            "budget year {year} still has an entry of {latest} that a closing"
            " on {date} would have forbidden; close it on or after that day.",
            year=command.year,
            latest=latest,
            date=command.date,
        )
    carried = {} if command.carry_to is None else _carried(command, books)
    present = books.course.codes(PROGRAMME, command.date)
    ended = [place for place in carried if place not in (*present, *_PLACES)]
    return Draft(
        years.stream(command.year),
        lambda envelope: BudgetYearClosed(
            **envelope, given=command, carried=carried, ended=ended
        ),
    )


_PLACES = (OUTSIDE, UNALLOCATED)
"""Where budget is that is of no programme."""


def _carried(command: CloseBudgetYear, books: Books) -> dict[str, Cents]:
    """What is left from its date on, by place; deviations are no money to carry."""
    if command.carry_to == command.year:
        raise Refusal(
            "SCOPE_INVALID",
            "what is left of {year} can't be carried to {year} itself.",
            year=command.year,
        )
    places = {
        programme: accounts.available(command.year, programme)
        for programme in (*books.course.ever(PROGRAMME), OUTSIDE)
    }
    places[UNALLOCATED] = accounts.unallocated(command.year)
    lowest = {name: books.lowest(acc, command.date) for name, acc in places.items()}
    return {place: amount for place, amount in lowest.items() if amount > 0}
