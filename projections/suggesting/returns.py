"""Payments that came back: a line of the opposite amount, of the same party."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from domain.values.messages import message
from domain.values.money import Cents
from projections.suggesting.accounts import Accounts
from projections.suggesting.candidates import FARTHEST, Candidate, Kind
from projections.suggesting.evidence import Evidence
from projections.suggesting.scoring import Scored
from projections.suggesting.shown import Shown

_MOST = 20
"""Lines of the opposite amount that are looked at."""


class Returns:
    """The open lines, found by amount and by what tells whose they are."""

    def __init__(
        self, lines: Sequence[Shown], accounts: Accounts, words: Mapping[str, str]
    ) -> None:
        self._lines = lines
        self._accounts = accounts
        self._words = words
        self._places: dict[tuple[Cents, str], list[int]] = defaultdict(list)
        amounts = {each.line.open for each in lines}
        for place in sorted(range(len(lines)), key=self._day):
            if -lines[place].line.open in amounts:
                for clue in _clues(lines[place]):
                    self._places[lines[place].line.open, clue].append(place)
        self._amounts = amounts

    def _day(self, place: int) -> int:
        return self._lines[place].day

    def opposite(self, place: int) -> list[int]:
        """Places of open lines of which one may be the return of the other."""
        own, found = self._lines[place], dict[int, None]()
        if -own.line.open not in self._amounts:
            return []
        for clue in _clues(own):
            known = self._places.get((-own.line.open, clue), [])
            first = bisect_left(known, own.day - FARTHEST, key=self._day)
            for other in known[first : first + _MOST]:
                if self._day(other) <= own.day + FARTHEST and _may_undo(
                    own, self._lines[other]
                ):
                    found[other] = None
        return list(found)

    def answered(self, shown: Shown) -> str | None:
        """An earlier line, answered by now, that this one may be the return of."""
        for day, line in self._accounts.moved(shown.account, -shown.line.open):
            if 0 <= shown.day - day <= FARTHEST:
                return line
        return None

    def scored(self, place: int) -> Iterator[Scored]:
        """A line and an earlier one as each other's opposite."""
        own = self._lines[place]
        for other in self.opposite(place):
            first = self._lines[other]
            if (first.day, other) < (own.day, place):
                evidence = self._evidence(first, own)
                said = message("line {line}, which it undoes", line=first.line.name)
                candidate = Candidate(
                    Kind.RETURN, None, own.line.open, first.day, said, other=other
                )
                yield Scored(
                    evidence.points, (candidate,), evidence.days, evidence=evidence
                )

    def _evidence(self, first: Shown, own: Shown) -> Evidence:
        shared = sorted(first.named & own.named & self._words.keys())
        words = (self._words[word] for word in shared)
        same = own.account is not None and own.account == first.account
        return Evidence(
            reference=next(words, None),
            same_account=first.line.name if same else None,
            party=next(iter(sorted(first.parties & own.parties)), None),
            days=own.day - first.day,
            day=first.day,
        )


def _may_undo(one: Shown, other: Shown) -> bool:
    """Not where both say what they are about, or whose account it is, and differ."""
    if one.named and other.named:
        return not one.named.isdisjoint(other.named)
    return one.account is None or other.account in (None, one.account)


def _clues(shown: Shown) -> Iterator[str]:
    """What two lines of one party have in common: account, reference or name."""
    if shown.account is not None:
        yield f"account {shown.account}"
    yield from (f"word {word}" for word in sorted(shown.named))
    yield from (f"name {party}" for party in sorted(shown.parties))
