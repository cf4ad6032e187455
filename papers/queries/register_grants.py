"""`register grants`: the public register of grants, in Dutch."""

from domain.values.messages import message
from papers.grant_register import FIELDS, grant_register
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Table
from projections.report import Kind as ColumnKind

_KINDS: dict[str, ColumnKind] = {
    "date": "text",
    "text": "text",
    "name": "name",
    "amount": "amount",
    "number": "number",
}
_SHEET = tuple(Column(name, name, _KINDS[kind]) for name, kind in FIELDS.items())
_SHOWN = (
    Column("project", "Project"),
    Column("ontvanger", "Recipient", flexible=True),
    Column("jaarschijf", "Year"),
    Column("programma", "Programme"),
    Column("datum_verlening", "Awarded on", below=True),
    Column("verleend", "Granted", "amount"),
    Column("vastgesteld", "Determined", "amount", rare=True),
    Column("betaald", "Paid", "amount"),
    Column("status", "Status"),
)


@query(
    "register grants",
    Parameter("year", "year", "This budget year alone.", metavar="CODE"),
    examples="""
    zuidas register grants -O csv -o subsidieregister.csv
    zuidas register grants --year 2011 --at 2012-12-31
    """,
)
def register_grants(asked: Asked, year: str | None = None) -> Report:
    """The public register of grants: a row per project whose award stands.

    Its columns and words are Dutch in every format; natural persons stand in it as
    "particulier". Text shows some of its columns. A CSV that is written to FILE.csv
    gets a datapackage.json (Frictionless) beside it.
    """
    rows = list(grant_register(asked.view, year))
    table = Table(_SHEET, rows)
    shown = Table(_SHOWN, rows, message("Register of grants at {at}", at=asked.view.at))
    return Report(rows, lambda: (shown,), table, is_interface=True)
