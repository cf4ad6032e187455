"""What a page is asked by its address: the parameters of a query, as fields of a form.

The same parameters as on the command line and in the API, read by the same code.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.catalogue import KINDS
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.errors import LedgerError
from papers.wording.telling import title_of_code
from projections.known import recorded_names
from projections.parameters import parse
from projections.query import Parameter
from web.pages.components.alerts import Alert
from web.pages.components.fields import Field, Option, Select, TextField
from web.pages.visit import Visit

_MOST_SUGGESTED = 100
_CODES: Mapping[str, Any] = {"partner": PARTNER, "programme": PROGRAMME, "year": YEAR}


def values(visit: Visit, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """What the address says of some parameters, by keyword; raises `Refusal`."""
    given = (
        (each, visit.asked.given.get(each.name, "").strip()) for each in parameters
    )
    return {each.keyword: value(visit, each, text) for each, text in given if text}


def value(visit: Visit, parameter: Parameter, text: str) -> Any:  # noqa: ANN401  # by its kind
    """One of them; dates and amounts may be typed as people type them."""
    course = visit.ledger.frameworks.course
    return parse(parameter, text, course, lambda: visit.today)


def number(visit: Visit, name: str) -> int | None:
    """A number in the address, such as of an entry; None where there is none."""
    found = values(visit, [Parameter(name, "count")]).get(name)
    assert found is None or isinstance(found, int)  # noqa: S101  # of a count
    return found


def refused(visit: Visit, error: LedgerError) -> Alert:
    """What is wrong with what was asked; the form beside it has it still."""
    said = visit.told(error.said)
    title = title_of_code(error.code, visit.lang)
    return Alert("error", title, [f"{said[:1].upper()}{said[1:]}"], "alert")


def fields(visit: Visit, parameters: Iterable[Parameter]) -> list[Field]:
    """A field for each, with what was asked for."""
    return [_field(visit, each) for each in parameters]


def _field(visit: Visit, parameter: Parameter) -> Field:
    name = parameter.name
    title = visit.label("field", parameter.label or name)
    title = title[:1].upper() + title[1:]
    given = visit.asked.given.get(name, "")
    options = _options(visit, parameter)
    if options is not None:
        return Select(name, title, given, options=options, nothing=visit.say("All"))
    return TextField(name, title, given, suggestions=_suggestions(visit, parameter))


def _options(visit: Visit, parameter: Parameter) -> Sequence[Option] | None:
    """What there is to choose from; None where there is no list of it."""
    kind = parameter.kind
    if kind in _CODES:
        return [Option(each, each) for each in visit.view.course.ever(_CODES[kind])]
    if kind == "command":
        named = ((each.name, visit.label("command", each.name)) for each in KINDS)
        return [Option(*each) for each in sorted(named, key=lambda each: each[1])]
    if kind == "choice":
        return [Option(x, visit.label("value", x)) for x in parameter.choices]
    if kind == "flag":
        return [Option("true", visit.say("yes"))]
    return None


def _suggestions(visit: Visit, parameter: Parameter) -> Sequence[str]:
    if parameter.kind != "project":
        return ()
    return recorded_names(visit.view.reader, "project")[:_MOST_SUGGESTED]
