"""A refusal by a rule with its sum in lines, and the ways out of it first."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Euro, Message
from papers.wording.telling import title_of_code
from projections.sums import cents
from web.pages.components.tables import Column, Table
from web.pages.markup import Content
from web.pages.posting.placed import first_upper
from web.pages.visit import Visit
from web.pages.ways_out import ways_out

_SUM = ("total_words", "total", "used_words", "used", "left", "short")
"""Places of a message that is a sum: what there is, less what is used of it."""


def explained(
    refusal: Refusal, visit: Visit, filled: Mapping[str, Any]
) -> list[Content]:
    """The ways out, then the sum; nothing of a refusal that has neither."""
    links = ways_out(refusal.said, visit, filled)
    return [links, *_sum(refusal, visit)]


def is_sum(refusal: Refusal) -> bool:
    """Its message adds up amounts that can stand below each other."""
    said = refusal.said
    return isinstance(said, Message) and all(name in said.values for name in _SUM)


def shortly(refusal: Refusal, visit: Visit) -> str:
    """What a sum comes to, for where the sum itself stands elsewhere."""
    values = refusal.said.values
    return visit.say(
        "{title}: {short} short.",
        title=title_of_code(refusal.code, visit.lang),
        short=values["short"],
    )


def _sum(refusal: Refusal, visit: Visit) -> Iterator[Content]:
    if not is_sum(refusal):
        return
    values = refusal.said.values
    caption = visit.say(
        "{quantity} on {day}", quantity=values["quantity"], day=values["day"]
    )
    less = visit.say("less {what}", what=values["used_words"])
    rows = (
        (first_upper(visit.told(values["total_words"])), values["total"]),
        (first_upper(less), Euro(-cents(str(refusal.details["used"])))),
    )
    yield Table(
        "refused-sum",
        first_upper(caption),
        [Column(visit.say("What")), Column(visit.say("Amount"), numeric=True)],
        [[name, visit.told(amount)] for name, amount in rows],
        totals=[visit.say("Left"), visit.told(values["left"])],
    )
