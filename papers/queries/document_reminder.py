"""`document reminder`: a contribution that is overdue, asked again."""

from domain.values.days import days_after
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from papers.documents.basis import document_json
from papers.documents.calls import Call
from papers.documents.kinds.reminder import NEEDED
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report

TERM = 14
"""Days. Our choice: the law has two weeks for reminders of public debts (Awb 4:112)."""


@query(
    "document reminder",
    Parameter("partner", "partner", "The partner that is late.", required=True),
    Parameter("year", "year", "The budget year it is for.", required=True),
    examples="""
    zuidas document reminder --partner emmen --year 2013 --at 2013-10-01
    zuidas document reminder --partner emmen --year 2013 --at 2013-10-01 -o reminder.pdf
    """,
    chapter="Documents",
)
def document_reminder(asked: Asked, partner: str, year: str) -> Report:
    """The letter that reminds of a contribution: the call, days overdue, how to pay.

    It is of the date of --at. What is not overdue by then is refused.
    """
    view = asked.view
    call = Call(view, partner, year)
    days = (view.at - call.due_date).days
    if days <= 0:
        raise Refusal(
            "SCOPE_INVALID",
            "the contribution of {partner} for {year} is due on {due}: on {day} it is"
            " not overdue.",
            partner=Quoted(partner),
            year=year,
            due=call.due_date,
            day=view.at,
        )
    return document_report(
        document_json(
            view,
            "reminder",
            NEEDED,
            **call.told(),
            overdue={
                "days": days,
                "pay_by": days_after(view.at, TERM).isoformat(),
                "document": f"HER-{year}-{partner.upper()}-{view.at:%Y%m%d}",
            },
        )
    )
