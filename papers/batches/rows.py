"""The rows of a batch as another ledger reads them: fixed columns, Dutch names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from papers.batches.mapping import AccountMapping
from projections.report import Column, Row, Table

COLUMNS = (
    Column("export", "exportnummer", "name"),
    Column("document_number", "boekstuk", "number"),
    Column("line", "regel", "number"),
    Column("date", "boekdatum"),
    Column("period", "periode", "number"),
    Column("journal", "dagboek", "name"),
    Column("account", "rekening", "name"),
    Column("cost_centre", "kostenplaats", "name"),
    Column("cost_unit", "kostendrager", "name"),
    Column("task", "taakveld", "name"),
    Column("category", "categorie", "name"),
    Column("debit", "debet", "amount"),
    Column("credit", "credit", "amount"),
    Column("description", "omschrijving", "name"),
    Column("counterparty", "relatie", "name"),
    Column("project", "project", "name"),
    Column("decision", "besluit", "name"),
    Column("document", "bewijsstuk", "name"),
    Column("entry", "zuidas_boeking", "number"),
)
"""They are an interface: their titles are the same in every language."""


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
            "export": export,
            "document_number": line["entry"],
            "line": line["line"],
            "date": line["date"],
            "period": int(line["date"][:4] + line["date"][5:7]),
            "journal": line["journal"],
            "account": mapped.rekening,
            "cost_centre": mapped.kostenplaats,
            "cost_unit": mapped.kostendrager,
            "task": mapped.taakveld,
            "category": mapped.categorie,
            "debit": line["debit"],
            "credit": line["credit"],
            "description": line["description"],
            "counterparty": line["counterparty"],
            "project": line["project"],
            "decision": line["decision"],
            "document": line["document"],
            "entry": line["entry"],
        }
