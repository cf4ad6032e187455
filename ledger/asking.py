"""Asking a ledger: from a declared query and its values to a report with its anchor."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cached_property
from typing import Any

from domain.framework.course import Course
from domain.values.days import day_from_typed
from domain.values.errors import Refusal
from domain.values.messages import Option, as_data
from ledger.reading import LedgerReader, open_reader
from ledger.storage.location import Location
from ledger.transparency.log import LogReader
from projections.known import with_nearest
from projections.parameters import clean, iso_date, named, parse
from projections.query import Asked, Parameter, Query
from projections.recorded import recorded_at
from projections.report import Footer, Report
from projections.snapshot import View


class Asker:
    """A ledger at a date as known at WHEN, opened when a query looks at it."""

    def __init__(
        self,
        open_ledger: Callable[[], LedgerReader],
        at: date | None = None,
        known_at: str | None = None,
    ) -> None:
        self._open = open_ledger
        self._views: dict[tuple[date | None, str | None], View] = {}
        self.at = at
        self.known_at = known_at

    @cached_property
    def ledger(self) -> LedgerReader:
        """The ledger, open for reading in one consistent view."""
        return self._open()

    @property
    def is_open(self) -> bool:
        """Something looked at the ledger."""
        return "ledger" in self.__dict__

    def view(self, at: date | None = None) -> View:
        """The ledger with both clocks; `at` instead of the date it is asked at.

        What is asked of one state is answered by one view, which keeps its sums.
        """
        state = (at or self.at, self.known_at)
        if state not in self._views:
            with named(Option("known_at")):
                self._views[state] = self.ledger.view(*state)
        return self._views[state]

    def today(self) -> date:
        """Today in the framework's time zone."""
        return self.ledger.today

    def typed(self, at: str | None, known_at: str | None) -> None:
        """Set both clocks as they were typed; raises `Refusal` (`BAD_DATE`)."""
        if at is not None:
            with named(Option("at")):
                self.at = iso_date(day_from_typed(clean(at), self.today))
        if known_at is not None:
            self.known_at = day_from_typed(clean(known_at), self.today)

    def ask(
        self,
        query: Query,
        given: Mapping[str, Any],
        *,
        shape: str = "json",
        typed: bool = False,
    ) -> Report:
        """The report of a query, anchored to the log it was made from.

        `given` are the values of its parameters as texts, by keyword; None is left
        out. Raises `LedgerError` for what can't be read or is not there.
        """
        values: dict[str, Any] = {
            each.keyword: self._parsed(each, value, typed=typed)
            for each in query.parameters
            if (value := given.get(each.keyword, each.default)) is not None
        }
        at = self.until(values)
        asked = Asked(lambda: self.view(at), at, shape)
        try:
            report = query.run(asked, **values)
        except Refusal as refusal:
            if not asked.looked:  # nothing of the ledger was asked
                raise
            raise with_nearest(refusal, self.ledger.store) from None
        return anchored(report, asked.view) if asked.looked else report

    def until(self, values: Mapping[str, Any]) -> date | None:
        """The date of the figures, by parsed values; raises `Refusal` (`BAD_DATE`).

        For two different dates of one thing, and for a range that runs backward.
        """
        at = one_date(self.at, values.get("end"))
        check_range(values.get("start"), at)
        return at

    def _course(self) -> Course:
        return self.ledger.frameworks.course()

    def _parsed(self, parameter: Parameter, value: Any, *, typed: bool) -> object:  # noqa: ANN401  # a text, or several
        if not isinstance(value, str):
            return value
        today = self.today if typed else None
        return parse(parameter, value, self._course, today)


@contextmanager
def asking(
    location: Location, at: str | None = None, known_at: str | None = None
) -> Iterator[Asker]:
    """A ledger to be asked; it is closed at the end, if it was opened."""
    with ExitStack() as stack:
        asker = Asker(lambda: stack.enter_context(open_reader(location)))
        asker.typed(at, known_at)
        yield asker


def one_date(at: date | None, end: date | None) -> date | None:
    """The date of the figures: --to and --at are one thing; raises `Refusal`."""
    if at is not None and end is not None and at != end:
        raise Refusal(
            "BAD_DATE",
            "{to} {end} and {option} {at} are two dates of one thing: give one.",
            {"end": as_data(end), "at": as_data(at)},
            to=Option("to"),
            end=end,
            option=Option("at"),
            at=at,
        )
    return end or at


def check_range(start: date | None, end: date | None) -> None:
    """A range runs forward; raises `Refusal` (`BAD_DATE`)."""
    if start is not None and end is not None and start > end:
        raise Refusal(
            "BAD_DATE",
            "the range from {start} to {end} runs backward.",
            start=start,
            end=end,
        )


def anchored(report: Report, view: View) -> Report:
    """The report with the entry and the root of the log that it was made from."""
    foot = footer(view)
    data = report.data
    if isinstance(data, dict) and view.entry and report.names_root:
        data = data | {"root": foot.root}
    return report.anchored(foot, data)


def footer(view: View) -> Footer:
    """What makes a report an anchor: entry, tree size and root; and whose it is."""
    return Footer(
        at=view.at.isoformat(),
        entry=view.entry,
        last_entry=view.last_entry,
        zone=view.opening.time_zone,
        root=LogReader(view.reader).root(view.entry).hex(),
        ledger=view.opening.name,
        recorded=recorded_at(view.reader, view.entry),
    )
