"""`assess`: what the conditions say of a grant, before it is awarded."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.funding.condition_names import WHAT_TO_DECIDE
from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, parts
from domain.values.money import Cents
from projections.answers.entries import assessment_json
from projections.assessment_parts import assessment_table
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Report, Table, line, sheet


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
    from domain.deciding.grants import award_obstacles
    from domain.funding.assessment import assess as assessed
    from ledger.posting.application import Ledger

    view = asked.view
    books = Ledger(view.reader).books_at(view.entry)  # type: ignore[arg-type]  # a store
    state = books.project(project)
    if state is None:
        raise Refusal(
            "PROJECT_UNKNOWN", "project {project} is unknown.", project=Quoted(project)
        )
    day = view.at if date is None else date
    if state.proposal.date > day:
        raise Refusal(
            "NOT_YET",
            "project {project} was proposed on {proposed}, after {day}.",
            project=project,
            proposed=state.proposal.date,
            day=day,
        )
    total = state.proposal.requested if amount is None else amount
    judgement = (third_party_judgement or "").strip() or None
    found = assessed(state, total, day, books, judgement)
    obstacles = award_obstacles(state, total, day, books)
    data = assessment_json(found.model_dump(mode="json"))
    data["obstacles"] = [
        {"code": each.code, "message": each.message} for each in obstacles
    ]
    if obstacles:
        data["outcome"] = "not_met"
    data["outcome"] = data.pop("outcome")  # last, as the contract has it
    names = ("rule", "number", "verdict", "facts", "deviation")
    return Report(
        data, lambda: _parts(data, obstacles), sheet(data["conditions"], names)
    )


def _parts(data: Mapping[str, Any], obstacles: Sequence[Refusal]) -> Iterator[Part]:
    """The table, what else stands in the way, and what would have to be decided."""
    yield assessment_table(data)
    if data["financing"]:
        yield _financing(data["financing"])
    if obstacles:
        lines = [
            Message("  [{code}] {said}", {"code": each.code, "said": each.said})
            for each in obstacles
        ]
        yield line(
            "An award on that date would be refused:\n{lines}",
            lines=parts(lines, "\n"),
        )
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
                    "way": Message(WHAT_TO_DECIDE[condition["rule"]]),
                },
            )
            for condition in failing
        ]
        yield line(
            "The steering group would have to decide:\n{ways}",
            ways=parts(ways, "\n"),
        )


_FINANCING = {
    "total_cost": "Total cost",
    "grant": "Grant",
    "own_contributions": "Own contributions",
    "third_parties": "Third parties",
    "gap": "Not covered",
}


def _financing(figures: Mapping[str, str]) -> Table:
    rows = [{"what": label, "amount": figures[n]} for n, label in _FINANCING.items()]
    columns = (Column("what", "Financing"), Column("amount", "Euro", "amount"))
    return Table(columns, rows)
