"""`show`: one entry whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, Parts, parts
from projections.answers import entries
from projections.assessment_parts import assessment_table
from projections.query import Asked, Parameter, query
from projections.report import (
    Column,
    Facts,
    Part,
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
    yield heading("Entry {entry}: {command}", **_of(data, "entry", "command"))
    yield _envelope(data)
    yield _fields(data["fields"])
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


def _of(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names}


def _envelope(data: Mapping[str, Any]) -> Facts:
    stored = data["stored"]
    actor = stored["actor"]
    return Facts(
        [
            ("effective date", data["date"]),
            ("recorded at", data["recorded_at"]),
            ("actor", Message("{name} (from {source})", _of(actor, "name", "source"))),
            ("login", actor["login"]),
            ("session user", actor.get("session_user")),
            ("program", stored["program"]),
            ("clock ran back from", stored["clock"]),
            ("clock set back from", stored["previous_recorded_at"]),
            ("rests on", data["authority"]),
            ("reverses", data["reverses"]),
            ("reversed by", data["reversed_by"]),
            ("reclassified by", _entries(data["reclassified_by"])),
            ("seals", _sealed(data["balances"], data["balances_root"])),
        ]
    )


def _entries(numbers: Sequence[int]) -> Parts | None:
    return parts(f"#{number}" for number in numbers) if numbers else None


def _sealed(balances: int | None, root: str | None) -> Message | None:
    """What a lock sealed; its root is short here, as in footers."""
    if balances is None or root is None:
        return None
    values = {"balances": balances, "root": root[:12]}
    return Message("{balances} balances, root {root}", values)


def _fields(fields: Mapping[str, Any]) -> Table:
    rows = [
        {
            "field": name,
            "value": value["title"] if name == "framework" else value,
        }
        for name, value in fields.items()
    ]
    return Table(
        [Column("field", "Field"), Column("value", "As given", "fields")], rows
    )
