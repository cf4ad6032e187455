"""What an award says beside its amount: its basis, period, advances, and its end."""

from collections.abc import Iterator, Mapping
from typing import Any

from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.composing import amount, day, section
from web.pages.markup import Content
from web.pages.visit import Visit

Row = Mapping[str, Any]
_TERMS = ("legal_basis", "start_date", "end_date", "determination_due", "ground")


def recipient(visit: Visit, data: Row) -> list[tuple[str, Content]]:
    """Who is paid, what it is in law, and its number in the trade register."""
    kind = data["recipient_kind"]
    return [
        (visit.say("Recipient"), data["recipient"]),
        (visit.say("Kind of recipient"), kind and visit.label("value", kind)),
        (visit.say("KvK number"), data["recipient_kvk"]),
    ]


def terms(visit: Visit, data: Row) -> Iterator[Content]:
    """Nothing where the award and what followed it say nothing of these."""
    planned = data["advance_schedule"]
    if not planned and not any(data[each] for each in _TERMS):
        return
    facts = Facts(
        [
            (visit.say("Legal basis"), data["legal_basis"]),
            (visit.say("Period"), _period(visit, data)),
            (visit.say("Determination due"), _day(visit, data["determination_due"])),
            (visit.say("Ground"), data["ground"]),
        ]
    )
    advances = [_advances(visit, planned)] if planned else []
    yield section(visit.say("Terms of the grant"), facts, *advances, name="terms")


def _period(visit: Visit, data: Row) -> Content:
    if not (data["start_date"] or data["end_date"]):
        return None
    start, end = _day(visit, data["start_date"]), _day(visit, data["end_date"])
    return visit.say("{start} to {end}", start=start or "…", end=end or "…")


def _day(visit: Visit, told: str | None) -> str | None:
    return None if told is None else visit.day(told)


def _advances(visit: Visit, planned: list[Row]) -> Table:
    return Table(
        "advances",
        visit.say("Advances that are planned"),
        [
            Column(visit.say("Date"), narrow=True),
            Column(visit.say("Amount"), numeric=True),
        ],
        [(day(visit, each["date"]), amount(visit, each["amount"])) for each in planned],
    )
