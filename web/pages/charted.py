"""How far a chart goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class Dated(DataclassInstance, Protocol):
        """What holds from a day on."""

        @property
        def day(self) -> date:
            """The first of these days."""


_QUIET = timedelta(days=120)
"""What of a time without any change is drawn."""


def charted_until(at: date, rows: "Sequence[Dated]") -> date:
    """The end of a chart: the date, unless nothing has changed for long before it.

    Rows are in order; the last one may say of the date what held already.
    """
    if not rows:
        return at
    last = rows[-1]
    if len(rows) > 1 and replace(last, day=rows[-2].day) == rows[-2]:
        last = rows[-2]
    return min(at, last.day + _QUIET)
