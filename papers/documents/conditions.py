"""The conditions in a letter: numbered, in the framework's order, with verdicts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, Value, Words, message
from papers.documents.blocks import Block, Grid, Heading, Named, Paragraph
from papers.documents.condition_sentences import condition_said
from papers.documents.given import Data, at, text
from papers.documents.letters import sentence
from projections.assessment_parts import in_order
from projections.report import Column, Row, Table

NAMES: Mapping[str, Message] = {
    "non_physical": message("No physical investment"),
    "vision_fit": message("Fits the vision"),
    "two_municipalities": message("At least two municipalities"),
    "maximum_per_project": message("Maximum per project"),
    "participation_share": message("Grant by the number of partners"),
    "programme_ceiling": message("Budget of the programme"),
    "third_parties_contribute": message("Third parties contribute"),
    "external_funding_sought": message("Money from elsewhere"),
    "borrowed_capacity": message("Borrowed capacity"),
    "financing_plan": message("Financing plan"),
    "process_reserve": message("Costs of the cooperation"),
}
"""What each condition is called in letters, in the order of section 6."""
_COLUMNS = (
    Column("number", "No."),
    Column("condition", "Condition"),
    Column("verdict", "Verdict"),
    Column("said", "Explanation"),
)
_BRIEF = (
    Column("condition", "Condition", "words"),
    Column("verdict", "Verdict"),
    Column("said", "Explanation"),
)
_ANNEX = "assessment"


def annex_row(data: Data) -> Iterator[Named]:
    """That there is an annex, beside the date and reference."""
    if data[_ANNEX] is not None:
        yield message("annexes"), message("1 (how the conditions are met)")


def annex(data: Data, reference: Value) -> Iterator[Block]:
    """Every condition: what it is called, whether it is met, and why."""
    if data[_ANNEX] is None:
        return
    said = message(
        "Annex 1 to decision {reference}: the conditions of the framework",
        reference=reference,
    )
    yield Heading(said, apart=True)
    by_rule = {each["rule"]: each for each in data[_ANNEX]["conditions"]}
    rows = [
        {
            "number": str(number),
            "condition": name,
            "verdict": _verdict(by_rule[rule]),
            "said": condition_said(data, by_rule[rule]),
        }
        for number, (rule, name) in enumerate(NAMES.items(), start=1)
        if rule in by_rule
    ]
    yield Grid(Table(_COLUMNS, rows))


def conditions_table(data: Data, conditions: Sequence[Row]) -> Table:
    """The same for the steering group: what stands in the way first."""
    rows = [
        {
            "condition": each["rule"],
            "verdict": message("allowed by deviation")
            if each["deviation"]
            else Words(each["verdict"]),
            "said": condition_said(data, each),
        }
        for each in in_order(conditions)
    ]
    return Table(_BRIEF, rows)


def unmet(data: Data, condition: Row) -> Message:
    """A condition by its name, and what its facts say."""
    return message(
        "{condition}. {said}",
        condition=NAMES[str(condition["rule"])],
        said=condition_said(data, condition),
    )


def reasons(data: Data, judgement: str | None) -> Iterator[Block]:
    """Why the grant is given: the conditions, and where the executive deviates."""
    yield Heading(message("Reasons"))
    if data[_ANNEX] is not None:
        yield Paragraph(_assessed(data), kept=judgement is not None)
    motivation = at(data, "decision.motivation")
    if motivation is not None:
        yield Paragraph(
            message("The steering group: {reasons}", reasons=sentence(motivation))
        )
    if judgement is not None:
        yield Paragraph(
            message(
                "On what third parties contribute, the steering group judges:"
                " {judgement} We follow that judgement.",
                judgement=sentence(judgement),
            )
        )
    for each in data["deviations"]:
        yield Paragraph(
            message(
                "On the steering group's proposal ({decision}) we deviate from the"
                " condition “{condition}”, for this reason: {motivation}",
                decision=each["decision"],
                condition=NAMES[each["rule"]],
                motivation=sentence(each["motivation"]),
            )
        )


def _assessed(data: Data) -> Value:
    framework = text(data, "framework")
    if data["deviations"]:
        return message(
            "The project meets the conditions of the framework ({framework}), except"
            " where we deviate from them. Annex 1 shows this for each condition.",
            framework=framework,
        )
    return message(
        "The project meets the conditions of the framework ({framework}). Annex 1 shows"
        " this for each condition.",
        framework=framework,
    )


def _verdict(condition: Mapping[str, Any]) -> Message:
    if condition["deviation"]:
        return message("Meets it by deviation")
    if condition["verdict"] == "not_met":
        return message("Does not meet it")
    if condition["verdict"] == "not_set":
        return message("Not set yet")
    if _is_empty(condition["rule"], condition["facts"]):
        return message("Does not apply")
    return message("Meets it")


def _is_empty(rule: str, facts: Mapping[str, Any]) -> bool:
    """There is nothing that the condition would ask something of."""
    match rule:
        case "maximum_per_project":
            return "maximum" not in facts
        case "third_parties_contribute":
            return not facts["active"]
        case "external_funding_sought":
            is_sought = bool(facts["external_funding"].strip())
            return not is_sought and not facts["external_chance"]
    return False
