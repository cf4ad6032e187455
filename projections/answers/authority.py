"""The decision that an entry's money rests on (Z20): its own, or one that it follows.

A payment names no decision: it rests on that of the award or of the newest change of
the project's grant; a contribution on the opening or the amendment of the year that
called it. Looked at is what was in force on the entry's date and posted before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projections.answers.corrections import Corrections
from projections.days import iso_day_number
from projections.snapshot import View
from projections.stored import state_of

_GRANTS = ("award_grant", "change_grant")
_CALLS = ("open_budget_year", "amend_budget_year")
_CONTRIBUTIONS = ("receive_contribution", "repay_contribution")


@dataclass(frozen=True)
class _Ground:
    """A decision in force from the day of its entry to the day before `ended`."""

    entry: int
    since: int
    ended: int | None
    decision: str | None
    partners: frozenset[str] = frozenset()
    """Of a year: those whose contribution it set."""

    def holds(self, entry: int, day: int) -> bool:
        """It was there when an entry was posted, and in force on its date."""
        there = self.entry < entry and self.since <= day
        return there and (self.ended is None or day < self.ended)


class Authorities:
    """Looks up the grounds of entries; each project and year is read once."""

    def __init__(self, view: View, corrections: Corrections) -> None:
        self._view = view
        self._corrections = corrections
        self._grants: dict[str, list[_Ground]] = {}
        self._calls: dict[str, list[_Ground]] = {}

    def derived(
        self, number: int, date: str | None, given: Mapping[str, Any], command: str
    ) -> str | None:
        """What an entry without a decision of its own rests on, or None.

        `given` are the command's fields; of a reclassification those of `as`.
        """
        if date is None:
            return None
        day = iso_day_number(date)
        if given.get("project") is not None:
            return _newest(self._of_grant(str(given["project"])), number, day)
        if command not in _CONTRIBUTIONS:
            return None
        grounds = self._of_year(str(given["year"]))
        own = [ground for ground in grounds if given["partner"] in ground.partners]
        return _newest(own, number, day) or _newest(grounds[:1], number, day)

    def _of_grant(self, project: str) -> list[_Ground]:
        if project not in self._grants:
            rows = self._grounds(_GRANTS, "project", project)
            self._grants[project] = [ground for ground, _ in rows]
        return self._grants[project]

    def _of_year(self, year: str) -> list[_Ground]:
        if year not in self._calls:
            self._calls[year] = [
                _Ground(
                    ground.entry,
                    ground.since,
                    ground.ended,
                    ground.decision,
                    frozenset(called(state)),
                )
                for ground, state in self._grounds(_CALLS, "year", year)
            ]
        return self._calls[year]

    def _grounds(
        self, commands: tuple[str, ...], column: str, value: str
    ) -> Iterator[tuple[_Ground, dict[str, Any]]]:
        rows = self._view.rows(
            "SELECT e.entry, e.day, r.day, s.topic, s.state FROM entries e"
            " JOIN stored_events s ON s.entry = e.entry"
            " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
            f" WHERE e.{column} = ? AND e.command IN (?, ?) AND e.entry <= ?"
            " ORDER BY e.entry",
            self._view.entry,
            value,
            *commands,
            self._view.entry,
        )
        for entry, since, ended, topic, stored in rows:
            state = state_of(str(topic), stored)
            decision = self._corrections.of(int(entry), state["given"], "decision")
            until = None if ended is None else int(ended)
            yield _Ground(int(entry), int(since), until, decision), state


def _newest(grounds: list[_Ground], number: int, day: int) -> str | None:
    """The newest effective decision; on the same day the later entry's."""
    held = [ground for ground in grounds if ground.holds(number, day)]
    if not held:
        return None
    return max(held, key=lambda ground: (ground.since, ground.entry)).decision


def called(state: Mapping[str, Any]) -> set[str]:
    """The partners whose contribution an opening or an amendment of a year sets.

    A call of nothing is a call.
    """
    named = state["given"].get("contributions") or {}
    return {*state.get("contributions", {}), *named}
