"""One line beside everything that it may be: pure, nothing is read or posted here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from domain.values.messages import Coded, Words, message
from projections.suggesting.accounts import Accounts
from projections.suggesting.candidates import FARTHEST, Candidate, Kind
from projections.suggesting.evidence import (
    ACCOUNT,
    CERTAIN,
    CODE,
    NAME,
    POINTS_OF_DAYS,
    REFERENCE,
    TOPIC,
    Evidence,
)
from projections.suggesting.parties import party_key
from projections.suggesting.pool import Pool
from projections.suggesting.rules import Rule
from projections.suggesting.shown import Shown
from projections.suggesting.sums import LOOKED_AT, adding_up

_MOST_PARTIES = 8
_MOST_SUMS = 60
"""Sums of one party that are looked at: of so many none stands out."""
_BOOKED = 14
"""Days from an entry of charges in which the line is that entry, not another charge."""


class Scored(NamedTuple):
    """What a line may be answered with, as far as comparing needs it."""

    points: int
    candidates: tuple[Candidate, ...]
    days: int | None = None
    is_strong: bool = False
    """It refers to the candidate, or has an account that is known to be its party's."""
    refers: bool = False
    evidence: Evidence | None = None
    """Given where it doesn't follow from the line and the candidates."""


@dataclass(frozen=True)
class Scorer:
    """Everything that lines are held against."""

    pool: Pool
    accounts: Accounts
    rules: Sequence[Rule]

    def scored(self, shown: Shown) -> list[Scored]:
        """Everything that a line may be, in no order."""
        known = self.accounts.parties(shown.account)
        found = [
            _quickly(each, shown, known) for each in self.pool.of_amount(shown, known)
        ]
        found += self._of_bank(shown, found)
        found += self._of_rules(shown)
        if not any(each.points >= CERTAIN for each in found):
            found += self._of_sums(shown)
        return found

    def evidence(self, scored: Scored, shown: Shown) -> Evidence:
        """What speaks for one of them."""
        return scored.evidence or self._evidence(scored.candidates, shown)

    def _of_bank(self, shown: Shown, found: Sequence[Scored]) -> Iterator[Scored]:
        """Charges and interest, unless that is an entry already."""
        category = shown.coded or shown.told
        if category is None or any(_is_booked(each, category) for each in found):
            return
        command = "receive_other" if shown.line.open > 0 else "pay_other"
        candidate = Candidate(
            Kind.CHARGE,
            None,
            shown.line.open,
            None,
            message("{category}", category=Words(category.replace("-", " "))),
            command={"command": command, "category": category},
        )
        told = None if shown.coded else shown.told
        evidence = Evidence(code=shown.coded, told=told)
        yield _scored(evidence, (candidate,), given=True)

    def _of_rules(self, shown: Shown) -> Iterator[Scored]:
        for rule in self.rules:
            if rule.number in shown.rules:
                candidate = Candidate(
                    Kind.RULE,
                    None,
                    shown.line.open,
                    None,
                    message("{command}", command=Coded(rule.command)),
                    command={"command": rule.command, **rule.fields},
                )
                evidence = Evidence(rule=rule.number)
                yield _scored(evidence, (candidate,), given=True)

    def _of_sums(self, shown: Shown) -> Iterator[Scored]:
        """Several of one party, where something tells the party."""
        parties = [*self.accounts.parties(shown.account)]
        parties += sorted(self.pool.parties_of(shown.named))
        parties += sorted({party_key(party) for party in shown.parties})
        for party in list(dict.fromkeys(parties))[:_MOST_PARTIES]:
            for kind in _SUMMED:
                some = _parts(self.pool.of_party(kind, party, shown.day), shown)
                sums = adding_up([each.amount for each in some], shown.line.open)
                for places in islice(sums, _MOST_SUMS):
                    together = tuple(some[place] for place in places)
                    yield _scored(self._evidence(together, shown), together)

    def _evidence(self, some: tuple[Candidate, ...], shown: Shown) -> Evidence:
        first, party = some[0], some[0].party
        day, days = _days(some, shown)
        of_account = None
        if party is not None:
            of_account = self.accounts.line_of(shown.account, party_key(party))
        coded = shown.coded if first.category == shown.coded else None
        has_account = of_account is None and all(_has_account(e, shown) for e in some)
        return Evidence(
            reference=_named([each.references for each in some], shown),
            topic=_named([each.topics for each in some], shown),
            account=of_account,
            party=party if party in shown.parties else None,
            days=days,
            day=day,
            ordered=first.command["payment"] if has_account else None,
            code=coded,
            parts=len(some),
        )


def _has_account(candidate: Candidate, shown: Shown) -> bool:
    return candidate.account is not None and candidate.account == shown.account


def _quickly(candidate: Candidate, shown: Shown, known: Mapping[str, str]) -> Scored:
    """The points of one candidate; the evidence is put together when it is asked for.

    This runs for every candidate of every line.
    """
    party, named = candidate.party, shown.named
    refers = bool(named) and not named.isdisjoint(candidate.references)
    points = REFERENCE if refers else 0
    if named and not named.isdisjoint(candidate.topics):
        points += TOPIC
    knows = bool(known) and party is not None and party_key(party) in known
    knows = knows or _has_account(candidate, shown)
    if knows:
        points += ACCOUNT
    if party in shown.parties:
        points += NAME
    coded = shown.coded is not None and candidate.category == shown.coded
    if coded:
        points += CODE
    days = None
    if candidate.day is not None:
        days = abs(candidate.day - shown.day)
        points += POINTS_OF_DAYS[days]
    return Scored(points, (candidate,), days, refers or knows or coded, refers)


def _scored(
    evidence: Evidence, candidates: tuple[Candidate, ...], *, given: bool = False
) -> Scored:
    return Scored(
        evidence.points,
        candidates,
        evidence.days,
        evidence.is_strong,
        evidence.reference is not None,
        evidence if given else None,
    )


_SUMMED = (
    *(Kind.ENTRY, Kind.CONTRIBUTION, Kind.ORDER),
    *(Kind.GRANT, Kind.RECOVERABLE),
)


def best_first(scored: Scored) -> tuple[int, int, int, list[int]]:
    """By points; of as many one thing before several, the nearer, the earlier."""
    days = FARTHEST if scored.days is None else scored.days
    numbers = [-1 if e.number is None else e.number for e in scored.candidates]
    return -scored.points, len(numbers), days, numbers


def _days(some: Sequence[Candidate], shown: Shown) -> tuple[int | None, int | None]:
    """The day that counts and how far it is: of several entries the farthest.

    Of several contributions the nearest: who pays two years pays when one is due.
    """
    days = [each.day for each in some if each.day is not None]
    if not days:
        return None, None
    pick = min if some[0].kind is Kind.CONTRIBUTION else max
    day = pick(days, key=lambda each: abs(each - shown.day))
    return day, abs(day - shown.day)


def _named(each_of: Sequence[Mapping[str, str]], shown: Shown) -> str | None:
    """What of each of several is in the text; None unless there is of all."""
    found: dict[str, None] = {}
    for words in each_of:
        named = [text for word, text in words.items() if word in shown.named]
        if not named:
            return None
        found[named[0]] = None
    return ", ".join(found)


def _is_booked(scored: Scored, category: str) -> bool:
    """An entry of that category is there, of about the same day."""
    booked = scored.candidates[0].category == category
    return booked and scored.days is not None and scored.days <= _BOOKED


def _parts(candidates: Sequence[Candidate], shown: Shown) -> list[Candidate]:
    """Those that may be a part of the line: named ones first, then by days."""
    amount = shown.line.open
    parts = [
        each
        for each in candidates
        if each.amount * amount > 0
        and abs(each.amount) < abs(amount)
        and (each.kind is not Kind.ENTRY or _apart(each, shown) <= FARTHEST)
    ]
    parts.sort(key=lambda each: (not _is_named(each, shown), _apart(each, shown)))
    return parts[:LOOKED_AT]


def _is_named(candidate: Candidate, shown: Shown) -> bool:
    return not shown.named.isdisjoint(candidate.references)


def _apart(candidate: Candidate, shown: Shown) -> int:
    return 0 if candidate.day is None else abs(candidate.day - shown.day)
