"""The funding conditions in a letter's words: a sentence per condition, of its facts.

An assessment stores facts by name (`domain.funding.conditions`); whoever gets a letter
reads what they mean. Codes of partners and programmes are told by their names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Euro, Message, Value, Words, message, parts
from papers.documents.given import Data
from projections.assessment_parts import in_order
from projections.report import Column, Row, Table
from projections.sums import cents

Facts = Mapping[str, Any]
_COLUMNS = (
    Column("condition", "Condition", "words"),
    Column("verdict", "Verdict"),
    Column("said", "Explanation"),
)


def conditions_table(data: Data, conditions: Sequence[Row]) -> Table:
    """Every condition: what it is called, whether it is met, and why."""
    rows = [
        {
            "condition": each["rule"],
            "verdict": _verdict(each),
            "said": condition_said(data, each),
        }
        for each in in_order(conditions)
    ]
    return Table(_COLUMNS, rows)


def named_condition(data: Data, condition: Row) -> Message:
    """A condition by its name, and what its facts say."""
    return message(
        "{condition}: {said}",
        condition=Words(str(condition["rule"]).capitalize()),
        said=condition_said(data, condition),
    )


def condition_said(data: Data, condition: Row) -> Value:
    """The facts of a condition as sentences."""
    rule, facts = str(condition["rule"]), condition["facts"]
    told = [_SAID[rule](data, facts), *_limits(facts)]
    return parts(told, " ")


def programme(data: Data) -> Value:
    """The programme of the project by its name."""
    found = data["project"]
    if found["programme_name"] is None:
        return message("outside the programmes")
    return found["programme_name"]


def _verdict(condition: Row) -> Value:
    if condition["deviation"]:
        return message("allowed by deviation")
    return Words(condition["verdict"])


def _euro(facts: Facts, name: str) -> Euro:
    return Euro(cents(str(facts[name])))


def _non_physical(_data: Data, facts: Facts) -> Message:
    if facts["physical"]:
        return message("It is a physical investment.")
    return message("It is no physical investment.")


def _vision_fit(_data: Data, facts: Facts) -> Value:
    goal, fitting = facts["vision_goal"], facts["priority_themes"]
    serves = message("It serves the vision: {goal}.", goal=goal.strip().rstrip("."))
    fits = message("It fits a priority theme of the framework.")
    return parts(
        [
            serves if goal.strip() else message("No goal of the vision is named."),
            fits if fitting else message("It fits no priority theme."),
        ],
        " ",
    )


def _two_municipalities(data: Data, facts: Facts) -> Message:
    known = {each["partner"]: each["name"] for each in data["project"]["participants"]}
    names = [known.get(code, code) for code in facts["municipalities"]]
    if not names:
        return message(
            "No municipality takes part; at least {needed} are needed.",
            needed=facts["needed"],
        )
    return message(
        "Of the municipalities {names} take part; at least {needed} are needed.",
        names=parts(names),
        needed=facts["needed"],
    )


def _maximum_per_project(data: Data, facts: Facts) -> Message:
    if "maximum" not in facts:
        return message(
            "No maximum per project was set ({programme}); the amount is {amount}.",
            programme=programme(data),
            amount=_euro(facts, "amount"),
        )
    return message(
        "The maximum per project is {maximum} ({programme}); the amount is {amount}.",
        maximum=_euro(facts, "maximum"),
        programme=programme(data),
        amount=_euro(facts, "amount"),
    )


def _participation_share(_data: Data, facts: Facts) -> Value:
    taking_part = message(
        "{participants} of the {partners} partners take part, with an own contribution"
        " of {own}. The eligible cost is {eligible}, the amount {amount}.",
        participants=facts["participants"],
        partners=facts["partners"],
        own=_euro(facts, "own_contributions"),
        eligible=_euro(facts, "eligible"),
        amount=_euro(facts, "amount"),
    )
    if "share" not in facts:
        return parts([taking_part, message("No maximum share was set for this.")], " ")
    most = message(
        "At most {share} percent of the eligible cost is given: {maximum}.",
        share=_number(facts["share"]),
        maximum=_euro(facts, "maximum"),
    )
    return parts([taking_part, most], " ")


def _programme_ceiling(data: Data, facts: Facts) -> Value:
    after = cents(str(facts["after"]))
    leaves = (
        message("is {short} short", short=Euro(-after))
        if after < 0
        else message("leaves {after}", after=Euro(after))
    )
    said = message(
        "The budget of {year} ({programme}) is {ceiling}, of which {available} was"
        " available; to spend {charge} {leaves}.",
        programme=programme(data),
        year=facts["year"],
        ceiling=_euro(facts, "ceiling"),
        available=_euro(facts, "lowest_available"),
        charge=_euro(facts, "charge"),
        leaves=leaves,
    )
    if not cents(str(facts["deviations"])):
        return said
    beyond = message(
        "By deviation {amount} more may be used.", amount=_euro(facts, "deviations")
    )
    return parts([said, beyond], " ")


def _third_parties(_data: Data, facts: Facts) -> Value:
    active = facts["active"]
    if not active:
        return message("No other party takes an active part.")
    listed = [
        message("{name} contributes {amount}", name=name, amount=Euro(cents(amount)))
        for name, amount in active.items()
    ]
    said = message("{contributions}.", contributions=parts(listed))
    return parts([said, *([facts["judgement"]] if facts["judgement"] else [])], " ")


def _external_funding(_data: Data, facts: Facts) -> Message:
    sought = facts["external_funding"].strip().rstrip(".")
    if sought:
        return message("Money was sought elsewhere: {sought}.", sought=sought)
    if facts["external_chance"]:
        return message("No money was sought elsewhere, though there is a chance of it.")
    return message("There is no real chance of money elsewhere.")


def _borrowed_capacity(_data: Data, facts: Facts) -> Message:
    return message(
        "Of the total cost of {total} {borrowed} is capacity borrowed from partners,"
        " so {eligible} is eligible. The amount is {amount}, the own contribution"
        " {own}.",
        total=_euro(facts, "total_cost"),
        borrowed=_euro(facts, "borrowed_capacity"),
        eligible=_euro(facts, "eligible"),
        amount=_euro(facts, "amount"),
        own=_euro(facts, "own_contributions"),
    )


def _financing_plan(_data: Data, facts: Facts) -> Value:
    said = message(
        "{amount}, {own} of own contributions and {third} of third parties are together"
        " {financed}, of a total cost of {total}.",
        amount=_euro(facts, "amount"),
        own=_euro(facts, "own_contributions"),
        third=_euro(facts, "third_party_contributions"),
        financed=_euro(facts, "financed"),
        total=_euro(facts, "total_cost"),
    )
    gap = _euro(facts, "total_cost") - _euro(facts, "financed")
    if gap <= 0:
        return said
    return parts([said, message("{gap} is not covered yet.", gap=Euro(gap))], " ")


def _process_reserve(_data: Data, facts: Facts) -> Message:
    if not cents(str(facts["short"])):
        return message(
            "What {year} reserves for process costs stays whole.", year=facts["year"]
        )
    return message(
        "Of what {year} reserves for process costs {short} lacks when {charge} is"
        " awarded.",
        year=facts["year"],
        short=_euro(facts, "short"),
        charge=_euro(facts, "charge"),
    )


def _limits(facts: Facts) -> Iterator[Message]:
    """What a deviation for the project made of its limit."""
    if "new_share" in facts:
        yield message(
            "By deviation the share is at most {share} percent: {limit}.",
            share=_number(facts["new_share"]),
            limit=_euro(facts, "new_limit"),
        )
    elif "new_limit" in facts:
        yield message("By deviation it is {limit}.", limit=_euro(facts, "new_limit"))


def _number(percentage: str) -> Value:
    from fractions import Fraction

    return Fraction(percentage)


_SAID: Mapping[str, Callable[[Data, Facts], Value]] = {
    "non_physical": _non_physical,
    "vision_fit": _vision_fit,
    "two_municipalities": _two_municipalities,
    "maximum_per_project": _maximum_per_project,
    "participation_share": _participation_share,
    "programme_ceiling": _programme_ceiling,
    "third_parties_contribute": _third_parties,
    "external_funding_sought": _external_funding,
    "borrowed_capacity": _borrowed_capacity,
    "financing_plan": _financing_plan,
    "process_reserve": _process_reserve,
}
