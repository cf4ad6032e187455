"""Partners, programmes and accounts by the names that their frameworks give them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.framework.framework import OUTSIDE, Framework
from domain.values.errors import Refusal
from domain.values.messages import Message, Parts, Quoted, Value

if TYPE_CHECKING:
    from web.pages.visit import Visit

LONGEST = 60
"""Characters of a name that a drawing or a narrow column has room for."""
_PARTNERS = ("partner", "chair", "lender", "giver", "counterparty")
"""Columns of partners; of the last two, only where they are."""
_PROGRAMME = "programme"
_FACTS_OF_PARTNERS = ("municipalities", "partners", "participants", "lenders")


def partner_name(visit: "Visit", code: str) -> str:
    """A partner by its name, also one that left; what no framework knows as it is."""
    view = visit.view
    try:
        return view.frameworks.partner(code, view.at, view.entry).name
    except Refusal:
        return code


def programme_name(visit: "Visit", code: str, year: str = "") -> str:
    """A programme by its name in the year's framework, else in the last that has it."""
    if code == OUTSIDE:
        return visit.say("Outside the programmes")
    for framework in _frameworks(visit, year):
        for each in framework.programmes:
            if each.code == code:
                return each.name
    return code


def short_programme(visit: "Visit", code: str, year: str = "") -> str:
    """Its name where that is short, else its code."""
    name = programme_name(visit, code, year)
    return name if len(name) <= LONGEST else code


def charged_to(visit: "Visit", code: str, year: str) -> str:
    """A programme's budget of a year in words: `Talent en Leren 2012`."""
    name = short_programme(visit, code, year)
    return f"{name} {year}"


def named(visit: "Visit", column: str, row: Mapping[str, Any]) -> str | None:
    """What a column of a report names, or None where it names nothing of these."""
    code = row.get(column)
    if not isinstance(code, str) or not code:
        return None
    if column in _PARTNERS:
        return partner_name(visit, code)
    if column == _PROGRAMME:
        return short_programme(visit, code, str(row.get("year") or ""))
    return None


def present(visit: "Visit", counts: Mapping[str, int]) -> str:
    """Who were at a meeting, with how many: `Gemeente Emmen (2)`."""
    said = (f"{partner_name(visit, each)} ({count})" for each, count in counts.items())
    return ", ".join(said)


def with_names(visit: "Visit", said: Any) -> Any:  # noqa: ANN401  # values of any kind
    """A message with names where it has codes of partners and accounts."""
    match said:
        case Message(template, values):
            named_ = {name: _value(visit, name, each) for name, each in values.items()}
            return Message(template, named_)
        case Parts(items, joined_by):
            return Parts(tuple(with_names(visit, each) for each in items), joined_by)
    return said


def facts_with_names(visit: "Visit", facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts of an assessment with names where they have codes."""
    return {name: _fact(visit, name, each) for name, each in facts.items()}


def _value(visit: "Visit", name: str, value: Any) -> Value:  # noqa: ANN401  # any kind
    if type(value) is not str and not isinstance(value, Quoted):
        found: Value = with_names(visit, value)
        return found
    if name == "partner":
        return partner_name(visit, value)
    return visit.label("account", value) if name == "account" else value


def _fact(visit: "Visit", name: str, value: Any) -> Any:  # noqa: ANN401  # of any kind
    if name in _FACTS_OF_PARTNERS and isinstance(value, list):
        return [partner_name(visit, each) for each in value]
    if name == _PROGRAMME and isinstance(value, str):
        return short_programme(visit, value)
    return value


def _frameworks(visit: "Visit", year: str) -> Iterator[Framework]:
    """That of the year first, then every one that was known, the newest first."""
    view = visit.view
    adoptions = view.frameworks.adoptions(view.entry)
    first = _first_day(view.framework, year)
    if first is not None:
        yield view.frameworks.on(first, view.entry)
    for each in reversed(adoptions):
        yield view.frameworks.of(each)


def _first_day(framework: Framework, year: str) -> date | None:
    return next((each.start for each in framework.years if each.code == year), None)
