"""Which line gets which suggestion, each candidate once, and how sure that is.

What is certain is settled first, round by round: what it takes competes with nothing
any more. Of the rest the best come first; what a better one took is out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.values.messages import Message, message
from projections.suggesting.candidates import Candidate, Kind
from projections.suggesting.competing import Competition, numbers_of
from projections.suggesting.evidence import AHEAD, CERTAIN, LIKELY, Evidence
from projections.suggesting.returns import Returns
from projections.suggesting.scoring import Scored, Scorer, best_first
from projections.suggesting.shown import Shown

Level = Literal["certain", "likely", "possible"]


@dataclass(frozen=True)
class Suggestion:
    """What would answer a line."""

    shown: Shown
    level: Level
    candidates: tuple[Candidate, ...]
    evidence: Evidence
    doubts: tuple[Message, ...] = ()
    """Why it might be something else."""
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
        scorer: Scorer,
        returns: Returns,
    ) -> None:
        self._lines = lines
        self._scorer = scorer
        self._returns = returns
        self._competition = Competition(map(self._scored, range(len(lines))))

    def _scored(self, place: int) -> Sequence[Scored]:
        found = self._scorer.scored(self._lines[place])
        found += self._returns.scored(place)
        return sorted(found, key=best_first)

    def suggestions(self) -> Iterator[Suggestion]:
        """At most one of each line, in the order of lines."""
        certain = dict(self._certain())
        others = dict(self._others())
        for place in range(len(self._lines)):
            if place in certain:
                yield self._suggestion(place, certain[place], "certain")
            elif place in others:
                is_likely = others[place].points >= LIKELY
                level: Level = "likely" if is_likely else "possible"
                yield self._suggestion(place, others[place], level)

    def of_line(self, name: str) -> Iterator[Suggestion]:
        """Everything that a line may be: what it is given first, then the others."""
        place = next(n for n, each in enumerate(self._lines) if each.line.name == name)
        everything = self._competition.of_line(place)
        given = [each for each in self.suggestions() if each.shown.line.name == name]
        yield from given
        for scored in everything:
            if all(each.candidates != scored.candidates for each in given):
                level: Level = "likely" if scored.points >= LIKELY else "possible"
                yield self._suggestion(place, scored, level)

    def _certain(self) -> Iterator[tuple[int, Scored]]:
        """What is certain, and what is once that is out of the way."""
        places: Sequence[int] = range(len(self._lines))
        while found := list(self._certain_of(places)):
            yield from found
            settled = {place for place, _ in found}
            numbers = {number for _, each in found for number in numbers_of(each)}
            self._competition.settle(settled, numbers)
            places = [place for place in places if place not in settled]

    def _certain_of(self, places: Iterable[int]) -> Iterator[tuple[int, Scored]]:
        for place in places:
            best = next(iter(self._competition.of_line(place)), None)
            if best is None or best.points < CERTAIN or not best.is_strong:
                continue
            if not any(self._doubts(place, best)):
                yield place, best

    def _others(self) -> Iterator[tuple[int, Scored]]:
        """The best first, of what is not certain."""
        taken, answered = set[int](), set[int]()
        order = sorted(
            self._competition, key=lambda each: (*best_first(each[1])[:3], each[0])
        )
        for place, scored in order:
            numbers, places = numbers_of(scored), {place, *_undone(scored)}
            if answered.isdisjoint(places) and taken.isdisjoint(numbers):
                answered |= places
                taken.update(numbers)
                yield place, scored

    def _suggestion(self, place: int, scored: Scored, level: Level) -> Suggestion:
        shown = self._lines[place]
        doubts: tuple[Message, ...] = ()
        if level == "likely":
            doubts = tuple(self._doubts(place, scored))
        return Suggestion(
            shown,
            level,
            scored.candidates,
            self._scorer.evidence(scored, shown),
            doubts,
            next((self._lines[other] for other in _undone(scored)), None),
        )

    def _doubts(self, place: int, scored: Scored) -> Iterator[Message]:
        """Why it might be something else."""
        yield from self._rivals(place, scored)
        shown = self._lines[place]
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
        if undone is not None and not scored.refers:
            yield message("it may be the return of line {line}", line=undone)

    def _rivals(self, place: int, scored: Scored) -> Iterator[Message]:
        """What else of the line, and which other line, has nearly as many points."""
        enough = scored.points - AHEAD
        rival = self._competition.rival(place, scored)
        if rival is not None and rival.points > enough:
            yield message(
                "{other} has {points} points",
                other=rival.candidates[0].said,
                points=rival.points,
            )
        for number in sorted(numbers_of(scored)):
            other = self._competition.wanting(number, place)
            if other is not None and other.points > enough:
                yield message(
                    "line {line} has {points} points for the same",
                    line=self._lines[other.place].line.name,
                    points=other.points,
                )
        if self._competition.unseen(place, scored) > enough:
            yield message("there is more that is as much like it")


def _undone(scored: Scored) -> list[int]:
    """The place of the line that it undoes, of a return."""
    return [e.other for e in scored.candidates if e.other is not None]
