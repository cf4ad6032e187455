"""`audit findings`: the entries that an auditor samples first."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from domain.values.messages import Parts, Told, message, parts
from domain.values.money import Cents
from projections.answers.sampling import Sampled, Thresholds, findings
from projections.days import day_number
from projections.filters import PARAMETERS, filters_of
from projections.query import Asked, Parameter, query
from projections.ranges import FROM, TO
from projections.report import Column, Report, Row, Table, sheet

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("recorded_at", "Recorded", "moment", spare=True),
    Column("actor", "Actor", "name"),
    Column("command", "Command"),
    Column("amount", "Amount", "amount"),
    Column("document", "Document", "name"),
    Column("number", "Reasons", "number"),
    Column("messages", "Why", "prose"),
)
_SHEET = (*(column.name for column in _COLUMNS[:7]), "reasons", "messages")


@query(
    "audit findings",
    Parameter(
        "backdated_days",
        "count",
        "Dated more than N days before recording is a reason.",
        metavar="N",
        default="30",
    ),
    Parameter(
        "round",
        "amount",
        "Multiples of AMOUNT are round; 0: none are.",
        argument="round_amount",
        default="1000",
    ),
    Parameter(
        "large",
        "count",
        "So many times the median of the same command is large.",
        metavar="TIMES",
        argument="large_times",
        default="5",
        minimum=1,
    ),
    Parameter(
        "office_hours",
        "hours",
        "Recorded outside them is a reason (framework's time zone).",
        metavar="HH:MM-HH:MM",
        argument="hours",
        default="07:00-19:00",
    ),
    Parameter(
        "limit",
        "count",
        "Only the first N entries of the list.",
        metavar="N",
        minimum=1,
    ),
    *PARAMETERS,
    FROM,
    TO,
    examples="""
    zuidas audit findings
    zuidas audit findings --backdated-days 90 --round 5000 --limit 25
    zuidas audit findings --command post_process_cost --min 1000 -O csv
    """,
    chapter="Audit",
)
def audit_findings(
    asked: Asked,
    backdated_days: int,
    round_amount: Cents,
    large_times: int,
    hours: tuple[time, time],
    limit: int | None = None,
    **given: Any,  # noqa: ANN401  # filters, parsed by kind
) -> Report:
    """List the entries an auditor looks at first, those with most reasons on top.

    Reasons: backdated, posted in a reopened period, reversed or a reversal, resting on
    a deviation or just within a limit, round or large amounts, the same voucher or the
    same amount and party twice, a clock that ran back, outside office hours, an actor
    who is not the login, and every actor's first entry.
    """
    thresholds = Thresholds(backdated_days, round_amount, large_times, *hours)
    until = None if asked.until is None else day_number(asked.until)
    filters = filters_of(asked.view, given, until)
    found = findings(asked.view, filters, thresholds)[:limit]
    rows = _rows(found)
    return Report(
        [sampled.as_json() for sampled in found],
        lambda: (Table(_COLUMNS, rows, "Entries to look at first"),),
        sheet(rows, _SHEET),
    )


def _rows(found: Sequence[Sampled]) -> list[Row]:
    """One line of a table: codes and messages side by side."""
    return [
        sampled.row
        | {
            "number": len(sampled.reasons),
            "reasons": [reason.code for reason in sampled.reasons],
            "messages": Told(message("{said}", said=_joined(sampled))),
        }
        for sampled in found
    ]


def _joined(sampled: Sampled) -> Parts:
    return parts((reason.said for reason in sampled.reasons), "; ")
