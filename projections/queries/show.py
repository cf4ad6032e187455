"""`show`: one entry whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import (
    Coded,
    Message,
    Parts,
    Recorded,
    Words,
    message,
    parts,
)
from projections.answers import entries
from projections.assessment_parts import assessment_table
from projections.given_fields import given_field
from projections.query import Asked, Parameter, query
from projections.report import (
    Column,
    Facts,
    Kind,
    Part,
    Prose,
    Report,
    Table,
    heading,
    sheet,
)


@query(
    "show",
    Parameter("entry", "entry", place="argument", required=True, metavar="N"),
    examples="""
    zuidas show 5
    zuidas show '#5' -O json
    """,
)
def show(asked: Asked, entry: int) -> Report:
    """One entry whole: as given, its lines, decision, corrections and reversal."""
    data = entries.show(asked.view, entry)
    return Report(data, lambda: _parts(data), sheet([data], data))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    """The entry's envelope, its command, lines, corrections and assessment."""
    entry, command = data["entry"], Coded(data["command"])
    yield heading("Entry {entry}: {command}", entry=entry, command=command)
    yield _envelope(data)
    yield from _fields(data["fields"])
    if data["lines"]:
        columns = (
            Column("account", "Account", flexible=True),
            Column("amount", "Amount", "amount"),
        )
        yield Table(columns, data["lines"], "Journal lines")
    if data["annotations"]:
        names = ("entry", "actor", "field", "value", "reason")
        yield Table(
            [Column(name, name.capitalize(), flexible=True) for name in names],
            data["annotations"],
            "Corrections (the original stays)",
        )
    if data["assessment"]:
        yield assessment_table(data["assessment"])


def _envelope(data: Mapping[str, Any]) -> Facts:
    stored = data["stored"]
    actor = stored["actor"]
    return Facts(
        [
            ("effective date", _day(data["date"])),
            ("recorded at", Recorded(data["recorded_at"])),
            ("actor", _actor(actor)),
            ("login", actor["login"]),
            ("session user", actor.get("session_user")),
            ("program", stored["program"]),
            ("clock ran back from", _recorded(stored["clock"])),
            ("clock set back from", _recorded(stored["previous_recorded_at"])),
            ("rests on", data["authority"]),
            ("reverses", data["reverses"]),
            ("reversed by", data["reversed_by"]),
            ("reclassified by", _entries(data["reclassified_by"])),
            ("seals", _sealed(data["balances"], data["balances_root"])),
        ]
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _recorded(text: str | None) -> Recorded | None:
    return None if text is None else Recorded(text)


def _actor(actor: Mapping[str, Any]) -> Message:
    return message(
        "{name} (from {source})", name=actor["name"], source=Words(actor["source"])
    )


def _entries(numbers: Sequence[int]) -> Parts | None:
    return parts(f"#{number}" for number in numbers) if numbers else None


def _sealed(balances: int | None, root: str | None) -> Message | None:
    """What a lock sealed; its root is short here, as in footers."""
    if balances is None or root is None:
        return None
    values = {"balances": balances, "root": root[:12]}
    return Message("{balances} balances, root {root}", values)


def _fields(fields: Mapping[str, Any]) -> Iterator[Part]:
    """The command as given; of a list of parts each is a row of its own table."""
    listed = {name: rows for name, rows in fields.items() if _has_rows(rows)}
    rows = [
        {"field": name, "value": value["title"] if name == "framework" else value}
        for name, value in fields.items()
        if name not in listed and name != _DIGEST
    ]
    columns = Column("field", "Field"), Column("value", "As given", "fields")
    yield Table(columns, [_given(**row) for row in rows])
    if fields.get(_DIGEST) is not None:
        said = message("SHA-256 of the voucher\n{digest}", digest=fields[_DIGEST])
        yield Prose(said, verbatim=True)
    for name, parts_ in listed.items():
        yield Table(_columns(parts_), [_told(row) for row in parts_], _words(name))


def _given(field: str, value: object) -> dict[str, Any]:
    return {"field": field, "value": given_field(field, _told({"": value})[""])}


def _has_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, dict) for x in value)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is stored of what was not given: what is null was sealed, and is gone."""
    return {name: _ERASED if x is None else x for name, x in row.items()}


_DIGEST = "document_sha256"
"""Too long for a cell on a narrow page."""
_ERASED = message("erased")
_FIRST: Mapping[str, Kind] = {
    "n": "number",
    "booked": "text",
    "value": "text",
    "amount": "amount",
}
"""Of a statement's line what stands beside each other, and is never sealed."""


def _columns(rows: Sequence[Mapping[str, Any]]) -> Sequence[Column]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [
        Column(name, _words(name), _FIRST[name])
        if name in _FIRST
        else Column(name, _words(name), "fields", spare=True)
        for name in names
    ]


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
