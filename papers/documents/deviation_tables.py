"""Deviations: from what, how far they go, what was used of them, and what is left."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents.blocks import Block, Grid, Items
from papers.documents.naming import placed, programme_said
from projections.report import Column, Row, Table
from projections.sums import cents

_DEVIATIONS = (
    Column("from", "Deviation from", flexible=True),
    Column("decision", "Decision", "name"),
    Column("allowed", "Allowed"),
    Column("taken", "Used"),
    Column("left", "Left", "amount"),
    Column("standing", "Now"),
)
_RULES: Mapping[str, Message] = {
    "non_physical": message("the rule that no physical investment is financed"),
    "vision_fit": message("the rule that a project fits the development vision"),
    "two_municipalities": message(
        "the rule that at least two municipalities take part"
    ),
    "maximum_per_project": message("the maximum per project"),
    "participation_share": message("the maximum share of the costs"),
    "programme_ceiling": message("the ceiling of the programme"),
    "third_parties_contribute": message("the rule that third parties contribute"),
    "external_funding_sought": message(
        "the rule that money of third parties is sought"
    ),
    "process_ceiling": message("the ceiling of process costs"),
    "process_reserve": message("what is kept for process costs"),
    "current_account": message("the floor of the current account"),
}


def deviation_tables(rows: Sequence[Row], programmes: Sequence[Row]) -> Iterator[Block]:
    """Deviations with what is left of them, and what the decisions were about."""
    left = {
        (row["programme"], row["year"]): cents(row["available"]) for row in programmes
    }
    told = [_deviation(row, left) for row in rows]
    remark = message(
        "Used: the most that was ever needed of it, also where that is over now."
    )
    yield Grid(Table(_DEVIATIONS, told, remark=remark))
    cited = {row["decision"]: row for row in rows if row["subject"] is not None}
    yield Items([_decision(row) for row in cited.values()])


def _decision(row: Row) -> Message:
    return message(
        "Decision {number} of {day}: {subject}",
        number=row["decision"],
        day=date.fromisoformat(row["date"]),
        subject=row["subject"],
    )


def _deviation(row: Row, left: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    return {
        "from": parts([_RULES[row["rule"]], scope_said(row)], "\n"),
        "decision": row["decision"],
        "allowed": _allowed(row),
        "taken": _taken(row),
        "left": row["left"],
        "standing": _standing(row, left),
    }


def _allowed(row: Row) -> Message:
    """How far it goes: a grant up to an amount or share, or so much above a ceiling."""
    if row["share"] is not None:
        return message("a grant up to {share}% of the costs", share=row["share"])
    if row["amount"] is None:
        return message("that the rule is not met")
    amount = Euro(cents(row["amount"]))
    if row["project"] is not None:
        return message("a grant up to {amount}", amount=amount)
    if row["rule"] == "current_account":
        return message("{amount} below it", amount=amount)
    return message("{amount} above it", amount=amount)


def _taken(row: Row) -> Message:
    used = cents(row["used"])
    if not used:
        return message("nothing ({used})", used=Euro(used))
    if row["project"] is not None and row["amount"] is None and row["share"] is None:
        return message("for a grant of {used}", used=Euro(used))
    return message("{used} above the rule", used=Euro(used))


def _standing(row: Row, left: Mapping[tuple[str, str], int]) -> Message:
    if row["lapsed"]:
        return message("lapsed: the project was given up")
    available = left.get((row["programme"], row["year"]), 0)
    if row["rule"] == "programme_ceiling" and available >= 0 and cents(row["used"]):
        return message(
            "not needed any more: {available} is left under the ceiling",
            available=Euro(available),
        )
    return message("in force")


def rule_said(row: Row) -> Message:
    """What was deviated from."""
    return _RULES[row["rule"]]


def scope_said(row: Row) -> Value:
    """What a deviation is about."""
    if row["title"] is not None:
        return row["title"]
    if row["name"] is not None:
        return placed(row) if row["year"] else programme_said(row)
    if row["year"] is not None:
        return message("budget year {year}", year=row["year"])
    return message("the current account")
