"""Entries as people ask for them: history, one entry whole, and its corrections."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from domain.budgets import accounts as acc
from domain.budgets.accounts import MEMO
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Coded, Told, message
from domain.values.texts import folded, format_cents
from projections.answers.authority import Authorities
from projections.answers.concerns import KINDS, Concerned, concerning
from projections.answers.corrections import (
    COUNTERPARTY,
    Corrections,
    first_text,
    text_of,
)
from projections.days import iso
from projections.known import spellings, uses_of
from projections.sealed import revealed
from projections.snapshot import View
from projections.stored import state_of

_DESCRIPTION = ("description", "title", "subject", "reason", "motivation")
_AT_ONCE = 500
"""Entries looked up in one statement."""
_SELECT = (
    "SELECT e.entry, e.recorded_at, e.day, e.actor, e.command, e.decision, e.document,"
    " e.project, e.amount, r.entry, e.command_id, e.reverses, e.partner, e.programme,"
    " e.year, s.topic, s.state FROM entries e JOIN stored_events s ON s.entry = e.entry"
    " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
)


class _Stored(NamedTuple):
    """What is known of an entry: of a long list very many are made."""

    number: int
    recorded_at: str
    date: str | None
    actor: str
    command: str
    decision: str | None
    document: str | None
    project: str | None
    amount: int | None
    reversed_by: int | None
    id: str | None
    reverses: int | None
    partner: str | None
    programme: str | None
    year: str | None
    counterparty: str | None
    words: str | None
    """What somebody wrote of it: its description, title, subject, reason or note."""
    event: dict[str, Any]
    """The stored state, as it was."""


class Entry(_Stored):
    """One entry with its texts as corrected so far."""

    _find_authority: Callable[["Entry"], str | None]

    @cached_property
    def authority(self) -> str | None:
        """The decision that its money rests on."""
        return self._find_authority(self)

    def resting(self, find_authority: Callable[["Entry"], str | None]) -> Self:
        """The same, told how its authority is found when somebody asks for it."""
        self._find_authority = find_authority
        return self

    @property
    def person(self) -> str:
        """Who posted it, which could not be chosen (section 9).

        Of older entries the session user, else the login name.
        """
        return person_of(self.event)

    @property
    def person_by(self) -> str:
        """How that was known."""
        by_session = self.event["actor"].get("session_user") is not None
        found: str = self.event.get("person_by") or (
            "session" if by_session else "login"
        )
        return found

    @property
    def description(self) -> str | None:
        """What it is about: its own words, after what a correction corrects."""
        if self.command == "reverse":
            template = "reversal of #{entry}: {words}"
            return Told(message(template, entry=self.reverses, words=self.words))
        if self.command == "annotate":
            given = self.given
            field, entry, value = (given[x] for x in ("field", "entry", "value"))
            template = "{field} of #{entry}: {value}"
            said = message(template, field=Coded(field), entry=entry, value=value)
            return Told(said)
        return self.words

    @property
    def given(self) -> dict[str, Any]:
        """The command as given."""
        fields: dict[str, Any] = self.event["given"]
        return fields


def person_of(event: Mapping[str, Any]) -> str:
    """Who posted an entry, by its stored state."""
    actor = event["actor"]
    found: str = event.get("person") or actor.get("session_user") or actor["login"]
    return found


def entry_json(entry: Entry) -> dict[str, object]:
    """The shape of `history` in section 4 of the contract."""
    return {
        "entry": entry.number,
        "recorded_at": entry.recorded_at,
        "date": entry.date,
        "actor": entry.actor,
        "command": entry.command,
        "decision": entry.decision,
        "authority": entry.authority,
        "counterparty": entry.counterparty,
        "description": entry.description,
        "document": entry.document,
        "project": entry.project,
        "amount": None if entry.amount is None else format_cents(entry.amount),
        "reversed_by": entry.reversed_by,
        "id": entry.id,
        "person": entry.person,
        "person_by": entry.person_by,
        "approval": entry.event.get("approval"),
    }


@dataclass(frozen=True)
class Filters:
    """What `history` is asked for; None asks for all."""

    project: str | None = None
    partner: str | None = None
    programme: str | None = None
    decision: str | None = None
    actor: str | None = None
    command: str | None = None
    document: str | None = None
    year: str | None = None
    until_day: int | None = None
    """Dated on or before it, or not dated at all."""
    from_day: int | None = None
    to_day: int | None = None
    from_entry: int | None = None
    to_entry: int | None = None
    after: int | None = None
    """Entries with a higher number alone."""
    before: int | None = None
    """Entries with a lower number alone."""
    minimum: int | None = None
    maximum: int | None = None

    def where(self, view: View, corrections: Corrections) -> tuple[str, list[object]]:
        """The SQL condition and its parameters."""
        parts: list[str] = []
        parameters: list[object] = []
        for condition, bound in (
            ("e.command = ?", self.command),
            ("(e.day IS NULL OR e.day <= ?)", self.until_day),
            ("e.day >= ?", self.from_day),
            ("e.day <= ?", self.to_day),
            ("e.entry >= ?", self.from_entry),
            ("e.entry <= ?", self.to_entry),
            ("e.entry > ?", self.after),
            ("e.entry < ?", self.before),
            ("e.amount >= ?", self.minimum),
            ("e.amount <= ?", self.maximum),
        ):
            if bound is not None:
                parts.append(condition)
                parameters.append(bound)
        if self.actor is not None:
            parts.append("e.actor IN (?, ?)")
            parameters += spellings(self.actor)
        for column, value in (
            ("document", self.document),
            ("decision", self.decision),
        ):
            if value is not None:
                found = corrections.corrected_to(column, value)
                if column == "document":
                    found += uses_of(view.reader, value)
                others = "".join(", ?" for _ in found)
                parts.append(f"(e.{column} IN (?, ?) OR e.entry IN (0{others}))")
                parameters += [*spellings(value), *found]
        return "".join(f" AND {part}" for part in parts), parameters

    def accept(self, entry: Entry) -> bool:
        """What SQL can't tell: what was corrected."""
        documents = (entry.document, entry.given.get("document"))
        wanted = None if self.document is None else folded(self.document)
        return _names(
            wanted, *(each and folded(str(each)) for each in documents)
        ) and _names(self.decision, entry.decision, entry.given.get("number"))

    def concerning(self, view: View) -> list[Concerned]:
        """For each thing that is asked for the entries that concern it."""
        asked = [(kind, getattr(self, kind)) for kind in KINDS]
        return [
            concerning(view, kind, code) for kind, code in asked if code is not None
        ]


def _names(wanted: str | None, *found: str | None) -> bool:
    return wanted is None or not set(spellings(wanted)).isdisjoint(found)


def history(
    view: View, filters: Filters | None = None, *, newest_first: bool = False
) -> Iterator[Entry]:
    """Entries in order, with `at` as the latest effective date where it matters."""
    filters = filters or Filters()
    corrections = Corrections(view)
    entries = _Entries(view, corrections)
    order = "DESC" if newest_first else "ASC"
    for row in _rows(view, filters, corrections, order):
        entry = entries.of(row)
        if filters.accept(entry):
            yield entry


def _rows(
    view: View, filters: Filters, corrections: Corrections, order: str
) -> Iterator[Sequence[Any]]:
    where, parameters = filters.where(view, corrections)
    select = f"{_SELECT} WHERE e.entry <= ?{where}"
    bound = (view.entry, view.entry, *parameters)
    concerned = filters.concerning(view)
    if not concerned:
        yield from view.rows(f"{select} ORDER BY e.entry {order}", *bound)
        return
    first, *rest = concerned
    if not rest and len(first.others) <= _AT_ONCE:
        # Its column decides beside the other conditions: of very many few may be left.
        among = f"e.entry IN (0{', ?' * len(first.others)})"
        select += f" AND (e.{first.kind} = ? OR {among})"
        bound += (first.code, *sorted(first.others))
        yield from view.rows(f"{select} ORDER BY e.entry {order}", *bound)
        return
    numbers = sorted(set.intersection(*(found.numbers() for found in concerned)))
    if order == "DESC":
        numbers.reverse()
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        among = f" AND e.entry IN ({', '.join('?' * len(some))})"
        yield from view.rows(f"{select}{among} ORDER BY e.entry {order}", *bound, *some)


def entry(view: View, number: int, corrections: Corrections | None = None) -> Entry:
    """One entry; raises `Refusal` (`ENTRY_UNKNOWN`).

    One that should be there and isn't is an `IntegrityError` (`LEDGER_DAMAGED`).
    """
    if not 1 <= number <= view.entry:
        raise Refusal(
            "ENTRY_UNKNOWN",
            "there is no entry {number}; the last is {entry}.",
            number=number,
            entry=view.entry,
        )
    rows = view.rows(f"{_SELECT} WHERE e.entry = ?", view.entry, number)
    for row in rows:
        return _Entries(view, corrections or Corrections(view)).of(row)
    raise IntegrityError(
        "LEDGER_DAMAGED",
        "entry {number} is missing (see zuidas audit verify).",
        number=number,
    )


def entries_of(
    view: View, numbers: Sequence[int], corrections: Corrections
) -> dict[int, Entry]:
    """Several entries at once, by number."""
    marks = ", ".join("?" * len(numbers))
    rows = view.rows(f"{_SELECT} WHERE e.entry IN ({marks})", view.entry, *numbers)
    entries = _Entries(view, corrections)
    return {int(row[0]): entries.of(row) for row in rows}


class _Entries:
    """Makes entries of what `_SELECT` finds."""

    def __init__(self, view: View, corrections: Corrections) -> None:
        self._view = view
        self._corrections = corrections
        self._authorities = Authorities(view, corrections)

    def of(self, row: Sequence[Any]) -> Entry:
        """The entry of a row."""
        number, recorded_at, day, actor, command, _, _, project, amount = row[:9]
        reversed_by, own_id, reverses, partner, programme, year, topic, stored = row[9:]
        event = state_of(str(topic), stored)
        given = event["given"]
        fields = self._corrections.corrected(int(number), given)
        reversal_of = int(reverses) if command == "reverse" else None
        return Entry(
            int(number),
            str(recorded_at),
            None if day is None else iso(int(day)),
            str(actor),
            str(command),
            text_of(fields.get("decision")),
            text_of(fields.get("document")),
            project,
            None if amount is None else int(amount),
            None if reversed_by is None else int(reversed_by),
            own_id or given.get("id"),
            None if reverses is None else int(reverses),
            partner,
            programme,
            year,
            self._counterparty(fields, project, reversal_of),
            self._words(fields, project),
            event,
        ).resting(self._authority)

    def _counterparty(
        self, fields: Mapping[str, Any], project: str | None, reversal_of: int | None
    ) -> str | None:
        """Who it was with; of a reversal with whom what it reverses was."""
        if reversal_of is not None:
            return entry(self._view, reversal_of, self._corrections).counterparty
        found = first_text(fields, COUNTERPARTY)
        return found or self._corrections.of_proposal(project, "recipient")

    def _words(self, fields: Mapping[str, Any], project: str | None) -> str | None:
        return (
            first_text(fields, _DESCRIPTION)
            or self._corrections.of_proposal(project, "title")
            or text_of(fields.get("note"))
        )

    def _authority(self, found: Entry) -> str | None:
        """Its own decision, else what it follows; of a reversal what is reversed."""
        if found.decision is not None:
            return found.decision
        if found.reverses is not None:
            return entry(self._view, found.reverses, self._corrections).authority
        given, command = found.given, found.command
        return self._authorities.derived(found.number, found.date, given, command)


def show(view: View, number: int) -> dict[str, object]:
    """One entry whole: as given, its lines, corrections and assessment."""
    corrections = Corrections(view)
    found = entry(view, number, corrections)
    assessment = found.event.get("assessment")
    return {
        **entry_json(found),
        "fields": {
            "command": found.command,
            **revealed(view.reader, number, found.event)["given"],
        },
        "lines": list(_lines(view, number)),
        "annotations": corrections.by_entry.get(number, []),
        "assessment": assessment and assessment_json(assessment),
        "reverses": found.reverses,
        "reclassified_by": list(_reclassified_by(view, number)),
        "balances": found.event.get("balances"),
        "balances_root": found.event.get("balances_root"),
        "stored": {
            name: found.event.get(name)
            for name in ("actor", "program", "clock", "previous_recorded_at")
        },
    }


def assessment_json(stored: dict[str, Any]) -> dict[str, Any]:
    """An assessment in the contract's shape.

    How the project is financed and what else stands in the way is there where it was
    looked at: an award that was accepted had nothing in its way.
    """
    looked_at: dict[str, Any] = {
        name: stored[name] for name in ("financing", "obstacles") if name in stored
    }
    return {
        "project": stored["project"],
        "amount": format_cents(stored["amount"]),
        "date": stored["date"],
        "conditions": [
            {**condition, "deviation": condition.get("deviation") or None}
            for condition in stored["conditions"]
        ],
        **looked_at,
        "outcome": stored["outcome"],
    }


def _reclassified_by(view: View, number: int) -> Iterator[int]:
    """The entries that book this one, or part of it, as something else."""
    taken = view.accounts([acc.taken(number)])
    for account in taken:
        rows = view.rows(
            "SELECT DISTINCT l.entry FROM lines l JOIN entries e ON e.entry = l.entry"
            " WHERE l.account = ? AND l.entry <= ? AND e.command = 'reclassify'"
            " ORDER BY l.entry",
            account,
            view.entry,
        )
        yield from (int(row[0]) for row in rows)


def _lines(view: View, number: int) -> Iterator[dict[str, object]]:
    rows = view.rows(
        "SELECT a.name, l.day, l.amount FROM lines l JOIN accounts a"
        " ON a.account = l.account WHERE l.entry = ? ORDER BY l.line",
        number,
    )
    for account, _, amount in rows:
        if not str(account).startswith(MEMO):
            yield {"account": str(account), "amount": format_cents(int(amount))}
