"""The funding conditions of an award or a raise, and the deviations from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from .books import Books
from .budgets import available_margin, reserve_margin
from .entries import Entry
from .framework import OUTSIDE

MET, NOT_MET, NOT_SET = "met", "not_met", "not_set"
NO_DEVIATION = (
    "programme_ceiling",  # the deviations are in its floor already
    "process_reserve",  # likewise
    "borrowed_capacity",
    "financing_plan",
)


@dataclass(frozen=True)
class Asked:
    """The grant that is judged: the whole of it, and what this command adds."""

    project: str
    total: int
    extra: int
    day: date
    judgement: str | None = None


@dataclass(frozen=True)
class Assessment:
    verdicts: dict[str, str]
    leans: dict[str, Entry]
    """By rule: the deviation that makes up for a verdict that isn't met."""
    held: Fraction | None
    """The share of the eligible cost that the grant is held to; None: no limit."""
    limits: dict[str, int | None]
    """The ordinary limits in cents; None: not set."""

    @property
    def outcome(self) -> str:
        failed = {rule for rule, verdict in self.verdicts.items() if verdict != MET}
        if failed - set(self.leans):
            return NOT_MET
        return "deviation" if failed else MET


def verdict(is_met: bool) -> str:
    return MET if is_met else NOT_MET


def taking_part(books: Books, terms: dict[str, Any], day: date) -> set[str]:
    """Participants that have not left."""
    return set(terms["participants"]) & set(books.on(day).partner_codes)


def own_of(books: Books, terms: dict[str, Any], day: date) -> int:
    """The own contributions of those that have not left."""
    partners = books.on(day).partner_codes
    own = terms["own_contributions"].items()
    return sum(amount for partner, amount in own if partner in partners)


def share_of(books: Books, terms: dict[str, Any], day: date) -> Fraction | None:
    """The ordinary share in percent; None: not set."""
    participants = taking_part(books, terms, day)
    if participants == set(books.on(day).partner_codes):
        return Fraction(100)
    table = books.max_shares(terms["year"], day)
    keys = [key for key in table if key <= len(participants)]
    return Fraction(table[max(keys)]) if keys else None


def within(share: Fraction, total: int, eligible: int) -> bool:
    return total <= floor(share / 100 * eligible)


def participation(
    books: Books, terms: dict[str, Any], total: int, eligible: int, day: date
) -> str:
    share = share_of(books, terms, day)
    partners = set(books.on(day).partner_codes)
    everyone = taking_part(books, terms, day) == partners
    if not everyone and own_of(books, terms, day) == 0:
        return NOT_MET  # an own contribution is required, whatever the share
    return NOT_SET if share is None else verdict(within(share, total, eligible))


def third_parties(terms: dict[str, Any], judgement: str | None) -> str:
    active = [amount for _, is_active, amount in terms["third_parties"] if is_active]
    if not active:
        return MET
    if any(amount == 0 for amount in active):
        return NOT_MET
    return MET if judgement else NOT_SET


def place(books: Books, project: str) -> tuple[str, str]:
    """(year, programme) of its award, else of its proposal."""
    award, terms = books.award(project), books.terms(project)
    return (award and award.scope) or (terms["year"], terms["programme"])


def maximum(books: Books, project: str, total: int, day: date) -> str:
    year, programme = place(books, project)
    limit = books.max_grant(year, programme, day)
    if limit is None:
        return MET if programme == OUTSIDE else NOT_SET
    return verdict(total <= limit)


def reserve_stays(books: Books, project: str, extra: int, day: date) -> bool:
    year, programme = place(books, project)
    return programme == OUTSIDE or all(
        reserve_margin(books, year, d) - extra >= 0
        for d in books.days_from(day)
        if not books.is_closed(year, d)
    )


def verdicts(books: Books, asked: Asked) -> Iterator[tuple[str, str]]:
    """(rule, verdict) in the order of the contract's table."""
    project, total, day = asked.project, asked.total, asked.day
    terms = books.carried_out(project, day)
    own = own_of(books, terms, day)
    third = sum(amount for _, _, amount in terms["third_parties"])
    borrowed = terms["borrowed_capacity"]
    eligible = terms["total_cost"] - borrowed
    municipalities = taking_part(books, terms, day) & books.on(day).municipalities
    themes = set(terms["themes"]) & set(books.on(day).priority_themes)
    left = [
        available_margin(books, *place(books, project), d) - asked.extra
        for d in books.days_from(day)
    ]
    sought = terms["external_funding"] != "" or not terms["external_chance"]

    yield "non_physical", verdict(not terms["physical"])
    yield "vision_fit", verdict(terms["vision_goal"] != "" and bool(themes))
    yield "two_municipalities", verdict(len(municipalities) >= 2)
    yield "maximum_per_project", maximum(books, project, total, day)
    yield "participation_share", participation(books, terms, total, eligible, day)
    yield "programme_ceiling", verdict(min(left) >= 0)
    yield "third_parties_contribute", third_parties(terms, asked.judgement)
    yield "external_funding_sought", verdict(sought)
    yield "borrowed_capacity", verdict(total <= eligible and own >= borrowed)
    yield "financing_plan", verdict(total + own + third <= terms["total_cost"])
    yield (
        "process_reserve",
        verdict(reserve_stays(books, project, asked.extra, day)),
    )


def newest(found: list[Entry]) -> Entry | None:
    return max(found, key=lambda e: (e.date, e.number), default=None)


def new_limit(books: Books, deviation: Entry, asked: Asked) -> bool:
    """Is the grant within the limit that the deviation puts in place?"""
    terms = books.carried_out(asked.project, asked.day)
    eligible = terms["total_cost"] - terms["borrowed_capacity"]
    ordinary = share_of(books, terms, asked.day) or Fraction(0)
    if "share" in deviation.data:
        higher = max(deviation.data["share"], ordinary)
        return within(higher, asked.total, eligible)
    if "amount" not in deviation.data:
        return True
    # a stored one of version 1 is a limit in euros
    is_share = deviation.data["rule"] == "participation_share"
    if is_share and within(ordinary, asked.total, eligible):
        return True
    amount: int = deviation.data["amount"]
    return asked.total <= amount


def held_to(books: Books, asked: Asked, deviation: Entry | None) -> Fraction | None:
    share = share_of(books, books.carried_out(asked.project, asked.day), asked.day)
    if deviation is None:
        return share
    if "share" not in deviation.data:
        return None
    return max(Fraction(deviation.data["share"]), share or Fraction(0))


def assess(books: Books, asked: Asked) -> Assessment:
    found = dict(verdicts(books, asked))
    leans: dict[str, Entry] = {}
    for rule, answer in found.items():
        if answer == MET or rule in NO_DEVIATION:
            continue
        there = books.deviations(asked.day, rule, project=asked.project)
        deviation = newest(there)
        if deviation is not None and new_limit(books, deviation, asked):
            leans[rule] = deviation
    held = held_to(books, asked, leans.get("participation_share"))
    return Assessment(found, leans, held, ordinary_limits(books, asked))


def ordinary_limits(books: Books, asked: Asked) -> dict[str, int | None]:
    terms = books.carried_out(asked.project, asked.day)
    share = share_of(books, terms, asked.day)
    eligible = terms["total_cost"] - terms["borrowed_capacity"]
    year, programme = place(books, asked.project)
    return {
        "maximum_per_project": books.max_grant(year, programme, asked.day),
        "participation_share": (
            None if share is None else floor(share / 100 * eligible)
        ),
    }
