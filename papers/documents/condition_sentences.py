"""The funding conditions in a letter's words: a sentence per condition, of its facts.

An assessment stores facts by name (`domain.funding.conditions`); whoever gets a letter
reads what they mean. Codes of partners and programmes are told by their names.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents.given import Data
from papers.documents.parties import listed, named_municipalities
from projections.report import Row
from projections.sums import cents

Facts = Mapping[str, Any]


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


def _euro(facts: Facts, name: str) -> Euro:
    return _cents(facts[name])


def _cents(told: object) -> Euro:
    return Euro(cents(str(told)))


def _non_physical(_data: Data, facts: Facts) -> Message:
    if facts["physical"]:
        return message("The project is a physical investment.")
    return message("The project is no physical investment.")


def _vision_fit(_data: Data, facts: Facts) -> Value:
    goal, fitting = facts["vision_goal"].strip().rstrip("."), facts["priority_themes"]
    if goal and fitting:
        return message(
            "The project serves the vision ({goal}) and fits a priority theme of the"
            " framework.",
            goal=goal,
        )
    if fitting:
        return message(
            "No goal of the vision is named. The project does fit a priority theme of"
            " the framework, but that is not enough."
        )
    if goal:
        return message(
            "The project serves the vision ({goal}), but fits no priority theme of the"
            " framework.",
            goal=goal,
        )
    return message("No goal of the vision is named, and no priority theme fits.")


def _two_municipalities(data: Data, facts: Facts) -> Value:
    named = {each["partner"]: each["name"] for each in data["project"]["participants"]}
    taking_part = facts["municipalities"]
    if not taking_part:
        return message(
            "No municipality takes part; at least {needed} are needed.",
            needed=facts["needed"],
        )
    names = named_municipalities([named.get(each, each) for each in taking_part])
    others = [name for code, name in named.items() if code not in taking_part]
    template = "Municipalities that take part: {names}. At least {needed} are needed."
    if len(taking_part) == 1:
        template = "Only the municipality of {names} takes part; {needed} are needed."
    said = message(template, names=names, needed=facts["needed"])
    if not others:
        return said
    also = message("Also taking part: {names}.", names=listed(others))
    return parts([said, also], " ")


def _maximum_per_project(data: Data, facts: Facts) -> Message:
    if "maximum" not in facts:
        return message(
            "No maximum per project was set ({programme}). The grant is {amount}.",
            programme=programme(data),
            amount=_euro(facts, "amount"),
        )
    return message(
        "The grant is {amount}; the maximum per project is {maximum} ({programme}).",
        maximum=_euro(facts, "maximum"),
        programme=programme(data),
        amount=_euro(facts, "amount"),
    )


def _participation_share(_data: Data, facts: Facts) -> Value:
    own = message(
        "They contribute {own} themselves.", own=_euro(facts, "own_contributions")
    )
    taking_part = message(
        "{participants} of the {partners} partners take part.",
        participants=facts["participants"],
        partners=facts["partners"],
    )
    if "share" not in facts:
        return parts(
            [taking_part, message("No share was set for that number."), own], " "
        )
    most = message(
        "Then the grant is at most {share} percent of the eligible cost of {eligible}:"
        " {maximum}. The grant is {amount}.",
        share=_number(facts["share"]),
        eligible=_euro(facts, "eligible"),
        maximum=_euro(facts, "maximum"),
        amount=_euro(facts, "amount"),
    )
    return parts([taking_part, most, own], " ")


def _programme_ceiling(data: Data, facts: Facts) -> Value:
    after, short = cents(str(facts["after"])), cents(str(facts["deviations"]))
    charge = _euro(facts, "charge")
    left = (
        message(
            "For this {charge} that is {short} too little.",
            charge=charge,
            short=Euro(-after),
        )
        if after < 0
        else message(
            "After this {charge}, {after} is left.", charge=charge, after=Euro(after)
        )
    )
    said = message(
        "The budget of {year} ({programme}) is {ceiling}, of which {available} was"
        " available. {left}",
        programme=programme(data),
        year=facts["year"],
        ceiling=_euro(facts, "ceiling"),
        available=_euro(facts, "lowest_available"),
        left=left,
    )
    if not short:
        return said
    beyond = message("By deviation {amount} more may be used.", amount=Euro(short))
    return parts([said, beyond], " ")


def _third_parties(_data: Data, facts: Facts) -> Value:
    active = facts["active"]
    if not active:
        return message("No third parties take an active part.")
    return parts(
        [
            message("Contribution of {name}: {amount}.", name=name, amount=_cents(told))
            for name, told in active.items()
        ],
        " ",
    )


def _external_funding(_data: Data, facts: Facts) -> Message:
    sought = facts["external_funding"].strip().rstrip(".")
    if sought:
        return message("Money was sought elsewhere: {sought}.", sought=sought)
    if facts["external_chance"]:
        return message("No money was sought elsewhere, though there is a chance of it.")
    return message("There is no real chance of money from elsewhere.")


def _borrowed_capacity(_data: Data, facts: Facts) -> Value:
    borrowed, own = _euro(facts, "borrowed_capacity"), _euro(facts, "own_contributions")
    amount, eligible = _euro(facts, "amount"), _euro(facts, "eligible")
    said = message(
        "Of the total cost of {total}, {borrowed} is capacity borrowed from partners;"
        " {eligible} is eligible.",
        total=_euro(facts, "total_cost"),
        borrowed=borrowed,
        eligible=eligible,
    )
    paid = message("The partners pay it from their contributions ({own}).", own=own)
    if own < borrowed:
        paid = message("The partners' contributions ({own}) do not pay it.", own=own)
    rest = message("The grant ({amount}) pays none of it.", amount=amount)
    if amount > eligible:
        rest = message("The grant ({amount}) would pay some of it.", amount=amount)
    return parts([said, paid, rest], " ")


def _financing_plan(_data: Data, facts: Facts) -> Value:
    said = message(
        "Grant {amount} + contributions of partners {own} + contributions of others"
        " {third} = {financed}. The total cost is {total}.",
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
    return message(
        "Of what {year} reserves for the costs of the cooperation this {charge} takes"
        " {short}.",
        year=facts["year"],
        charge=_euro(facts, "charge"),
        short=_euro(facts, "short"),
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
