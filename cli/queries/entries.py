"""`zuidas history` and `show`: the entries themselves."""

from collections.abc import Mapping
from dataclasses import replace

import click

from cli.answers import FROM, TO, Answer, Asked, query, typed_day
from cli.render.entry import ENTRY_FIELDS, entries_table, entry_text
from domain.framework.framework import Framework
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import amount_from_typed, parse_amount
from projections.days import day_number
from projections.queries import entries
from projections.queries.arguments import code

FILTERS = (
    click.Option(["--project"], metavar="ID", help="Of this project."),
    click.Option(["--partner"], metavar="CODE", help="Of this partner."),
    click.Option(["--programme"], metavar="CODE", help="Of this programme."),
    click.Option(["--year"], metavar="CODE", help="Of this budget year."),
    click.Option(["--decision"], metavar="NUMBER", help="Resting on this decision."),
    # Not "actor", which every command's settings would take for who acts now.
    click.Option(["--actor", "by"], metavar="NAME", help="Posted by this actor."),
    click.Option(["--command"], metavar="NAME", help="Of this command."),
    click.Option(["--document"], metavar="REF", help="With this voucher."),
    click.Option(["--recorded-from"], metavar="WHEN", help="Recorded from then on."),
    click.Option(["--recorded-to"], metavar="WHEN", help="Recorded until then."),
    click.Option(["--min", "minimum"], metavar="AMOUNT", help="At least this amount."),
    click.Option(["--max", "maximum"], metavar="AMOUNT", help="At most this amount."),
)


@query(
    "history",
    *FILTERS,
    FROM,
    TO,
    examples="""
    zuidas history
    zuidas history --partner emmen --from 2011-08-01
    zuidas history --command post_process_cost --min 1000 -O csv
    """,
)
def history(asked: Asked, **asked_for: str | None) -> Answer:
    """Entries in the order of acceptance, filtered."""
    filters = filters_of(asked.ledger.framework, asked_for)
    if asked.until is not None:
        filters = replace(filters, until_day=day_number(asked.until))
    found = list(entries.history(asked.view, filters))
    rows = [entries.entry_json(entry) for entry in found]
    return Answer(
        rows,
        lambda: entries_table("Entries", found, asked.view.framework.zone).render(),
        rows,
        ENTRY_FIELDS,
    )


def filters_of(
    framework: Framework, asked_for: Mapping[str, str | None]
) -> entries.Filters:
    """The filters as they were typed; raises `Refusal` for what can't be read."""

    def coded(kind: str) -> str | None:
        value = asked_for.get(kind)
        return None if value is None else code(framework, kind, value)

    def moment(name: str) -> str | None:
        value = asked_for.get(name)
        return None if value is None else entries.recorded_bound(framework, value)

    def amount(name: str) -> int | None:
        value = asked_for.get(name)
        return None if value is None else parse_amount(amount_from_typed(value))

    start, end = typed_day(asked_for.get("start")), typed_day(asked_for.get("end"))
    command = asked_for.get("command")
    return entries.Filters(
        project=asked_for.get("project"),
        partner=coded("partner"),
        programme=coded("programme"),
        year=coded("year"),
        decision=asked_for.get("decision"),
        actor=asked_for.get("by"),
        command=None if command is None else command.replace("-", "_"),
        document=asked_for.get("document"),
        from_day=None if start is None else day_number(start),
        to_day=None if end is None else day_number(end),
        recorded_from=moment("recorded_from"),
        recorded_to=moment("recorded_to"),
        minimum=amount("minimum"),
        maximum=amount("maximum"),
    )


@query(
    "show",
    click.Argument(["entry"], metavar="N"),
    examples="""
    zuidas show 5
    zuidas show '#5' -O json
    """,
)
def show(asked: Asked, entry: str) -> Answer:
    """One entry whole: as given, its lines, decision, corrections and reversal."""
    digits = entry.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004
        raise Refusal(
            "ENTRY_UNKNOWN",
            "{entry} is not the number of an entry.",
            entry=Quoted(entry),
        )
    data = entries.show(asked.view, int(digits))
    return Answer(data, lambda: entry_text(asked.view, data), [data])
