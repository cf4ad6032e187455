"""What registers hold of a meeting, a decision or a project, as tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import message
from projections.report import Column, Part, Row, Table

_RATIFICATION = (
    Column("partner", "Partner"),
    Column("outcome", "Outcome", "words"),
    Column("date", "Date"),
    Column("document", "Document", "name"),
    Column("entry", "Entry", "number"),
)
_PARTICIPATION = (
    Column("from", "From"),
    Column("participants", "Participants", flexible=True),
    Column("entry", "Entry", "number"),
)
_CAPACITY = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("lender", "Lent by"),
    Column("borrower", "To"),
    Column("hours", "Hours", "amount"),
    Column("rate", "Rate", "amount"),
    Column("amount", "Amount", "amount"),
    Column("document", "Document", "name"),
)
_RESULTS = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("summary", "Result", "prose"),
    Column("indicator", "Indicator", flexible=True),
    Column("target", "Target", flexible=True),
    Column("actual", "Actual", flexible=True),
    Column("document", "Document", "name"),
)
_ADVICE = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("body", "Of", "words"),
    Column("asked", "Asked"),
    Column("subject", "Subject", flexible=True),
    Column("text", "Text", "prose"),
    Column("document", "Document", "name"),
)


def governing_parts(data: Mapping[str, Any]) -> Iterator[Part]:
    """A table for each register that an answer has rows of."""
    for name, title, columns, told in _PARTS:
        rows: Sequence[Row] = data.get(name) or ()
        if rows:
            yield Table(columns, [told(row) for row in rows], title)


def _as_it_is(row: Row) -> Row:
    return row


def _listed(row: Row) -> Row:
    return {**row, "participants": ", ".join(row["participants"])}


def _asked(row: Row) -> Row:
    return {**row, "asked": message("yes" if row["solicited"] else "no")}


_PARTS: tuple[tuple[str, str, Sequence[Column], Callable[[Row], Row]], ...] = (
    ("ratification", "Ratification", _RATIFICATION, _as_it_is),
    ("participation", "Taking part", _PARTICIPATION, _listed),
    ("capacity", "Capacity lent", _CAPACITY, _as_it_is),
    ("results", "Results", _RESULTS, _as_it_is),
    ("advice", "Advice", _ADVICE, _asked),
)
