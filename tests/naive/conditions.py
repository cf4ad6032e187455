"""The funding conditions of an award or a raise, and the deviations from them."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from .books import Books
from .budgets import available_margin

MET, NOT_MET, NOT_SET = "met", "not_met", "not_set"


def verdict(is_met: bool) -> str:
    return MET if is_met else NOT_MET


def participation(
    books: Books, terms: dict[str, Any], total: int, eligible: int, day: date
) -> str:
    participants = set(terms["participants"])
    if participants == set(books.framework.partner_codes):
        return verdict(total <= eligible)
    table = books.max_shares(terms["year"], day)
    keys = [key for key in table if key <= len(participants)]
    if not keys:
        return NOT_SET
    share = Fraction(table[max(keys)]) / 100
    return verdict(total <= floor(share * eligible))


def third_parties(terms: dict[str, Any], judgement: str | None) -> str:
    active = [amount for _, is_active, amount in terms["third_parties"] if is_active]
    if not active:
        return MET
    if any(amount == 0 for amount in active):
        return NOT_MET
    return MET if judgement else NOT_SET


def verdicts(
    books: Books,
    project: str,
    total: int,
    extra: int,
    *,
    day: date,
    judgement: str | None,
) -> Iterator[tuple[str, str]]:
    """(rule, verdict); total = the whole grant, extra = what this command adds."""
    terms = books.terms(project)
    award = books.award(project)
    year, programme = (award and award.scope) or (terms["year"], terms["programme"])
    own = sum(terms["own_contributions"].values())
    third = sum(amount for _, _, amount in terms["third_parties"])
    borrowed = terms["borrowed_capacity"]
    eligible = terms["total_cost"] - borrowed
    municipalities = set(terms["participants"]) & books.framework.municipalities
    themes = set(terms["themes"]) & set(books.framework.priority_themes)
    limit = books.max_grant(year, programme, day)

    yield "non_physical", verdict(not terms["physical"])
    yield "vision_fit", verdict(terms["vision_goal"] != "" and bool(themes))
    yield "two_municipalities", verdict(len(municipalities) >= 2)
    yield (
        "maximum_per_project",
        NOT_SET if limit is None else verdict(total <= limit),
    )
    yield "participation_share", participation(books, terms, total, eligible, day)
    yield (
        "programme_ceiling",
        verdict(
            all(
                available_margin(books, year, programme, d) - extra >= 0
                for d in books.days_from(day)
            )
        ),
    )
    yield "third_parties_contribute", third_parties(terms, judgement)
    yield "external_funding_sought", verdict(terms["external_funding"] != "")
    yield (
        "borrowed_capacity",
        verdict(
            total <= eligible
            and own >= borrowed
            and total + own + third <= terms["total_cost"]
        ),
    )


def excused(books: Books, rule: str, project: str, total: int, day: date) -> bool:
    """Does a deviation in force on the day cover a verdict that is not `met`?"""
    if rule in ("programme_ceiling", "borrowed_capacity"):
        # the ceiling's deviations are in its floor already; the last has none
        return False
    found = books.deviations(day, rule, project=project)
    if any("amount" not in e.data for e in found):
        return True
    return bool(found) and total <= sum(e.data["amount"] for e in found)


def conditions_met(
    books: Books,
    project: str,
    total: int,
    extra: int,
    *,
    day: date,
    judgement: str | None,
) -> bool:
    found = verdicts(books, project, total, extra, day=day, judgement=judgement)
    return all(
        answer == MET or excused(books, rule, project, total, day)
        for rule, answer in found
    )
