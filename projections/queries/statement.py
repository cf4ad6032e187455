"""`statement`: opening balance, lines and closing balance of an account."""

from datetime import date

from projections.query import Asked, query
from projections.ranges import FROM, TO
from projections.report import Report
from projections.statement_report import ACCOUNT, statement_report


@query(
    "statement",
    ACCOUNT,
    FROM,
    TO,
    examples="""
    zuidas statement current-account --from 2011-08-01 --to 2011-12-31
    zuidas statement partner:emmen
    zuidas statement programme:SN:2011 -O csv
    """,
)
def statement(
    asked: Asked, account: str, start: date | None = None, end: date | None = None
) -> Report:
    """Opening balance, lines and closing balance of an account.

    ACCOUNT is current-account, partner:CODE, programme:CODE:YEAR, project:ID or any
    account of the journal.
    """
    return statement_report(asked.view, account, start, end)
