"""An assessment: each condition with its verdict, and the sum that was done."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.errors import LedgerError
from projections.assessment_parts import in_order
from projections.report import Column as ReportColumn
from projections.sums import cents
from web.pages.components.alerts import Alert
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Several
from web.pages.composing import day, paragraph, state
from web.pages.markup import Content, element
from web.pages.reports import entry_link
from web.pages.rules import rule_said
from web.pages.visit import Visit

Row = Mapping[str, Any]
_FACTS = ReportColumn("facts", "Facts", "facts")


def assessment(
    visit: Visit, found: Row, obstacles: Sequence[LedgerError] = ()
) -> Iterator[Content]:
    """The outcome in a sentence, every condition in a table, what else is in the way.

    What is not met or not set comes first. `obstacles` are what an award would be
    refused for besides.
    """
    said = visit.say(
        "Assessed for {amount} on {date}:",
        amount=visit.written.money(cents(found["amount"])),
        date=day(visit, found["date"]),
    )
    yield paragraph(said, " ", state(visit, found["outcome"]))
    if obstacles:
        title = visit.say("What else stands in the way")
        told = dict.fromkeys(visit.told(each.said) for each in obstacles)
        yield Alert("warning", title, [f"{x[:1].upper()}{x[1:]}" for x in told])
    yield Table(
        "assessment",
        visit.say("Conditions"),
        [
            Column(visit.say("Rule"), narrow=True),
            Column(visit.say("Condition")),
            Column(visit.say("Verdict")),
            Column(visit.say("Facts")),
        ],
        [_cells(visit, each) for each in in_order(found["conditions"])],
        hides_caption=True,
    )


def _cells(visit: Visit, condition: Row) -> Sequence[Content]:
    name = visit.label("value", condition["rule"])
    number = condition["number"]
    return (
        element("abbr", number, title=rule_said(visit, number) or None),
        name[:1].upper() + name[1:],
        _verdict(visit, condition),
        element("div", visit.cell(_FACTS, condition["facts"]), class_="what remark"),
    )


def _verdict(visit: Visit, condition: Row) -> Content:
    badge = state(visit, condition["verdict"])
    deviations = condition["deviation"]
    if not deviations:
        return badge
    by = Several([entry_link(each, visit) for each in deviations], " ")
    return Several([badge, visit.say("thanks to deviation"), by], " ")
