"""The rules that a grant has to keep to: their numbers, names and what they ask."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.messages import Message, message
from projections.answers.registers import in_force
from projections.sums import cents
from web.pages.components.tables import Column, Table
from web.pages.composing import captionless, paragraph, section
from web.pages.markup import Content, element
from web.pages.naming import programme_name
from web.pages.visit import Visit

RULES: tuple[tuple[str, Message, Message], ...] = (
    (
        "Z10",
        message("Not physical"),
        message("In principle only what is not a physical investment is financed."),
    ),
    (
        "Z11",
        message("Fits the vision"),
        message(
            "A project contributes to the development vision, and in principle fits its"
            " priority themes."
        ),
    ),
    (
        "Z12",
        message("Two municipalities"),
        message("At least two municipalities take part."),
    ),
    (
        "Z13",
        message("Maximum per project"),
        message("A grant is not more than the maximum of its programme."),
    ),
    (
        "Z14",
        message("Own contribution by participation"),
        message(
            "All costs are financed only if all partners take part; otherwise a share"
            " of them, the larger the more partners take part."
        ),
    ),
    (
        "Z15",
        message("Ceiling of the programme"),
        message("The programme's budget of the year has room for the grant."),
    ),
    (
        "Z16",
        message("Third parties contribute"),
        message("Others who take part contribute reasonably."),
    ),
    (
        "Z17",
        message("Money sought elsewhere"),
        message("Where there is a real chance, money is sought elsewhere too."),
    ),
    (
        "Z18",
        message("Deviating with reasons"),
        message("The steering group may deviate from a rule, and says why."),
    ),
    (
        "Z19",
        message("Lent capacity"),
        message("Partners lend each other hours; these are not paid by a grant."),
    ),
)


def rule_said(visit: Visit, number: str) -> str:
    """A rule's sentence, or nothing where it has none."""
    for each, _, said in RULES:
        if each == number:
            return visit.told(said)
    return ""


def funding_rules(visit: Visit) -> Iterator[Content]:
    """What holds for grants at the date: the rules, with their maxima and shares."""
    view = visit.view
    set_ = list(in_force(view, "set_funding_limits"))
    contents: list[Content] = [_rules(visit)]
    if not set_:
        contents.append(paragraph(visit.say("No maxima are set yet at this date.")))
    else:
        newest = max(set_, key=lambda each: (each.date, each.entry))
        year = newest.given["year"]
        limits = _limits(visit, year, newest.given)
        contents.append(element("div", *limits, class_="columns"))
    yield section(visit.say("Rules for grants"), *contents, name="rules")


def _rules(visit: Visit) -> Content:
    table = Table(
        "rules-table",
        visit.say("Rules for grants"),
        [
            Column(visit.say("Rule"), narrow=True),
            Column(visit.say("Name")),
            Column(visit.say("What it asks"), prose=True),
        ],
        [[number, visit.told(name), visit.told(said)] for number, name, said in RULES],
    )
    return captionless(table)


def _limits(visit: Visit, year: str, given: Mapping[str, Any]) -> Iterator[Content]:
    money = visit.written.money
    grants: Mapping[str, str] = given.get("max_grants") or {}
    shares: Mapping[str, str] = given.get("max_shares") or {}
    if grants:
        yield Table(
            "maxima",
            visit.say("Maximum per project (Z13), {year}", year=year),
            [Column(visit.say("Programme")), Column(visit.say("Most"), numeric=True)],
            [
                [programme_name(visit, code, year), money(cents(amount))]
                for code, amount in grants.items()
            ],
        )
    if shares:
        yield Table(
            "shares",
            visit.say("Share of the costs that is financed (Z14), {year}", year=year),
            [
                Column(visit.say("Partners that take part")),
                Column(visit.say("Most"), numeric=True),
            ],
            [
                [number, visit.say("{share}%", share=share)]
                for number, share in sorted(shares.items(), key=lambda x: int(x[0]))
            ],
        )
