"""Kinds of documents: what each is called, and of what the ledger can have one made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, message
from projections.answers.deviations import reversed_by_date
from projections.answers.entries import Filters, history
from projections.answers.project_rows import proposals
from projections.answers.years import opened_years
from projections.query import Parameter, Query, find, names
from projections.sums import cents
from web.pages.components.fields import Field, Option, Select
from web.pages.questions import fields
from web.pages.visit import Visit

_WORD = "document "
NAMES: Mapping[str, tuple[Message, Message]] = {
    "award-letter": (
        message("Award of a grant"),
        message("The decision that awards it, to its recipient."),
    ),
    "rejection-letter": (
        message("Rejection of an application"),
        message("The decision that rejects it, with its reasons."),
    ),
    "determination-letter": (
        message("Determination of a grant"),
        message("The decision that determines it, and what is still paid or owed."),
    ),
    "withdrawal-letter": (
        message("Withdrawal of a grant"),
        message("The decision that withdraws it, and what is recovered."),
    ),
    "contribution-call": (
        message("Call for a contribution"),
        message("Asks a partner for its contribution to a year."),
    ),
    "reminder": (
        message("Reminder of a contribution"),
        message("Asks a partner again for what is overdue."),
    ),
    "accountability": (
        message("Account of a year"),
        message("What a calendar year brought, for councils and provincial council."),
    ),
    "steering-report": (
        message("Report to the steering group"),
        message("How everything stands, and what is to be decided."),
    ),
    "partner-sheet": (
        message("Sheet of a partner"),
        message("What a partner paid, and what became of it."),
    ),
    "payment-list": (
        message("List of payments"),
        message("Approved payment orders, for the payment run of the province."),
    ),
}
"""By kind; one that is not here is called as its query is."""
_DECISIONS = {
    "award-letter": "award_grant",
    "rejection-letter": "reject_project",
    "determination-letter": "determine_grant",
    "withdrawal-letter": "withdraw_grant",
}
"""By letter, the command whose decision it tells."""


def kinds() -> list[str]:
    """Every kind there is, in the order of `NAMES`; then others."""
    found = [x.removeprefix(_WORD) for x in names() if x.startswith(_WORD)]
    return [*(x for x in NAMES if x in found), *(x for x in found if x not in NAMES)]


def query_of(kind: str) -> Query | None:
    """The query of a kind, or None where it is none."""
    return find(f"{_WORD}{kind}") if kind in kinds() else None


def called(visit: Visit, kind: str) -> str:
    """What a kind is called."""
    known = NAMES.get(kind)
    return kind if known is None else visit.told(known[0])


def described(visit: Visit, kind: str) -> str:
    """What it tells."""
    known = NAMES.get(kind)
    return "" if known is None else visit.told(known[1])


def of_project(visit: Visit, project: str) -> list[str]:
    """Letters that there are about a project, the newest decision last."""
    return [
        kind
        for kind, command in _DECISIONS.items()
        if kind in kinds() and _decided(visit, command, project)
    ]


def of_partner(years: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Letters that there are to a partner, each with its year; "" is of all years.

    `years` are those of the answer to `partner`.
    """
    there = kinds()
    for row in years:
        if cents(row["outstanding"]) > 0:
            yield "contribution-call", row["year"]
        if cents(row["overdue"]):
            yield "reminder", row["year"]
    if "partner-sheet" in there:
        yield "partner-sheet", ""


def choices(visit: Visit, kind: str, parameters: Sequence[Parameter]) -> list[Field]:
    """What the document is asked of, as fields: of what the ledger has alone."""
    usual = fields(visit, parameters)
    return [
        _FIELDS[each.kind](visit, kind, field) if each.kind in _FIELDS else field
        for each, field in zip(parameters, usual, strict=True)
    ]


def _projects(visit: Visit, kind: str, field: Field) -> Field:
    command = _DECISIONS.get(kind)
    titles = proposals(visit.view)
    found = list(titles) if command is None else _decided(visit, command)
    options = [Option(x, f"{x}: {titles[x]['title']}"[:_LONGEST]) for x in found]
    return _chosen(visit, field, options)


def _partners(visit: Visit, _: str, field: Field) -> Field:
    frameworks, view = visit.ledger.frameworks, visit.view
    assert isinstance(field, Select)  # noqa: S101  # of a code
    named = (
        (each.value, frameworks.partner(each.value, view.at, view.entry).name)
        for each in field.options
    )
    options = [Option(code, f"{name} ({code})") for code, name in named]
    return _chosen(visit, field, options)


def _years(visit: Visit, _: str, field: Field) -> Field:
    opened = opened_years(visit.view)
    return _chosen(visit, field, [Option(x.code, x.code) for x in opened])


def _chosen(visit: Visit, field: Field, options: Sequence[Option]) -> Field:
    nothing = visit.say("Choose") if options else visit.say("There is none")
    title = field.label
    return Select(field.name, title, field.value, options=options, nothing=nothing)


_LONGEST = 80
"""Characters of what is chosen from."""
_FIELDS: Mapping[str, Callable[[Visit, str, Field], Field]] = {
    "project": _projects,
    "partner": _partners,
    "year": _years,
}


def _decided(visit: Visit, command: str, project: str | None = None) -> list[str]:
    """Projects of grants with a decision by a command that stands at the date."""
    view = visit.view
    grants = {
        name for name, told in proposals(view).items() if told.get("kind") == "grant"
    }
    filters = Filters(project=project, command=command, until_day=view.day)
    found = history(view, filters)
    there = (
        each.given["project"] for each in found if not reversed_by_date(view, each)
    )
    return list(dict.fromkeys(name for name in there if name in grants))
