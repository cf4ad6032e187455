"""Decisions, every entry that rests on them, and what became of deviations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.entries import Corrections, Entry, Filters, entry_json, history
from projections.answers.years import budgets_of
from projections.snapshot import View


@dataclass
class DeviationUse:
    """A deviation with how much of it was used, by which entries."""

    entry: Entry
    amount: Cents | None
    used: Cents = 0
    used_by: list[int] = field(default_factory=list)

    @property
    def left(self) -> Cents | None:
        """What of it can still be used; None where it has no amount."""
        return None if self.amount is None else self.amount - self.used


def decisions(view: View, until: int | None = None) -> list[dict[str, object]]:
    """Every decision with the number of entries that rest on it.

    `until` is a day of the tables: what is dated later is left out.
    """
    found = history(view, Filters(command="record_decision", until_day=until))
    return [
        {
            "number": entry.given["number"],
            "date": entry.date,
            "subject": entry.words,
            "entry": entry.number,
            "entries": sum(1 for _ in resting(view, entry.given["number"], until)),
            "reversed_by": entry.reversed_by,
        }
        for entry in found
    ]


def resting(view: View, number: str, until: int | None = None) -> Iterator[Entry]:
    """Every entry that rests on a decision."""
    for entry in history(view, Filters(decision=number, until_day=until)):
        if entry.command != "record_decision":
            yield entry


def decision(view: View, number: str, until: int | None = None) -> dict[str, object]:
    """One decision: what rests on it, and its deviations with their use.

    Raises `Refusal` (`DECISION_UNKNOWN`).
    """
    recorded = [
        entry
        for entry in history(view, Filters(decision=number))
        if entry.command == "record_decision"
    ]
    if not recorded:
        raise Refusal(
            "DECISION_UNKNOWN",
            "decision {number} is not recorded.",
            number=Quoted(number),
        )
    found = recorded[0]
    corrections = Corrections(view)
    resting_on_it = list(resting(view, number, until))
    uses = deviation_uses(view)
    answer: dict[str, object] = {
        "number": number,
        "date": found.date,
        "subject": corrections.of(found.number, found.given, "subject"),
        "motivation": found.given.get("motivation"),
        "entries": [entry_json(entry) for entry in resting_on_it],
        "deviations": [
            deviation_json(uses[entry.number])
            for entry in resting_on_it
            if entry.number in uses
        ],
    }
    if found.reversed_by is not None:
        answer["reversed_by"] = found.reversed_by
    return answer


def deviation_json(use: DeviationUse) -> dict[str, object]:
    """The shape of a deviation in section 4 of the contract."""
    given = use.entry.given
    return {
        "entry": use.entry.number,
        "rule": given["rule"],
        "project": given.get("project"),
        "programme": given.get("programme"),
        "year": given.get("year"),
        "amount": None if use.amount is None else format_cents(use.amount),
        "used": format_cents(use.used),
        "used_by": use.used_by,
        "left": None if use.left is None else format_cents(use.left),
        "motivation": given["motivation"],
    }


def deviation_uses(view: View) -> dict[int, DeviationUse]:
    """Every deviation known and dated by the view, by entry, with its use.

    A ceiling's deviations are used by how far the ceiling's own quantity is below
    zero at its worst, in order of date, then entry; `used_by` are the entries that
    took it there. A project's deviation is used by the awards that lean on it.
    """
    uses = {
        entry.number: DeviationUse(entry, entry.amount)
        for entry in history(view, Filters(command="deviate", to_day=view.day))
        if not _reversed_by_date(view, entry)
    }
    scopes: dict[tuple[str, ...], list[DeviationUse]] = {}
    for use in uses.values():
        given = use.entry.given
        if given.get("project") is None:
            scope: tuple[str, ...] = (
                given["rule"],
                given.get("year", ""),
                given.get("programme", ""),
            )
            scopes.setdefault(scope, []).append(use)
    for scope, members in scopes.items():
        members.sort(key=lambda use: (use.entry.date or "", use.entry.number))
        _use_ceiling(view, scope, members)
    _use_by_awards(view, uses)
    return uses


def _reversed_by_date(view: View, entry: Entry) -> bool:
    """The entry was reversed on or before the view's date."""
    if entry.reversed_by is None:
        return False
    rows = view.rows("SELECT day FROM entries WHERE entry = ?", entry.reversed_by)
    return any(int(row[0]) <= view.day for row in rows)


def _use_ceiling(
    view: View, scope: tuple[str, ...], members: list[DeviationUse]
) -> None:
    """Lay the overrun on the deviations in order; each entry uses what it adds."""
    deepest = 0
    for number, level in _levels(view, scope):
        if -level > deepest:
            _lay(members, deepest, -level, number)
            deepest = -level


def _lay(members: list[DeviationUse], before: Cents, after: Cents, number: int) -> None:
    start = 0
    for use in members:
        end = start + (use.amount or 0)
        used = max(0, min(after, end) - max(before, start))
        if used:
            use.used += used
            use.used_by.append(number)
        start = end


def _levels(view: View, scope: tuple[str, ...]) -> Iterator[tuple[int, Cents]]:
    """After each entry, by date: the quantity above its floor, without deviations."""
    rule, year, programme = scope
    parts = budgets_of(view).of_rule(rule, year, programme)
    if not parts:  # a deviation from a floor that the framework no longer has
        return
    levels = [-part.floor for part in parts]
    signs = [dict(part.own) for part in parts]
    moves = list(_moves(view, list({name: None for each in signs for name in each})))
    for number, group in groupby(moves, key=lambda move: move[0]):
        # An entry's lines count together: only its last one shows the level.
        for _, account, amount in group:
            for index, each in enumerate(signs):
                levels[index] += each.get(account, 0) * amount
        yield number, min(levels)


def _moves(view: View, names: list[str]) -> Iterator[tuple[int, str, Cents]]:
    accounts = view.accounts(names)
    if not accounts:
        return
    rows = view.rows(
        "SELECT entry, account, amount FROM lines"
        f" WHERE account IN ({', '.join('?' * len(accounts))})"
        " AND day <= ? AND entry <= ? ORDER BY day, entry, line",
        *accounts,
        view.day,
        view.entry,
    )
    for number, account, amount in rows:
        yield int(number), accounts[int(account)], int(amount)


def _use_by_awards(view: View, uses: dict[int, DeviationUse]) -> None:
    """Awards and raises name the deviations that they leaned on."""
    for command in ("award_grant", "change_grant"):
        for entry in history(view, Filters(command=command, to_day=view.day)):
            assessment = entry.event.get("assessment")
            if assessment is None or _reversed_by_date(view, entry):
                continue
            for condition in assessment["conditions"]:
                for number in condition.get("deviation", ()):
                    use = uses.get(number)
                    if use is None or entry.number in use.used_by:
                        continue
                    if use.entry.given.get("project") is None:
                        continue
                    use.used_by.append(entry.number)
                    granted = assessment["amount"]
                    if use.amount is not None:
                        granted = min(granted, use.amount)
                    use.used = max(use.used, granted)
