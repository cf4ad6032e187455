"""The filters of a list of entries: the same parameters wherever they are asked."""

from collections.abc import Mapping
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Euro, Option, Quoted, Words
from domain.values.money import Cents
from projections.answers import entries
from projections.answers.corrections import Corrections
from projections.days import day_number
from projections.known import is_recorded, spellings, uses_of
from projections.moments import Moment, entry_of, moment
from projections.parameters import named
from projections.query import Parameter
from projections.reader import Reader
from projections.recorded import known_by
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
    values |= recorded(
        view, values.pop("recorded_from", None), values.pop("recorded_to", None)
    )
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
                kind=Words(kind),
                name=Quoted(name),
            )
    for name, column in (("by", "actor"), ("document", "document")):
        value = values.get(name)
        if value is not None and not _in_any_entry(view, column, value):
            raise Refusal(
                "FILTER_UNKNOWN",
                "no entry has the {column} {value}.",
                column=Words(column),
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
    everything = view._replace(entry=view.last_entry)
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


def recorded(view: View, start: str | None, end: str | None) -> dict[str, int | None]:
    """The entries of a range of recording times, by what was known at its ends.

    Raises `Refusal` (`BAD_DATE`) for a range that runs backward.
    """
    first, last = _end(view, start, "from"), _end(view, end, "to")
    if first is not None and last is not None and _runs_backward(view, first, last):
        raise Refusal(
            "BAD_DATE",
            "the range of {start} and {end} runs backward.",
            start=Option("recorded_from"),
            end=Option("recorded_to"),
        )
    # By what the view knows, so that a later entry changes no answer of before it.
    return {
        "from_entry": first and _from(view.reader, first, view.entry),
        "to_entry": last and _to(view.reader, last, view.entry),
    }


def _end(view: View, when: str | None, end: str) -> Moment | int | None:
    """One end of a range: an entry, or a stretch of time."""
    if when is None:
        return None
    with named(Option(f"recorded_{end}")):
        text = when.strip()
        return entry_of(text, view.last_entry) or moment(text, view.opening.zone)


def _runs_backward(view: View, first: Moment | int, last: Moment | int) -> bool:
    if isinstance(first, Moment) and isinstance(last, Moment):
        return first.first > last.last
    newest = view.last_entry
    return _from(view.reader, first, newest) > _to(view.reader, last, newest)


def _from(reader: Reader, end: Moment | int, newest: int) -> int:
    """The first entry that was not known before, of those up to `newest`."""
    if isinstance(end, Moment):
        return known_by(reader, end.before, newest) + 1
    return end


def _to(reader: Reader, end: Moment | int, newest: int) -> int:
    """The last entry that was known by then, of those up to `newest`."""
    return known_by(reader, end.last, newest) if isinstance(end, Moment) else end
