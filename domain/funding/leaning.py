"""Whether the deviation in force from a condition carries a grant (Z18).

Of the deviations from a rule for a project the newest effective one holds alone. From a
limit it sets a new one, or lifts it; the required own contribution is waived by any.
"""

from datetime import date
from fractions import Fraction

from domain.funding.conditions import Application, Facts
from domain.states.projects import Project, ProjectDeviation
from domain.values.money import Cents
from domain.values.texts import format_cents, format_percentage


def leans_on(
    rule: str, application: Application, project: Project, day: date
) -> tuple[list[int], Facts]:
    """The deviation that the grant leans on, if any, and what it adds to the facts.

    The facts name the new limit, or the deviation that falls short of the grant.
    """
    newest = project.deviation_on(rule, day)
    if newest is None:
        return [], {}
    limit = _new_limit(rule, newest, application)
    if limit is None:
        return [newest.entry], {}
    facts: Facts = {"new_limit": format_cents(limit)}
    if newest.share is not None:
        facts["new_share"] = format_percentage(_higher_share(newest.share, application))
    if application.amount > limit:
        return [], facts | {"deviation_falls_short": newest.entry}
    return [newest.entry], facts


def _new_limit(
    rule: str, deviation: ProjectDeviation, application: Application
) -> Cents | None:
    """The limit in euros that a deviation sets; None where it lifts the limit."""
    if rule == "participation_share" and deviation.share is not None:
        return application.share_of_cost(_higher_share(deviation.share, application))
    # Stored deviations of version 0.1.0 from the share hold an amount: still a limit.
    return deviation.amount


def _higher_share(share: Fraction, application: Application) -> Fraction:
    """A deviation never lowers what the project may have anyway."""
    ordinary = application.ordinary_share
    return share if ordinary is None else max(share, ordinary)
