"""`framework list`: the frameworks that come with the program."""

from domain.framework.framework import Framework
from domain.values.texts import format_cents
from ledger.frameworks import built_in_names, load
from projections.query import Asked, query
from projections.report import Column, Report, Row, Table, of_table

_COLUMNS = (
    Column("name", "Name"),
    Column("title", "Title", flexible=True),
    Column("partners", "Partners", "number"),
    Column("programmes", "Programmes", "number"),
    Column("years", "Years"),
    Column("annual_budget", "Annual budget", "amount"),
)


@query("framework list", examples="zuidas framework list", chapter="Start")
def framework_list(asked: Asked) -> Report:  # noqa: ARG001  # no ledger is looked at
    """List the frameworks that come with the program."""
    rows = [_row(load(name)) for name in built_in_names()]
    return of_table(Table(_COLUMNS, rows, "Built-in frameworks"))


def _row(framework: Framework) -> Row:
    return {
        "name": framework.name,
        "title": framework.title,
        "partners": len(framework.partners),
        "programmes": len(framework.programmes),
        "years": f"{framework.year_codes[0]}-{framework.year_codes[-1]}",
        "annual_budget": format_cents(framework.annual_budget),
    }
