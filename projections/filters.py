"""The filters of a list of entries: the same parameters wherever they are asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Euro, Quoted
from domain.values.money import Cents
from projections.answers import entries
from projections.answers.corrections import Corrections
from projections.days import day_number
from projections.known import is_recorded, spellings, uses_of
from projections.moments import as_recorded, entry_of, moment
from projections.parameters import named
from projections.query import Parameter
from projections.snapshot import View

PARAMETERS = (
    Parameter("project", "project", "Of this project.", metavar="ID"),
    Parameter("partner", "partner", "Of this partner.", metavar="CODE"),
    Parameter("programme", "programme", "Of this programme.", metavar="CODE"),
    Parameter("year", "year", "Of this budget year.", metavar="CODE"),
    Parameter(
        "decision", "decision", "Naming this decision (as corrected).", metavar="NUMBER"
    ),
    # Not "actor" on the command line's side, where that is who acts now.
    Parameter("actor", "text", "Posted by this actor.", metavar="NAME", argument="by"),
    Parameter("command", "command", "Of this command.", metavar="NAME"),
    Parameter("document", "text", "With this voucher.", metavar="REF"),
    Parameter("recorded_from", "moment", "Recorded from then on.", metavar="WHEN"),
    Parameter("recorded_to", "moment", "Recorded until then.", metavar="WHEN"),
    Parameter("min", "amount", "At least this amount.", argument="minimum"),
    Parameter("max", "amount", "At most this amount.", argument="maximum"),
)


def filters_of(
    view: View, given: Mapping[str, Any], until: int | None = None
) -> entries.Filters:
    """The filters of parsed parameters; `until` is a day: what is dated later is out.

    Raises `Refusal` for what the ledger doesn't have (`PROJECT_UNKNOWN`,
    `DECISION_UNKNOWN`, `FILTER_UNKNOWN`) and for ranges that run backward.
    """
    values = dict(given)
    check_known(view, values)
    check_amounts(values.get("minimum"), values.get("maximum"))
    values |= recorded(view, values.pop("recorded_from", None), "from")
    values |= recorded(view, values.pop("recorded_to", None), "to")
    check_recorded(view, values)
    for name, column in (("start", "from_day"), ("end", "to_day")):
        day = values.pop(name, None)
        values[column] = None if day is None else day_number(day)
    values["actor"] = values.pop("by", None)
    return entries.Filters(**values, until_day=until)


def check_known(view: View, values: Mapping[str, Any]) -> None:
    """What the filters name is there, whatever is known of it; raises `Refusal`."""
    for kind in ("project", "decision"):
        name = values.get(kind)
        if name is not None and not is_recorded(view.reader, kind, name):
            raise Refusal(
                f"{kind.upper()}_UNKNOWN",
                "there is no {kind} {name}.",
                kind=kind,
                name=Quoted(name),
            )
    for name, column in (("by", "actor"), ("document", "document")):
        value = values.get(name)
        if value is not None and not _in_any_entry(view, column, value):
            raise Refusal(
                "FILTER_UNKNOWN",
                "no entry has the {column} {value}.",
                column=column,
                value=Quoted(value),
            )


def _in_any_entry(view: View, column: str, value: str) -> bool:
    found = view.rows(
        f"SELECT 1 FROM entries WHERE {column} IN (?, ?) LIMIT 1",
        *spellings(value),
    )
    if any(found):
        return True
    if column == "document" and uses_of(view.reader, value):
        return True
    everything = replace(view, entry=view.last_entry)
    return bool(Corrections(everything).corrected_to(column, value))


def check_amounts(minimum: Cents | None, maximum: Cents | None) -> None:
    """A range of amounts runs forward; raises `Refusal` (`BAD_AMOUNT`)."""
    if minimum is not None and maximum is not None and minimum > maximum:
        raise Refusal(
            "BAD_AMOUNT",
            "the range from {minimum} to {maximum} runs backward.",
            minimum=Euro(minimum),
            maximum=Euro(maximum),
        )


def recorded(view: View, when: str | None, end: str) -> dict[str, object]:
    """One end of a range of recording times, at the beginning or end of its unit."""
    if when is None:
        return {}
    with named(f"--recorded-{end}"):
        text = when.strip()
        number = entry_of(text, view.last_entry)
        if number is not None:
            return {f"{end}_entry": number}
        found = moment(text, view.opening.zone)
    bound = found.first if end == "from" else found.last
    return {f"recorded_{end}": as_recorded(bound)}


def check_recorded(view: View, values: Mapping[str, Any]) -> None:
    """A range of recording times runs forward; raises `Refusal` (`BAD_DATE`)."""
    first, last = values.get("from_entry"), values.get("to_entry")
    start = values.get("recorded_from") or _recorded_at(view, first)
    end = values.get("recorded_to") or _recorded_at(view, last)
    backward = start is not None and end is not None and start > end
    if backward or (first is not None and last is not None and first > last):
        raise Refusal(
            "BAD_DATE", "the range of --recorded-from and --recorded-to runs backward."
        )


def _recorded_at(view: View, entry: int | None) -> str | None:
    if entry is None:
        return None
    rows = view.rows("SELECT recorded_at FROM entries WHERE entry = ?", entry)
    return next((str(row[0]) for row in rows), None)
