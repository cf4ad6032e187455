"""What the reports of a bundle hold, by the bundle's format: frozen with it.

A query may learn to say more; what a bundle holds may not change, or every bundle that
an archive has would differ from what its entries give. Format 2 holds data alone: no
sentence of the program's, so that one may be reworded or told in another language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projections.answers.entries import Entry
from projections.answers.journal import hledger_entries
from projections.finding import Finding
from projections.snapshot import View

Row = Mapping[str, Any]

_PROGRAMME = (
    *("year", "programme", "allocated", "transferred", "ceiling", "awarded"),
    *("released", "process_costs", "written_off", "paid", "refunded", "committed"),
    *("recoverable", "available", "deviation"),
)
_YEAR = (
    *("year", "status", "budget", "unallocated", "contributions_due"),
    *("contributions_received", "gap", "process_costs", "process_ceiling"),
)
_YEAR_V2 = (
    *("year", "status", "budget", "unallocated", "contributions_due"),
    *("contributions_received", "other_cover", "gap", "process_costs"),
    *("process_ceiling", "for_projects"),
)
_PARTNER = (
    *("year", "partner", "due", "due_date", "received", "outstanding", "overdue"),
)
_CURRENT_ACCOUNT = (
    *("contributions", "refunds", "funds", "other_received", "grants_paid"),
    *("process_costs", "funds_spent", "other_paid", "balance", "earmarked", "free"),
)
_PROJECT = (
    *("project", "year", "programme", "kind", "status", "requested", "awarded"),
    *("determined", "released", "written_off", "paid", "refunded", "committed"),
    *("recoverable", "funds_received", "funds_spent"),
)
_LINE = (
    *("entry", "date", "recorded_at", "actor", "command", "counterparty"),
    *("description", "document", "decision", "amount", "balance"),
)
_LINE_V2 = (
    *("entry", "date", "recorded_at", "actor", "command", "counterparty"),
    *("description", "document", "decision", "authority", "amount", "balance"),
)
_DECISION = ("number", "date", "subject", "entry", "entries", "reversed_by")
_FINDING = ("check", "code", "severity", "message", "entries")
_SECTIONS: Mapping[str, Sequence[str]] = {
    "programmes": _PROGRAMME,
    "partners": _PARTNER,
    "current_account": _CURRENT_ACCOUNT,
    "projects": _PROJECT,
}


def _described_v1(entry: Entry) -> str | None:
    """The description of an entry as version 0.1.0 of the program wrote it."""
    given = entry.given
    if entry.command == "reverse":
        return f"reversal of #{entry.reverses}: {entry.words}"
    if entry.command == "annotate":
        return f"{given['field']} of #{given['entry']}: {given['value']}"
    return entry.words


@dataclass(frozen=True)
class Shape:
    """The reports of one format."""

    describe: Callable[[Entry], str | None]
    finding: Callable[[Finding], Row]
    heading: bool
    """The journal begins with a sentence about itself."""
    year: Sequence[str]
    line_of: Sequence[str]
    """The figures of a year, and what a line of a statement holds."""

    def journal(self, view: View) -> Iterator[str]:
        """The journal for hledger, line by line."""
        if self.heading:
            yield f"; {view.framework.title}"
            yield f"; as known after entry {view.entry}, to {view.at.isoformat()}"
            yield ""
        yield from hledger_entries(view, describe=self.describe)

    def balance(self, answer: Row) -> Row:
        """The balances, section by section."""
        sections = {**_SECTIONS, "years": self.year}
        return {
            name: _section(value, sections[name]) if name in sections else value
            for name, value in answer.items()
        }

    def line(self, line: Row, entry: Entry) -> Row:
        """A line of the current account's statement."""
        return _picked({**line, "description": self.describe(entry)}, self.line_of)

    @staticmethod
    def decision(row: Row) -> Row:
        """A decision in the list of all."""
        return _picked(row, _DECISION)


def _section(value: Any, names: Sequence[str]) -> object:  # noqa: ANN401  # a row, or rows
    if isinstance(value, list):
        return [_picked(row, names) for row in value]
    return _picked(value, names)


def _picked(row: Row, names: Sequence[str]) -> Row:
    return {name: row[name] for name in names}


SHAPES: Mapping[str, Shape] = {
    "zuidas/bundle/v1": Shape(
        _described_v1,
        lambda f: _picked(f.as_json(), _FINDING),
        heading=True,
        year=_YEAR,
        line_of=_LINE,
    ),
    "zuidas/bundle/v2": Shape(
        lambda entry: entry.words,
        Finding.as_data,
        heading=False,
        year=_YEAR_V2,
        line_of=_LINE_V2,
    ),
}
"""By format; the last one is written, all are read."""
FORMAT = "zuidas/bundle/v2"
