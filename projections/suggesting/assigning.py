"""Which line gets which suggestion, each candidate once, and how sure that is.

The best suggestions come first, over all lines; what a better one took is out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Literal

from domain.values.messages import Message, message
from projections.suggesting.candidates import Candidate, Kind
from projections.suggesting.evidence import AHEAD, CERTAIN, LIKELY, Evidence
from projections.suggesting.returns import Returns
from projections.suggesting.scoring import Scored, best_first
from projections.suggesting.shown import Shown

Level = Literal["certain", "likely", "possible"]
Numbers = frozenset[int]


@dataclass(frozen=True)
class Suggestion:
    """What would answer a line."""

    shown: Shown
    level: Level
    candidates: tuple[Candidate, ...]
    evidence: Evidence
    doubts: tuple[Message, ...] = ()
    """Why it is not certain, though its points would do."""
    other: Shown | None = None
    """The line that it undoes."""

    @property
    def points(self) -> int:
        """What the evidence adds up to."""
        return self.evidence.points

    def doubted(self, doubt: Message) -> "Suggestion":
        """The same, not certain any more."""
        return replace(self, level="likely", doubts=(*self.doubts, doubt))


class Assigning:
    """The suggestions of all lines beside each other."""

    def __init__(
        self,
        lines: Sequence[Shown],
        scored: Sequence[Sequence[Scored]],
        returns: Returns,
    ) -> None:
        self._lines = lines
        self._scored = scored
        self._returns = returns
        self._wanted = _wanted(scored)

    def suggestions(self) -> list[Suggestion]:
        """At most one of each line, in the order of lines."""
        taken: set[int] = set()
        answered: dict[int, Scored | None] = {}
        for place, scored in self._best_first():
            others = {e.other for e in scored.candidates if e.other is not None}
            numbers = _numbers(scored)
            if answered.keys().isdisjoint({place, *others}) and not numbers & taken:
                answered.update(dict.fromkeys(others))
                answered[place] = scored
                taken |= numbers
        return [
            self._suggestion(place, scored)
            for place, scored in sorted(answered.items(), key=itemgetter(0))
            if scored is not None
        ]

    def _best_first(self) -> list[tuple[int, Scored]]:
        found = [
            (place, scored)
            for place, several in enumerate(self._scored)
            for scored in several
        ]
        found.sort(key=lambda each: (*best_first(each[1])[:3], each[0]))
        return found

    def _suggestion(self, place: int, scored: Scored) -> Suggestion:
        points = scored.points
        doubts: tuple[Message, ...] = ()
        if points >= LIKELY:
            doubts = tuple(self._doubts(place, scored))
        sure = points >= CERTAIN and scored.evidence.is_strong and not doubts
        level: Level = "likely" if points >= LIKELY else "possible"
        other = next((e.other for e in scored.candidates if e.other is not None), None)
        return Suggestion(
            self._lines[place],
            "certain" if sure else level,
            scored.candidates,
            scored.evidence,
            doubts,
            None if other is None else self._lines[other],
        )

    def _doubts(self, place: int, scored: Scored) -> Iterator[Message]:
        """Why it might be something else."""
        yield from self._rivals(place, scored)
        shown, evidence = self._lines[place], scored.evidence
        if shown.is_return:
            yield message("the bank says that the line undoes another one")
        if scored.candidates[0].kind is Kind.RETURN:
            yield message("what it undoes may have been paid again")
            return
        for other in self._returns.opposite(place)[:1]:
            yield message(
                "line {line} is of the opposite amount and may be its return",
                line=self._lines[other].line.name,
            )
        undone = self._returns.answered(shown)
        if undone is not None and not evidence.reference:
            yield message("it may be the return of line {line}", line=undone)

    def _rivals(self, place: int, scored: Scored) -> Iterator[Message]:
        """What else of the line, and which other line, has nearly as many points."""
        others = (each for each in self._scored[place] if each is not scored)
        rival = max(others, key=attrgetter("points"), default=None)
        if rival is not None and rival.points > scored.points - AHEAD:
            yield message(
                "{other} has {points} points",
                other=rival.candidates[0].said,
                points=rival.points,
            )
        for number in sorted(_numbers(scored)):
            for points, other in self._wanted[number]:
                if other != place and points > scored.points - AHEAD:
                    yield message(
                        "line {line} has {points} points for the same",
                        line=self._lines[other].line.name,
                        points=points,
                    )


Wanted = Mapping[int, Sequence[tuple[int, int]]]
"""By candidate the two lines that want it most, with their points."""


def _wanted(scored: Sequence[Sequence[Scored]]) -> Wanted:
    found: dict[int, list[tuple[int, int]]] = {}
    for place, several in enumerate(scored):
        best: dict[int, int] = {}
        for each in several:
            for number in _numbers(each):
                best[number] = max(each.points, best.get(number, each.points))
        for number, points in best.items():
            some = found.setdefault(number, [])
            some.append((points, place))
            some.sort(reverse=True)
            del some[2:]
    return found


def _numbers(scored: Scored) -> Numbers:
    """The candidates that are used up by it."""
    return frozenset(e.number for e in scored.candidates if e.number is not None)
