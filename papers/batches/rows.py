"""The rows of a batch as another ledger reads them: fixed columns, Dutch names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from papers.batches.mapping import AccountMapping
from projections.report import Column, Kind, Row, Table

_KINDS: Mapping[str, Kind] = {
    "exportnummer": "name",
    "boekstuk": "number",
    "regel": "number",
    "boekdatum": "text",
    "periode": "number",
    "dagboek": "name",
    "rekening": "name",
    "kostenplaats": "name",
    "kostendrager": "name",
    "taakveld": "name",
    "categorie": "name",
    "debet": "amount",
    "credit": "amount",
    "omschrijving": "name",
    "relatie": "name",
    "project": "name",
    "besluit": "name",
    "bewijsstuk": "name",
    "zuidas_boeking": "number",
}
COLUMNS = tuple(Column(name, name, kind) for name, kind in _KINDS.items())
"""They are an interface: the same in every language."""


def batch_table(batch: Mapping[str, Any], mapping: AccountMapping) -> Table:
    """The file of a batch, of the JSON that `export batch` answers.

    Raises `Refusal` (`NOT_MAPPED`), and `KeyError`, `TypeError` or `ValueError` for
    what is no such answer.
    """
    lines: Sequence[Mapping[str, Any]] = batch["lines"]
    mapping.check(line["account"] for line in lines)
    return Table(COLUMNS, list(_rows(batch["export"], lines, mapping)))


def _rows(
    export: str, lines: Sequence[Mapping[str, Any]], mapping: AccountMapping
) -> Iterator[Row]:
    for line in lines:
        mapped = mapping.of(line["account"])
        assert mapped is not None  # noqa: S101  # all are: it was checked
        yield {
            "exportnummer": export,
            "boekstuk": line["entry"],
            "regel": line["line"],
            "boekdatum": line["date"],
            "periode": int(line["date"][:4] + line["date"][5:7]),
            "dagboek": line["journal"],
            **mapped._asdict(),
            "debet": line["debit"],
            "credit": line["credit"],
            "omschrijving": line["description"],
            "relatie": line["counterparty"],
            "project": line["project"],
            "besluit": line["decision"],
            "bewijsstuk": line["document"],
            "zuidas_boeking": line["entry"],
        }
