"""`zuidas assess`: what the conditions say of a grant, before it is awarded."""

import click

from cli.answers import Answer, Asked, query
from cli.render.assessment import assessment_text
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import amount_from_typed, parse_amount
from projections.queries.arguments import iso_date
from projections.queries.entries import assessment_json


@query(
    "assess",
    click.Argument(["project"], metavar="PROJECT"),
    click.Option(
        ["--amount"], metavar="AMOUNT", help="The grant (what was requested)."
    ),
    click.Option(["--date"], metavar="DATE", help="Date of the award (that of --at)."),
    click.Option(
        ["--third-party-judgement"],
        metavar="TEXT",
        help="The steering group's judgement on third parties (Z16).",
    ),
    examples="""
    zuidas assess proefleven
    zuidas assess proefleven --amount 5000 --date 2011-11-01 -O json
    """,
)
def assess(
    asked: Asked,
    project: str,
    amount: str | None,
    date: str | None,
    third_party_judgement: str | None,
) -> Answer:
    """Every funding condition (Z10-Z19) of a project, with its facts and its sum.

    Nothing is recorded. An award stores the same assessment as it is then.
    """
    from domain.funding.assessment import assess as assessed
    from ledger.posting.application import Ledger

    view = asked.view
    books = Ledger(asked.store).books_at(view.entry)
    state = books.project(project)
    if state is None:
        raise Refusal(
            "PROJECT_UNKNOWN", "project {project} is unknown.", project=Quoted(project)
        )
    day = view.at if date is None else iso_date(date)
    if state.proposal.date > day:
        raise Refusal(
            "NOT_YET",
            "project {project} was proposed on {date}, after {day}.",
            project=project,
            date=state.proposal.date,
            day=day,
        )
    requested = state.proposal.requested
    total = requested if amount is None else parse_amount(amount_from_typed(amount))
    judgement = (third_party_judgement or "").strip() or None
    found = assessed(state, total, day, books, judgement)
    data = assessment_json(found.model_dump(mode="json"))
    return Answer(
        data,
        lambda: assessment_text(data),
        data["conditions"],
        ("rule", "number", "verdict", "facts", "deviation"),
    )
