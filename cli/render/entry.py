"""One entry whole, for people."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from cli.render.assessment import assessment_table
from cli.render.tables import (
    Table,
    bold,
    money,
    number,
    prose,
    short_moment,
    shown,
    text,
)
from projections.queries.entries import Entry, entry_json
from projections.snapshot import View

ENTRY_COLUMNS = (
    number("Entry"),
    text("Recorded", spare=True),
    text("Date"),
    text("Actor", flexible=True, spare=True),
    text("Command"),
    text("Decision", flexible=True),
    text("Document", flexible=True),
    text("Project", flexible=True),
    money("Amount"),
    number("Reversed by"),
    text("Counterparty", flexible=True),
    text("Description", flexible=True),
)


ENTRY_FIELDS = (
    "entry",
    "recorded_at",
    "date",
    "actor",
    "command",
    "decision",
    "document",
    "project",
    "amount",
    "reversed_by",
    "id",
)


def entries_table(title: str, found: Sequence[Entry], zone: tzinfo) -> Table:
    """Entries, one a line."""
    table = Table(ENTRY_COLUMNS, title=title)
    for entry in found:
        row = entry_json(entry)
        table.add(
            *(
                short_moment(row[name], zone) if name == "recorded_at" else row[name]
                for name in ENTRY_FIELDS[:-1]
            ),
            entry.counterparty,
            entry.description,
        )
    return table


def entry_text(view: View, data: Mapping[str, Any]) -> str:
    """The entry's envelope, its command, lines, corrections and assessment."""
    parts = [bold(f"Entry {data['entry']}: {data['command']}"), _envelope(data)]
    parts.append(_fields(view, data["fields"]).render())
    if data["lines"]:
        parts.append(_lines(data["lines"]).render())
    if data["annotations"]:
        parts.append(_annotations(data["annotations"]).render())
    if data["assessment"]:
        parts.append(assessment_table(data["assessment"]).render())
    return "\n\n".join(parts)


def _envelope(data: Mapping[str, Any]) -> str:
    stored = data["stored"]
    actor = stored["actor"]
    rows = [
        ("effective date", data["date"]),
        ("recorded at", data["recorded_at"]),
        ("actor", f"{actor['name']} (from {actor['source']})"),
        ("login", actor["login"]),
        ("session user", actor.get("session_user")),
        ("program", stored["program"]),
        ("clock ran back from", stored["clock"]),
        ("reverses", data["reverses"]),
        ("reversed by", data["reversed_by"]),
    ]
    return "\n".join(f"  {name:<20} {shown(v)}" for name, v in rows if v is not None)


def _fields(view: View, fields: Mapping[str, Any]) -> Table:
    table = Table([text("Field"), prose("As given")])
    for name, value in fields.items():
        if name == "framework":
            table.add(name, view.framework.title)
        else:
            table.add(name, _value(value))
    return table


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value) or "–"
    return str(value)


def _lines(lines: list[Mapping[str, Any]]) -> Table:
    table = Table([text("Account"), money("Amount")], title="Journal lines")
    for line in lines:
        table.add(line["account"], line["amount"])
    return table


def _annotations(annotations: list[Mapping[str, Any]]) -> Table:
    columns = ("entry", "actor", "field", "value", "reason")
    table = Table(
        [text(name.capitalize(), flexible=True) for name in columns],
        title="Corrections (the original stays)",
    )
    for annotation in annotations:
        table.add(*(annotation[name] for name in columns))
    return table
