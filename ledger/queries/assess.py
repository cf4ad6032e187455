"""`assess`: what the conditions say of a grant, before it is awarded."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from domain.funding.condition_names import WHAT_TO_DECIDE
from domain.values.messages import Message, message, parts
from domain.values.money import Cents
from projections.assessment_parts import assessment_table
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Prose, Report, Table, sheet

_FINANCING = (
    Column("total_cost", "Total cost", "amount"),
    Column("grant", "Grant", "amount"),
    Column("own_contributions", "Own contributions", "amount"),
    Column("third_parties", "Third parties", "amount"),
    Column("gap", "Nobody pays", "amount"),
)
_OBSTACLES = (Column("code", "Code"), Column("message", "Why", "prose"))


@query(
    "assess",
    Parameter("project", "project", place="argument", required=True),
    Parameter("amount", "amount", "The grant (what was requested)."),
    Parameter("date", "date", "Date of the award (that of --at)."),
    Parameter(
        "third_party_judgement",
        "text",
        "The steering group's judgement on third parties (Z16).",
    ),
    examples="""
    zuidas assess proefleven
    zuidas assess proefleven --amount 5000 --date 2011-11-01 -O json
    """,
)
def assess(
    asked: Asked,
    project: str,
    amount: Cents | None = None,
    date: dt.date | None = None,
    third_party_judgement: str | None = None,
) -> Report:
    """Every funding condition (Z10-Z19) of a project, with its facts and its sum.

    Nothing is recorded. An award stores the same assessment as it is then.
    """
    from ledger.posting.judging import books_of, judged, proposed

    view = asked.view
    books = books_of(view)
    day = view.at if date is None else date
    state = proposed(project, day, books)
    total = state.proposal.requested if amount is None else amount
    judgement = (third_party_judgement or "").strip() or None
    data = judged(state, total, day, books, judgement)
    names = ("rule", "number", "verdict", "facts", "deviation")
    return Report(data, lambda: _parts(data), sheet(data["conditions"], names))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    """The table, who pays, and what the steering group would have to decide."""
    yield assessment_table(data)
    yield Table(_FINANCING, [data["financing"]], "Financing")
    if data["obstacles"]:
        yield Table(_OBSTACLES, data["obstacles"], "In the way of an award")
    failing = [
        condition
        for condition in data["conditions"]
        if condition["verdict"] != "met" and not condition["deviation"]
    ]
    if failing:
        ways = [
            Message(
                "  {number} {rule}: {way}",
                {
                    "number": condition["number"],
                    "rule": condition["rule"],
                    "way": message(WHAT_TO_DECIDE[condition["rule"]]),
                },
            )
            for condition in failing
        ]
        yield Prose(
            Message(
                "The steering group would have to decide:\n{ways}",
                {"ways": parts(ways, "\n")},
            )
        )
