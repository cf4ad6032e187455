"""`diff`: what two states of knowledge say differently."""

from domain.values.messages import Message
from projections.answers import differences
from projections.parameters import named
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Table, of_table

_COLUMNS = (
    Column("account", "Account", flexible=True),
    Column("before", "Before", "amount"),
    Column("after", "After", "amount"),
    Column("entries", "Entries", "numbers", flexible=True),
)


@query(
    "diff",
    Parameter("when1", "moment", place="argument", required=True),
    Parameter("when2", "moment", place="argument", required=True),
    examples="""
    zuidas diff '#5' '#8' --at 2011-12-31
    """,
)
def diff(asked: Asked, when1: str, when2: str) -> Report:
    """Which balances at a date two states of knowledge tell differently, and why."""
    with named("WHEN1"):
        before = asked.view.known(when1)
    with named("WHEN2"):
        after = asked.view.known(when2)
    rows = differences.diff(before, after)
    title = Message(
        "From entry {before} to entry {after}",
        {"before": before.entry, "after": after.entry},
    )
    return of_table(Table(_COLUMNS, rows, title))
