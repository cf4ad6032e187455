"""`zuidas audit findings`: the entries that an auditor samples first."""

from collections.abc import Sequence
from datetime import tzinfo

import click

from cli.answers import FROM, KNOWN_AT, footer
from cli.auditing.audit import command
from cli.damage import damage_told
from cli.output import as_csv, as_json, write
from cli.queries.entries import FILTERS, filters_of
from cli.render.tables import Table, money, number, prose, short_moment, text
from cli.settings import Settings
from domain.values.money import amount_from_typed, parse_amount
from ledger.reading import open_reader
from projections.queries.sampling import Sampled, Thresholds, findings, office_hours

_DEFAULT = Thresholds()
_FIELDS = ("entry", "date", "recorded_at", "actor", "command", "amount", "document")
_TO = click.Option(["--to", "end"], metavar="DATE", help="Last date.")
_THRESHOLDS = (
    click.Option(
        ["--backdated-days"],
        type=click.IntRange(min=0),
        metavar="N",
        default=_DEFAULT.backdated_days,
        show_default=True,
        help="Dated more than N days before recording is a reason.",
    ),
    click.Option(
        ["--round", "round_amount"],
        metavar="AMOUNT",
        default="1000",
        show_default=True,
        help="Multiples of AMOUNT are round; 0: none are.",
    ),
    click.Option(
        ["--large", "large_times"],
        type=click.IntRange(min=1),
        metavar="TIMES",
        default=_DEFAULT.large_times,
        show_default=True,
        help="So many times the median of the same command is large.",
    ),
    click.Option(
        ["--office-hours", "hours"],
        metavar="HH:MM-HH:MM",
        default="07:00-19:00",
        show_default=True,
        help="Recorded outside them is a reason (framework's time zone).",
    ),
    click.Option(
        ["--limit"],
        type=click.IntRange(min=1),
        metavar="N",
        help="Only the first N entries of the list.",
    ),
)


@command(
    "findings",
    *_THRESHOLDS,
    *FILTERS,
    FROM,
    _TO,
    KNOWN_AT,
    examples="""
    zuidas audit findings
    zuidas audit findings --backdated-days 90 --round 5000 --limit 25
    zuidas audit findings --command post_process_cost --min 1000 -O csv
    """,
)
def audit_findings(
    settings: Settings,
    backdated_days: int,
    round_amount: str,
    large_times: int,
    hours: str,
    limit: int | None,
    known_at: str | None,
    **asked_for: str | None,
) -> None:
    """List the entries an auditor looks at first, those with most reasons on top.

    Reasons: backdated, posted in a reopened period, reversed or a reversal, resting on
    a deviation or just within a limit, round or large amounts, the same voucher or the
    same amount and party twice, a clock that ran back, outside office hours, an actor
    who is not the login, and every actor's first entry.
    """
    thresholds = Thresholds(
        backdated_days,
        parse_amount(amount_from_typed(round_amount)),
        large_times,
        *office_hours(hours),
    )
    with open_reader(settings.location) as ledger:
        view = ledger.view(known_at=known_at)
        filters = filters_of(ledger.framework, asked_for)
        with damage_told():
            found = findings(view, filters, thresholds)[:limit]
        answer = _answer(settings.shape, found, ledger.framework.zone)
        if settings.shape == "text":
            answer = f"{answer}\n\n{footer(view)}"
    write(settings, answer)


def _answer(shape: str, found: Sequence[Sampled], zone: tzinfo) -> str:
    if shape == "json":
        return as_json([sampled.as_json() for sampled in found])
    if shape == "csv":
        rows = [_flat(sampled) for sampled in found]
        return as_csv(rows, (*_FIELDS, "reasons", "messages"))
    return _table(found, zone).render()


def _flat(sampled: Sampled) -> dict[str, object]:
    """One line of a table: codes and messages side by side."""
    return sampled.row | {
        "reasons": [reason.code for reason in sampled.reasons],
        "messages": "; ".join(reason.message for reason in sampled.reasons),
    }


def _table(found: Sequence[Sampled], zone: tzinfo) -> Table:
    table = Table(
        [
            number("Entry"),
            text("Date"),
            text("Recorded", spare=True),
            text("Actor", flexible=True),
            text("Command"),
            money("Amount"),
            text("Document", flexible=True),
            number("Reasons"),
            prose("Why"),
        ],
        title="Entries to look at first",
    )
    for sampled in found:
        row = _flat(sampled)
        table.add(
            *(
                short_moment(row[name], zone) if name == "recorded_at" else row[name]
                for name in _FIELDS
            ),
            len(sampled.reasons),
            row["messages"],
        )
    return table
