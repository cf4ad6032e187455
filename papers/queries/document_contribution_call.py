"""`document contribution-call`: asking a partner for its contribution to a year."""

from papers.documents.basis import document_json
from papers.documents.calls import Call
from papers.documents.kinds.contribution_call import NEEDED
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report


@query(
    "document contribution-call",
    Parameter("partner", "partner", "The partner that is asked.", required=True),
    Parameter("year", "year", "The budget year it is for.", required=True),
    examples="""
    zuidas document contribution-call --partner emmen --year 2012 --at 2012-08-01
    """,
    chapter="Documents",
)
def document_contribution_call(asked: Asked, partner: str, year: str) -> Report:
    """The letter that asks a contribution: key, sum and gap, amount, and how to pay.

    It is of the date of --at; of what was received by then nothing is asked.
    """
    call = Call(asked.view, partner, year)
    return document_report(
        document_json(
            asked.view,
            "contribution-call",
            NEEDED,
            **call.told(),
            key=call.key(),
        )
    )
