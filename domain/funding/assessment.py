"""Assessing a grant: every condition, and the deviations that set verdicts aside."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from domain.budgets import accounts
from domain.budgets.breaches import Breach, changes, reserve_breach
from domain.budgets.quantities import RESERVE, Quantity
from domain.deciding.books import Books
from domain.entries.grants import AssessedCondition, Assessment
from domain.funding.condition_names import WHAT_TO_DECIDE
from domain.funding.conditions import (
    CONDITIONS,
    NO_DEVIATION,
    Application,
    Condition,
    taking_part,
)
from domain.funding.leaning import leans_on
from domain.states.projects import Project
from domain.values.errors import Refusal
from domain.values.messages import (
    Coded,
    Euro,
    Message,
    Parts,
    Value,
    Words,
    message,
    parts,
)
from domain.values.money import Cents
from domain.values.texts import format_cents

_CENTS = re.compile(r"-?[0-9]+\.[0-9]{2}")
"""An amount among the facts of a condition."""


def assess(
    project: Project,
    amount: Cents,
    day: date,
    books: Books,
    judgement: str | None = None,
) -> Assessment:
    """Every condition for a grant of `amount` cents on `day` (Z10-Z19, Z3).

    `amount` is the new total; what comes on top of the present grant is the charge.
    """
    application = _application(project, amount, day, books, judgement)
    conditions = [
        _assessed(condition, application, project, day, books)
        for condition in CONDITIONS
    ]
    if any(failed(condition) for condition in conditions):
        outcome = "not_met"
    elif any(condition.deviation for condition in conditions):
        outcome = "deviation"
    else:
        outcome = "met"
    return Assessment(
        project=project.proposal.project,
        amount=amount,
        date=day,
        conditions=conditions,
        financing=_financing(application),
        outcome=outcome,  # type: ignore[arg-type]  # one of the three literals above
    )


def failed(condition: AssessedCondition) -> bool:
    """The verdict stands in the way and no deviation sets it aside."""
    return condition.verdict != "met" and not condition.deviation


def required(assessment: Assessment) -> Assessment:
    """The assessment itself; raises `Refusal` (`CONDITIONS_NOT_MET`) listing all."""
    failing = [c for c in assessment.conditions if failed(c)]
    if not failing:
        return assessment
    listed = [
        message(
            "{rule} ({number}) {verdict}: {facts}",
            rule=Coded(c.rule),
            number=c.number,
            verdict=Words(c.verdict),
            facts=_facts(c),
        )
        for c in failing
    ]
    ways = [
        message(
            "{rule}: {way}", rule=Coded(c.rule), way=message(WHAT_TO_DECIDE[c.rule])
        )
        for c in failing
    ]
    raise Refusal(
        "CONDITIONS_NOT_MET",
        "a grant of {amount} to {project} does not meet {failing} of"
        " {of} conditions: {listed}. The steering group would have to"
        " decide: {ways}.{deviating}",
        {"conditions": [c.model_dump(mode="json") for c in failing]},
        amount=Euro(assessment.amount),
        project=assessment.project,
        failing=len(failing),
        of=len(CONDITIONS),
        listed=parts(listed, "; "),
        ways=parts(ways, "; "),
        deviating=_deviating(failing),
    )


def _deviating(failing: Iterable[AssessedCondition]) -> Message | None:
    if all(condition.rule in NO_DEVIATION for condition in failing):
        return None
    return message(" A deviation needs its reasons (deviate).")


def _facts(condition: AssessedCondition) -> Parts:
    return parts(
        message("{name} {fact}", name=Words(name), fact=_told(name, value))
        for name, value in condition.facts.items()
    )


def _told(name: str, value: object) -> Value:
    return f"#{value}" if name == "deviation_falls_short" else _fact(value)


def _fact(value: object) -> Value:
    match value:
        case Mapping():
            named = [
                message("{name} {item}", name=name, item=_fact(item))
                for name, item in value.items()
            ]
            return parts(named, " and ") if named else message("none")
        case list():
            return parts(map(_fact, value), " and ") if value else message("none")
        case bool():
            return message("yes") if value else message("no")
        case str() if _CENTS.fullmatch(value):
            return Euro(int(value.replace(".", "")))
    return str(value) or message("none")


def _financing(application: Application) -> dict[str, str]:
    """How the cost is covered, and what nobody covers."""
    own, third = application.own_contributions, application.third_parties
    cost = application.proposal.total_cost
    figures = {
        "total_cost": cost,
        "grant": application.amount,
        "own_contributions": own,
        "third_parties": third,
        "gap": cost - application.amount - own - third,
    }
    return {name: format_cents(cents) for name, cents in figures.items()}


def _application(
    project: Project, amount: Cents, day: date, books: Books, judgement: str | None
) -> Application:
    year_code, programme = grant_scope(project)
    year = books.year(year_code)
    max_grant = year.max_grant(programme, day)
    max_shares = year.max_shares(day)
    ceiling = books.budgets.ceiling(year_code, programme)
    charge = amount - project.grant
    breaks = _reserve_breaks(year_code, programme, charge, day, books)
    return Application(
        framework=books.framework_on(day),
        proposal=taking_part(
            project.carried_out(project.proposal, day), books.course, day
        ),
        amount=amount,
        charge=charge,
        judgement=judgement,
        max_grant=None if max_grant is None else max_grant[0],
        max_shares=None if max_shares is None else max_shares[0],
        ceiling=books.balance(
            accounts.of_programme("allocated", year_code, programme), day
        )
        + books.balance(
            accounts.of_programme("transferred", year_code, programme), day
        ),
        lowest_available=books.lowest(accounts.available(year_code, programme), day),
        lowest_with_deviations=_lowest(ceiling, day, books),
        reserve_short=0 if breaks is None else breaks.short,
        reserve_breaks=None if breaks is None else breaks.day,
    )


def grant_scope(project: Project) -> tuple[str, str]:
    """Year and programme that a grant is charged to: the award's, else proposed."""
    if project.award is not None:
        return project.award_year, project.award_programme
    return project.proposal.year, project.proposal.programme


def _lowest(quantity: Quantity, day: date, books: Books) -> Cents:
    number = (day - books.start).days
    return books.timeline(quantity).lowest_from(number)


def _reserve_breaks(
    year: str, programme: str, charge: Cents, day: date, books: Books
) -> Breach | None:
    """The first day on which the charge would break the year's process reserve.

    A grant from outside the programmes never does: no process cost is posted there.
    """
    charged = [(accounts.available(year, programme), -charge)]
    found = {
        quantity: change
        for quantity, change in changes(books.budgets, charged).items()
        if quantity.kind is RESERVE and change < 0
    }
    if not found:
        return None
    return reserve_breach(year, found, (day - books.start).days, books)


def _assessed(
    condition: Condition,
    application: Application,
    project: Project,
    day: date,
    books: Books,
) -> AssessedCondition:
    verdict, facts = condition.assess(application)
    leaning: list[int] = []
    if condition.rule == "programme_ceiling":
        leaning = (
            _of_ceiling(application, project, day, books) if verdict == "met" else []
        )
    elif verdict != "met" and condition.rule not in NO_DEVIATION:
        leaning, more = leans_on(condition.rule, application, project, day)
        facts |= more
    return AssessedCondition(
        rule=condition.rule,
        number=condition.number,
        verdict=verdict,
        facts=facts,
        deviation=leaning,
    )


def _of_ceiling(
    application: Application, project: Project, day: date, books: Books
) -> list[int]:
    """The ceiling's deviations that the grant needs, in order of use.

    They lower its floor, so the condition is met and still leans on them where the
    programme's own budget does not suffice.
    """
    needed = application.charge - application.lowest_available
    used = []
    for entry, amount in books.ceiling_deviations(*grant_scope(project), day):
        if needed <= 0:
            break
        used.append(entry)
        needed -= amount
    return used
