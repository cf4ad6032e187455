"""What came after an entry, and what rests on a decision, as the tables have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from domain.deciding.books import Since
from domain.deciding.references import naming_more_years, years_named
from domain.entries.corrections import EntryAnnotated
from projections.days import from_number

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent
    from domain.states.projects import Project
    from ledger.storage.store import Row

_SINCE = (
    "SELECT e.entry, e.reverses, r.day, e.command, e.year, e.project FROM entries e"
    " LEFT JOIN entries r ON r.reverses = e.entry"
)


class Found(Protocol):
    """What is asked of the books here."""

    known: int
    """The last entry looked at."""

    def rows(self, sql: str, parameters: tuple[object, ...]) -> Iterator[Row]:
        """Rows of a statement."""

    def event(self, number: int) -> LedgerEvent | None:
        """The event of an entry, or None."""

    def project(self, project: str) -> Project | None:
        """See `Books`."""

    def corrected(self, entry: int, field: str) -> str | None:
        """See `Books`."""


def since_of_project(books: Found, project: str, entry: int) -> Iterator[Since]:
    """See `Books.since_of_project`."""
    rows = books.rows(
        f"{_SINCE} WHERE e.project = ? AND e.entry > ? ORDER BY e.entry",
        (project, entry),
    )
    for number, reverses, day, *_ in rows:
        yield _since(number, reverses, day)


def since_of_year(books: Found, year: str, entry: int) -> Iterator[Since]:
    """See `Books.since_of_year`."""
    others = naming_more_years()
    rows = books.rows(
        f"{_SINCE} WHERE e.entry > ? AND (e.year = ? OR e.command IN"
        f" ({', '.join('?' * len(others))}) OR e.project IN"
        " (SELECT project FROM entries WHERE year = ?"
        " AND command IN ('propose_project', 'amend_project'))) ORDER BY e.entry",
        (entry, year, *others, year),
    )
    for number, reverses, day, command, named, project in rows:
        if (
            # A reversal names an entry; its year in the index is the original's.
            (named == year and reverses is None)
            or _is_of_year(books, project, year)
            # The index has one year of an entry.
            or (command in others and _names_year(books, int(number), year))
        ):
            yield _since(number, reverses, day)


def _since(entry: Any, reverses: Any, day: Any) -> Since:  # noqa: ANN401  # of a row
    reversed_on: date | None = None if day is None else from_number(int(day))
    return Since(int(entry), None if reverses is None else int(reverses), reversed_on)


def _is_of_year(books: Found, project: Any, year: str) -> bool:  # noqa: ANN401  # of a row
    found = None if project is None else books.project(str(project))
    return found is not None and found.proposal.year == year


def _names_year(books: Found, entry: int, year: str) -> bool:
    event = books.event(entry)
    return event is not None and year in years_named(event.given)


def rests_on(books: Found, decision: str) -> int | None:
    """See `Books.rests_on`."""
    rows = books.rows(
        "SELECT e.entry FROM entries e LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.decision = ? AND e.command <> 'record_decision'"
        " AND r.entry IS NULL ORDER BY e.entry",
        (decision,),
    )
    for (entry,) in rows:
        if books.corrected(int(entry), "decision") in (None, decision):
            return int(entry)
    return _corrected_to(books, decision)


def rests_on_meeting(books: Found, meeting: str, entry: int) -> int | None:
    """See `Books.rests_on_meeting`."""
    rows = books.rows(
        "SELECT e.entry FROM entries e LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.command IN ('record_decision', 'record_advice')"
        " AND r.entry IS NULL ORDER BY e.entry",
        (),
    )
    for (number,) in list(rows):
        corrected = books.corrected(int(number), "meeting")
        if corrected == meeting:
            return int(number)
        # What names it in an earlier entry can't mean it.
        if corrected is None and int(number) > entry:
            event = books.event(int(number))
            if event is not None and getattr(event.given, "meeting", None) == meeting:
                return int(number)
    return None


def _corrected_to(books: Found, decision: str) -> int | None:
    """A standing entry that named another decision, and was corrected to this one."""
    for (number,) in books.rows(
        "SELECT e.entry FROM entries e WHERE e.command = 'annotate' ORDER BY e.entry",
        (),
    ):
        event = books.event(int(number))
        if not isinstance(event, EntryAnnotated) or event.given.field != "decision":
            continue
        entry = event.given.entry
        if books.corrected(entry, "decision") == decision and _stands(books, entry):
            return entry
    return None


def _stands(books: Found, entry: int) -> bool:
    return not list(
        books.rows("SELECT entry FROM entries WHERE reverses = ?", (entry,))
    )
