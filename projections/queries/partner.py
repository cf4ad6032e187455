"""`partner`: one partner on one page."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.messages import Euro, Words, message
from projections.answers import partners
from projections.query import Asked, Parameter, query
from projections.report import Column, Facts, Part, Report, Table, heading, sheet
from projections.sums import cents

_YEARS = (
    Column("year", "Year"),
    Column("due", "Called", "amount"),
    Column("due_date", "Due date"),
    Column("received", "Received", "amount"),
    Column("outstanding", "Outstanding", "amount"),
    Column("overdue", "Overdue", "amount", rare=True),
    Column("per_inhabitant", "Per inhabitant", "decimal"),
)
_PROJECTS = (
    Column("project", "Project"),
    Column("title", "Title", flexible=True),
    Column("role", "Role", "words"),
    Column("status", "Status", "words"),
    Column("own_contribution", "Own contribution", "amount"),
    Column("grant", "Grant", "amount"),
)


@query(
    "partner",
    Parameter("partner", "partner", place="argument", required=True, metavar="CODE"),
    examples="""
    zuidas partner emmen
    zuidas partner meppel --at 2012-07-31 -O json
    """,
)
def partner(asked: Asked, partner: str) -> Report:
    """A partner: what was called, paid and is outstanding, its projects, its share.

    The share of what was spent (grants paid less refunds, and process costs) goes by
    the contributions received.
    """
    data = partners.partner(asked.view, partner)
    names = ("year", "due", "received", "outstanding")
    return Report(data, lambda: _parts(data), sheet(data["years"], names))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    yield heading("{name} ({partner})", name=data["name"], partner=data["partner"])
    total = {"year": Words("Total"), **data["total"]}
    several = len(data["years"]) > 1
    yield Table(_YEARS, data["years"], "Contributions", total if several else None)
    yield Table(_PROJECTS, data["projects"], "Projects")
    share = message(
        "{share} of {spent}",
        share=Euro(cents(data["share_of_spent"])),
        spent=Euro(cents(data["spent"])),
    )
    yield Facts(
        [("share of what was spent", share), ("inhabitants", data["inhabitants"])]
    )
