"""All candidates, found by amount, and by what a line says of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from domain.values.money import Cents
from projections.suggesting.candidates import FARTHEST, Candidate, Kind, words_of
from projections.suggesting.parties import party_key
from projections.suggesting.shown import Shown

_FEW = 16
"""Candidates of one amount that are all looked at."""
_NEAREST = 4
"""Of many those that nothing speaks for but their day, before and behind it."""
_OF_PARTY = 60
_MOST = 40
"""Of many those that have a word of the line's, or a party of its account."""
_MOST_ALIKE = 6
"""Of many those with a name like the line's, of each of as many parties."""


def _day_of(candidate: Candidate) -> int:
    return candidate.day or 0


class Pool:
    """Candidates of all kinds."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.all = candidates
        self.words = words_of(candidates)
        found: dict[Cents, list[Candidate]] = defaultdict(list)
        for each in candidates:
            found[each.amount].append(each)
        self._by_amount = {amount: Bucket(some) for amount, some in found.items()}
        self._by_party: dict[tuple[Kind, str], list[Candidate]] = defaultdict(list)
        for each in candidates:
            if each.party is not None:
                self._by_party[each.kind, party_key(each.party)].append(each)
        for some in self._by_party.values():
            some.sort(key=_day_of)

    @cached_property
    def parties(self) -> list[str]:
        """Every party, once in each spelling."""
        return list(dict.fromkeys(e.party for e in self.all if e.party is not None))

    def of_amount(self, shown: Shown, accounts: Iterable[str]) -> Sequence[Candidate]:
        """What has the amount that is open of a line, near enough in days."""
        bucket = self._by_amount.get(shown.line.open)
        return () if bucket is None else bucket.near(shown, accounts)

    def parties_of(self, words: Iterable[str]) -> set[str]:
        """The parties of what these references and topics are of."""
        return {
            party for word in words for party in self._parties_by_word.get(word, ())
        }

    @cached_property
    def _parties_by_word(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.all:
            if each.party is not None:
                for word in (*each.references, *each.topics):
                    found[word].add(party_key(each.party))
        return found

    def of_party(self, kind: Kind, party: str, day: int) -> Sequence[Candidate]:
        """What there is of one kind with a party; of much the nearest to a day."""
        found = self._by_party.get((kind, party), [])
        if len(found) <= _OF_PARTY:
            return found
        nearest = bisect_left(found, day, key=_day_of)
        return found[max(0, nearest - _OF_PARTY // 2) : nearest + _OF_PARTY // 2]


class Bucket:
    """The candidates of one amount."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self._undated = [each for each in candidates if each.day is None]
        self._dated = sorted(
            (each for each in candidates if each.day is not None), key=_day_of
        )

    def near(self, shown: Shown, accounts: Iterable[str]) -> Sequence[Candidate]:
        """All in reach of the line, or of many what something speaks for."""
        start = bisect_left(self._dated, shown.day - FARTHEST, key=_day_of)
        end = bisect_left(self._dated, shown.day + FARTHEST + 1, key=_day_of)
        if end - start + len(self._undated) <= _FEW:
            return [*self._undated, *self._dated[start:end]]
        found = {each.number: each for each in self._told_apart(shown, accounts)}
        if found:
            return list(found.values())
        nearest = bisect_left(self._dated, shown.day, key=_day_of)
        near = slice(max(start, nearest - _NEAREST), min(end, nearest + _NEAREST))
        return [*self._undated[:_NEAREST], *self._dated[near]]

    def _told_apart(self, shown: Shown, accounts: Iterable[str]) -> Iterator[Candidate]:
        """The nearest of those that a word, an account or a name points to."""
        own = () if shown.account is None else (shown.account,)
        for clue in (*shown.named, *own, *accounts):
            yield from self._nearest(clue, shown.day, _MOST)
        for party in sorted(shown.parties)[:_MOST_ALIKE]:
            yield from self._nearest(party, shown.day, _MOST_ALIKE)

    def _nearest(self, clue: str, day: int, most: int) -> Iterator[Candidate]:
        """What has that clue, in reach of a day and nearest to it."""
        yield from self._undated_by_clue.get(clue, [])[:most]
        known = self._by_clue.get(clue, [])
        nearest = bisect_left(known, day, key=_day_of)
        for each in known[max(0, nearest - most // 2) : nearest + most // 2]:
            if abs(_day_of(each) - day) <= FARTHEST:
                yield each

    @cached_property
    def _by_clue(self) -> dict[str, list[Candidate]]:
        """What has a day, in order of days."""
        return _by_clues(self._dated)

    @cached_property
    def _undated_by_clue(self) -> dict[str, list[Candidate]]:
        return _by_clues(self._undated)


def _by_clues(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        for clue in _clues(each):
            found[clue].append(each)
    return found


def _clues(candidate: Candidate) -> Iterator[str]:
    """What a line may say of it: words, its party as named and as accounts have it."""
    clues = {*candidate.references, *candidate.topics}
    if candidate.party is not None:
        clues |= {candidate.party, party_key(candidate.party)}
    if candidate.account is not None:
        clues.add(candidate.account)
    yield from clues
