"""The filters of a list of entries: the same parameters wherever they are asked."""

from collections.abc import Mapping
from typing import Any

from domain.framework.framework import Framework
from projections.answers import entries
from projections.days import day_number
from projections.query import Parameter

PARAMETERS = (
    Parameter("project", "project", "Of this project.", metavar="ID"),
    Parameter("partner", "partner", "Of this partner.", metavar="CODE"),
    Parameter("programme", "programme", "Of this programme.", metavar="CODE"),
    Parameter("year", "year", "Of this budget year.", metavar="CODE"),
    Parameter("decision", "decision", "Resting on this decision.", metavar="NUMBER"),
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
    framework: Framework, given: Mapping[str, Any], until: int | None = None
) -> entries.Filters:
    """The filters of parsed parameters; raises `Refusal` for a moment that is none.

    `until` is a day of the tables: what is dated later is left out.
    """
    values = dict(given)
    for name in ("recorded_from", "recorded_to"):
        if values.get(name) is not None:
            values[name] = entries.recorded_bound(framework, values[name])
    for name, column in (("start", "from_day"), ("end", "to_day")):
        day = values.pop(name, None)
        values[column] = None if day is None else day_number(day)
    values["actor"] = values.pop("by", None)
    return entries.Filters(**values, until_day=until)
