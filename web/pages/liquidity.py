"""`/reports/liquidity`: a chart of the months to come, before what is said of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import message
from projections.sums import cents
from web.pages.charts.liquidity import (
    LiquidityMonth,
    LiquidityTexts,
    liquidity_chart,
)
from web.pages.markup import Content
from web.pages.visit import Visit


def chart(visit: Visit, data: Mapping[str, Any]) -> Content:
    """The rows of `report liquidity` as a drawing with its sentence and table."""
    rows: Sequence[Mapping[str, str]] = data["rows"]
    return liquidity_chart(
        "liquidity", [_month(row) for row in rows], _texts(visit), visit.written
    )


def _month(row: Mapping[str, str]) -> LiquidityMonth:
    names = ("opening", "contributions", "payments", "funds_out", "closing")
    first = date.fromisoformat(f"{row['month']}-01")
    return LiquidityMonth(first, *(cents(row[name]) for name in names))


def _texts(visit: Visit) -> LiquidityTexts:
    say = visit.say
    return LiquidityTexts(
        title=say("The current account in the months to come"),
        message=visit.told(
            message(
                "From {opening} it goes to {closing}; of the ends of months {lowest} is"
                " the lowest, that of {lowest_month}."
            )
        ),
        below=visit.told(message("It ends {months} months below zero.")),
        month=say("Month"),
        opening=say("Opening"),
        contributions=say("Contributions"),
        payments=say("Payments"),
        funds_out=say("Others' money out"),
        closing=say("Closing"),
        out=say("Payments and others' money"),
        empty=say("Nothing to show."),
    )
