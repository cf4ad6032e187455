"""The decision that an entry's money rests on (Z20): its own, or one that it follows.

A payment names no decision: it rests on that of the award or of the newest change of
the project's grant; a contribution on the opening or the amendment of the year that
called it. Looked at is what was in force on the entry's date and posted before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from projections.answers.corrections import Corrections
from projections.days import iso_day_number
from projections.snapshot import View
from projections.stored import of_entries

_AT_ONCE = 500
"""Projects looked up in one statement."""
_GRANTS = ("award_grant", "change_grant")
_CALLS = ("open_budget_year", "amend_budget_year")
_CONTRIBUTIONS = ("receive_contribution", "repay_contribution")


class _Ground(NamedTuple):
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
    """Looks up the grounds of entries; each project is read once, and all years."""

    def __init__(self, view: View, corrections: Corrections) -> None:
        self._view = view
        self._corrections = corrections
        self._grants: dict[str, list[_Ground]] = {}
        self._calls: dict[str, list[_Ground]] | None = None
        self._of_partners: dict[
            tuple[str, str], tuple[list[_Ground], list[_Ground]]
        ] = {}

    def derived(
        self, number: int, date: str | None, given: Mapping[str, Any], command: str
    ) -> str | None:
        """What an entry without a decision of its own rests on, or None.

        `given` are the command's fields; of a reclassification it rests on what the
        command in `as` would.
        """
        if date is None:
            return None
        if command == "reclassify":
            given = given["as"]
            command = str(given["command"])
        day = iso_day_number(date)
        if given.get("project") is not None:
            return _newest(self._of_grant(str(given["project"])), number, day)
        if command not in _CONTRIBUTIONS:
            return None
        year, partner = str(given["year"]), given["partner"]
        own, opening = self._of_partner(year, partner)
        return _newest(own, number, day) or _newest(opening, number, day)

    def read_grants(self, projects: Iterable[str]) -> None:
        """Read the grounds of many projects at once, before they are asked for."""
        wanted = [each for each in dict.fromkeys(projects) if each not in self._grants]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            self._grants.update({project: [] for project in some})
            for project, ground in self._grounds(_GRANTS, "project", some):
                self._grants[project].append(ground)

    def _of_grant(self, project: str) -> list[_Ground]:
        self.read_grants([project])
        return self._grants[project]

    def _of_partner(
        self, year: str, partner: str
    ) -> tuple[list[_Ground], list[_Ground]]:
        """What set a partner's contribution of a year, and the year's opening."""
        if (year, partner) not in self._of_partners:
            grounds = self._of_year(year)
            own = [ground for ground in grounds if partner in ground.partners]
            self._of_partners[year, partner] = own, grounds[:1]
        return self._of_partners[year, partner]

    def _of_year(self, year: str) -> list[_Ground]:
        if self._calls is None:
            self._calls = self._called()
        return self._calls.get(year, [])

    def _called(self) -> dict[str, list[_Ground]]:
        """Of all years, which are few: by year alone all that it has would be read."""
        grounds = list(self._grounds(_CALLS, "year"))
        states = dict(of_entries(self._view, [ground.entry for _, ground in grounds]))
        found: dict[str, list[_Ground]] = {}
        for year, ground in grounds:
            partners = frozenset(called(states[ground.entry]))
            found.setdefault(year, []).append(ground._replace(partners=partners))
        return found

    def _grounds(
        self, commands: tuple[str, ...], column: str, values: Sequence[str] = ()
    ) -> Iterator[tuple[str, _Ground]]:
        """By project or year, in the order of entries; without values of all."""
        only = f"e.{column} IN ({', '.join('?' * len(values))}) AND " if values else ""
        rows = self._view.rows(
            f"SELECT e.{column}, e.entry, e.day, r.day, e.decision FROM entries e"
            " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
            f" WHERE {only}e.command IN (?, ?) AND e.entry <= ? ORDER BY e.entry",
            self._view.entry,
            *values,
            *commands,
            self._view.entry,
        )
        for value, entry, since, ended, own in rows:
            decision = self._corrections.of(int(entry), {"decision": own}, "decision")
            until = None if ended is None else int(ended)
            yield str(value), _Ground(int(entry), int(since), until, decision)


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
