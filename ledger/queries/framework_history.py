"""`framework history`: the frameworks of a ledger one after the other (Z22)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from domain.framework.course import Adoption
from domain.framework.differences import differences
from domain.values.messages import message
from projections.answers.corrections import Corrections
from projections.answers.entries import entry
from projections.query import Asked, query
from projections.report import Column, Facts, Part, Report, Table, heading, sheet
from projections.snapshot import View

CHANGES = (
    Column("place", "Place", "name"),
    Column("before", "Before", flexible=True),
    Column("after", "After", flexible=True),
)
_SHEET = ("entry", "date", "decision", "reason", "key", "place", "before", "after")


@query(
    "framework history",
    examples="""
    zuidas framework history
    zuidas framework history --known-at '#1'
    """,
    chapter="Start",
)
def framework_history(asked: Asked) -> Report:
    """Each framework that was adopted: date, decision, and what changed by it.

    Adoptions are listed as known, also those that are dated later.
    """
    view = asked.view
    rows = list(_adopted(view))
    flat = [{**row, **change} for row in rows for change in row["changes"] or [{}]]
    return Report(rows, lambda: _parts(rows), sheet(flat, _SHEET))


def _adopted(view: View) -> Iterator[dict[str, Any]]:
    corrections = Corrections(view)
    found = view.frameworks.adoptions(view.entry)
    yield _row(view, found[0], corrections, [])
    for before, after in pairwise(found):
        changes = differences(view.frameworks.of(before), view.frameworks.of(after))
        yield _row(view, after, corrections, [change.as_json() for change in changes])


def _row(
    view: View,
    adoption: Adoption,
    corrections: Corrections,
    changes: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    posted = entry(view, adoption.entry, corrections)
    framework = view.frameworks.of(adoption)
    return {
        "entry": adoption.entry,
        "date": posted.date,
        "recorded_at": posted.recorded_at,
        "actor": posted.actor,
        "decision": posted.decision,
        "reason": corrections.of(adoption.entry, posted.given, "reason"),
        "title": framework.title,
        "key": adoption.key,
        "changes": changes,
    }


def _parts(rows: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for row in rows:
        day = row["date"]
        since = date.fromisoformat(day) if day else message("the start")
        yield heading("From {since}: {title}", since=since, title=row["title"])
        yield Facts(
            [
                ("entry", f"#{row['entry']}"),
                ("decision", row["decision"]),
                ("reason", row["reason"]),
                ("contribution key", row["key"]),
                ("actor", row["actor"]),
            ]
        )
        if row["changes"]:
            yield Table(CHANGES, row["changes"])
