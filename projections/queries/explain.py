"""`explain`: every line that makes up a balance."""

from projections.query import Asked, query
from projections.report import Report
from projections.statement_report import ACCOUNT, statement_report


@query(
    "explain",
    ACCOUNT,
    examples="""
    zuidas explain programme:SN:2011 --at 2011-12-31
    """,
)
def explain(asked: Asked, account: str) -> Report:
    """Every line that makes up the balance of an account at a date."""
    return statement_report(asked.view, account)
