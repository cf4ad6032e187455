"""The budget per programme and partner, the current account and the projects."""

from collections.abc import Callable

from domain.budgets import accounts as acc
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers import project_rows
from projections.answers.years import OpenedYear, opened_years, programmes_of
from projections.snapshot import View

Answer = dict[str, object]
SECTIONS = ("programmes", "partners", "current-account", "projects")

_MEASURES = (
    "allocated",
    "transferred",
    "awarded",
    "released",
    "written-off",
    "paid",
    "refunded",
    "recoverable",
)


def balance(view: View, section: str | None = None) -> Answer:
    """The balances at the view's date, as section 4 of the contract shapes them.

    `section` is one of `SECTIONS`, or None for all of them.
    """
    years = opened_years(view)
    answer: Answer = {
        "at": view.at.isoformat(),
        "known_at": view.known_at,
        "entry": view.entry,
    }
    if section in (None, "programmes"):
        places = _Places(view, years)
        amounts = _programme_amounts(view, years, places)
        answer["programmes"] = _programmes(years, places, amounts)
        answer["years"] = [_year(year, places, amounts) for year in years]
    if section in (None, "partners"):
        answer["partners"] = _partners(view, years)
    if section in (None, "current-account"):
        answer["current_account"] = _current_account(view)
    if section in (None, "projects"):
        answer["projects"] = project_rows.project_rows(view)
    return answer


class _Places:
    """The programmes of each year's rows, looked up once."""

    def __init__(self, view: View, years: list[OpenedYear]) -> None:
        self._found = {year.code: programmes_of(view, year) for year in years}

    def real(self, year: OpenedYear) -> tuple[str, ...]:
        """The programmes."""
        return self._found[year.code]

    def all(self, year: OpenedYear) -> tuple[str, ...]:
        """The programmes, and outside them."""
        return (*self._found[year.code], OUTSIDE)


def _programme_amounts(
    view: View, years: list[OpenedYear], places: _Places
) -> dict[str, Cents]:
    names: list[str] = []
    for year in years:
        names += [acc.unallocated(year.code)]
        names += [acc.of_year(m, year.code) for m in ("process-ceiling", "other-cover")]
        names += [acc.covered(year.code), acc.uncovered(year.code)]
        names += [acc.deviation("process_reserve", year.code)]
        for partner in year.called:
            names += [acc.receivable(partner, year.code)]
            names += [acc.contributions(partner, year.code)]
        for programme in places.all(year):
            names += [acc.of_programme(m, year.code, programme) for m in _MEASURES]
            names += [
                acc.available(year.code, programme),
                acc.process_expenses(year.code, programme),
                acc.deviation("programme_ceiling", year.code, programme),
            ]
    return view.balances(names)


def _programmes(
    years: list[OpenedYear], places: _Places, amounts: dict[str, Cents]
) -> list[Answer]:
    return [
        _programme(year.code, programme, amounts)
        for year in years
        for programme in places.all(year)
    ]


def _programme(year: str, programme: str, amounts: dict[str, Cents]) -> Answer:
    def measure(name: str) -> Cents:
        return amounts[acc.of_programme(name, year, programme)]

    awarded, released = measure("awarded"), measure("released")
    paid, refunded = measure("paid"), measure("refunded")
    written_off, recoverable = measure("written-off"), measure("recoverable")
    # What was overpaid left "committed" when it became recoverable, refunded or
    # written off; so the sum of the projects' committed needs no look at projects.
    committed = awarded - released - paid + refunded + recoverable + written_off
    figures = {
        "allocated": measure("allocated"),
        "transferred": measure("transferred"),
        "ceiling": measure("allocated") + measure("transferred"),
        "awarded": awarded,
        "released": released,
        "process_costs": amounts[acc.process_expenses(year, programme)],
        "written_off": written_off,
        "paid": paid,
        "refunded": refunded,
        "committed": committed,
        "recoverable": recoverable,
        "available": amounts[acc.available(year, programme)],
        "deviation": amounts[acc.deviation("programme_ceiling", year, programme)],
    }
    return {"year": year, "programme": programme, **_formatted(figures)}


def _year(year: OpenedYear, places: _Places, amounts: dict[str, Cents]) -> Answer:
    code = year.code
    covered, gap = -amounts[acc.covered(code)], -amounts[acc.uncovered(code)]
    other_cover = amounts[acc.of_year("other-cover", code)]
    received = sum(_received(amounts, partner, code) for partner in year.called)
    costs = sum(
        amounts[acc.process_expenses(code, programme)]
        for programme in places.real(year)
    )
    ceiling = year.base_ceiling + amounts[acc.of_year("process-ceiling", code)]
    figures = {
        "budget": covered + gap,
        "unallocated": amounts[acc.unallocated(code)],
        "contributions_due": covered - other_cover,
        "contributions_received": received,
        "other_cover": other_cover,
        "gap": gap,
        "process_costs": costs,
        "process_ceiling": ceiling,
        "for_projects": _for_projects(year, places, amounts, ceiling - costs),
    }
    return {"year": code, "status": year.status, **_formatted(figures)}


def _for_projects(
    year: OpenedYear, places: _Places, amounts: dict[str, Cents], unused: Cents
) -> Cents:
    """What can still be awarded: what the process reserve keeps is taken off (Z3).

    `unused` is what the process ceiling leaves for process costs.
    """
    if year.status == "closed":
        return 0
    code = year.code
    left = amounts[acc.unallocated(code)] + sum(
        amounts[acc.available(code, programme)] for programme in places.all(year)
    )
    kept = unused - amounts[acc.deviation("process_reserve", code)]
    return left - max(0, kept)


def _received(amounts: dict[str, Cents], partner: str, year: str) -> Cents:
    called = -amounts[acc.contributions(partner, year)]
    return called - amounts[acc.receivable(partner, year)]


def _partners(view: View, years: list[OpenedYear]) -> list[Answer]:
    called = [(year, partner) for year in years for partner in year.called]
    amounts = view.balances(
        name(partner, year.code)
        for year, partner in called
        for name in _CONTRIBUTION_ACCOUNTS
    )
    return [_partner(view, year, partner, amounts) for year, partner in called]


_CONTRIBUTION_ACCOUNTS: tuple[Callable[[str, str], str], ...] = (
    acc.receivable,
    acc.contributions,
)


def _partner(
    view: View, year: OpenedYear, partner: str, amounts: dict[str, Cents]
) -> Answer:
    outstanding = amounts[acc.receivable(partner, year.code)]
    overdue = outstanding if outstanding > 0 and view.at > year.due_date else 0
    return {
        "year": year.code,
        "partner": partner,
        "due": format_cents(-amounts[acc.contributions(partner, year.code)]),
        "due_date": year.due_date.isoformat(),
        "received": format_cents(_received(amounts, partner, year.code)),
        "outstanding": format_cents(outstanding),
        "overdue": format_cents(overdue),
    }


def _current_account(view: View) -> Answer:
    years = view.course.ever(YEAR)
    programmes = (*view.course.ever(PROGRAMME), OUTSIDE)

    def scoped(measure: str) -> list[str]:
        return [acc.of_programme(measure, y, p) for y in years for p in programmes]

    costs = [acc.process_expenses(y, p) for y in years for p in programmes]
    partners = view.course.ever(PARTNER)
    contributions = [
        name(p, y) for y in years for p in partners for name in _CONTRIBUTION_ACCOUNTS
    ]
    single = [acc.CURRENT_ACCOUNT, acc.EARMARKED, acc.FUNDS_RECEIVED, acc.FUNDS_SPENT]
    single += [acc.OTHER_RECEIVED, acc.OTHER_PAID]
    amounts = view.balances(
        [*scoped("paid"), *scoped("refunded"), *costs, *contributions, *single]
    )
    balance_, earmarked = amounts[acc.CURRENT_ACCOUNT], amounts[acc.EARMARKED]
    return _formatted(
        {
            # Called and outstanding contributions are each other's mirror, so what
            # is left of both together is what was received.
            "contributions": -sum(amounts[name] for name in contributions),
            "refunds": sum(amounts[name] for name in scoped("refunded")),
            "funds": amounts[acc.FUNDS_RECEIVED],
            "other_received": amounts[acc.OTHER_RECEIVED],
            "grants_paid": sum(amounts[name] for name in scoped("paid")),
            "process_costs": sum(amounts[name] for name in costs),
            "funds_spent": amounts[acc.FUNDS_SPENT],
            "other_paid": amounts[acc.OTHER_PAID],
            "balance": balance_,
            "earmarked": earmarked,
            "free": balance_ - earmarked,
        }
    )


def _formatted(figures: dict[str, Cents]) -> Answer:
    return {name: format_cents(cents) for name, cents in figures.items()}
