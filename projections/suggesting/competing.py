"""What competes: the candidates of a line, and the lines that one candidate may be.

Of a line only the best few are kept; what was dropped still counts as competition.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from projections.suggesting.evidence import AHEAD, CERTAIN
from projections.suggesting.scoring import Scored

_KEPT, _AT_LEAST = 8, 3
"""Suggestions of one line that are kept, and those of few points."""
_MATTERS = CERTAIN - AHEAD
"""What has no more points than these is no rival of anything certain."""
_WANTED = 2
"""Lines that are kept of one candidate: its own, and the next."""
Numbers = list[int]


class Wanting(NamedTuple):
    """A line that wants a candidate, with its points for it."""

    points: int
    place: int


class Competition:
    """The suggestions of all lines that are still open."""

    def __init__(self, scored: Iterable[Sequence[Scored]]) -> None:
        self._dropped: dict[int, int] = {}
        self._passed_over: dict[int, int] = {}
        self._of_line = [
            self._kept(place, several) for place, several in enumerate(scored)
        ]
        self._wanting = self._wanted()

    def _kept(self, place: int, several: Sequence[Scored]) -> Sequence[Scored]:
        kept = several[:_AT_LEAST]
        for each in several[_AT_LEAST:]:
            if each.points <= _MATTERS:
                break
            if len(kept) < _KEPT:
                kept = [*kept, each]
            else:
                self._drop(place, each)
        return kept

    def _drop(self, place: int, scored: Scored) -> None:
        points = scored.points
        self._dropped[place] = max(points, self._dropped.get(place, 0))
        for number in numbers_of(scored):
            self._passed_over[number] = max(points, self._passed_over.get(number, 0))

    def of_line(self, place: int) -> Sequence[Scored]:
        """The suggestions of a line, the best first."""
        return self._of_line[place]

    def __iter__(self) -> Iterator[tuple[int, Scored]]:
        """All of them with the places of their lines."""
        for place, several in enumerate(self._of_line):
            for scored in several:
                yield place, scored

    def rival(self, place: int, scored: Scored) -> Scored | None:
        """What else the line may be, that has the most points."""
        others = (each for each in self._of_line[place] if each is not scored)
        return max(others, key=lambda each: each.points, default=None)

    def wanting(self, number: int, place: int) -> Wanting | None:
        """The other line that wants a candidate most."""
        found = self._wanting.get(number, ())
        return next((each for each in found if each.place != place), None)

    def unseen(self, place: int, scored: Scored) -> int:
        """The most points of what was dropped, of the line or of its candidates."""
        passed = [self._passed_over.get(number, 0) for number in numbers_of(scored)]
        return max(self._dropped.get(place, 0), *passed, 0)

    def settle(self, places: Iterable[int], numbers: set[int]) -> None:
        """Lines and candidates that are settled compete with nothing any more."""
        settled = set(places)
        for place, several in enumerate(self._of_line):
            if place in settled:
                self._of_line[place] = ()
            elif any(not numbers.isdisjoint(numbers_of(each)) for each in several):
                self._of_line[place] = [
                    each for each in several if numbers.isdisjoint(numbers_of(each))
                ]
        self._wanting = self._wanted()

    def _wanted(self) -> Mapping[int, Sequence[Wanting]]:
        found: dict[int, list[Wanting]] = {}
        for place, several in enumerate(self._of_line):
            for number, points in _best_of_each(several).items():
                some = found.setdefault(number, [])
                some.append(Wanting(points, place))
                some.sort(reverse=True)
                del some[_WANTED:]
        return found


def _best_of_each(several: Sequence[Scored]) -> dict[int, int]:
    best: dict[int, int] = {}
    for each in several:
        for number in numbers_of(each):
            best[number] = max(each.points, best.get(number, each.points))
    return best


def numbers_of(scored: Scored) -> Numbers:
    """The candidates that are used up by it."""
    return [e.number for e in scored.candidates if e.number is not None]
