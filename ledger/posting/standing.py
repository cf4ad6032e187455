"""What stands of a year or a project: latest dates, and what came later."""

from collections.abc import Collection, Iterator
from datetime import date

from domain.catalogue import Trait, with_trait
from domain.entries.grants import GrantChanged
from domain.entries.reclassifying import EntryReclassified
from domain.entries.years import BudgetYearClosed
from ledger.posting import reclassified
from ledger.posting.later import Found
from projections.days import from_number

_CHARGES = with_trait(Trait.CHARGES)
_GRANT_ENTRIES = with_trait(Trait.OF_GRANT)
_ITS_COMMAND = (
    "COALESCE((SELECT o.command FROM entries o WHERE o.entry = e.reverses), e.command)"
)
"""Of a reversal that of the entry which it reverses."""


def latest_charge(books: Found, year: str) -> date | None:
    """See `Books`."""
    rows = books.rows(
        "SELECT MAX(e.day) FROM entries e LEFT JOIN entries r"
        " ON r.reverses = e.entry WHERE e.year = ? AND r.entry IS NULL"
        f" AND e.command IN ({', '.join('?' * len(_CHARGES))})",
        (year, *_CHARGES),
    )
    found = [int(row[0]) for row in rows if row[0] is not None]
    found += _raises(books, year)
    found += _moved_in(books, year)
    return from_number(max(found)) if found else None


def _moved_in(books: Found, year: str) -> Iterator[int]:
    """Days on which another year was carried to it, or a cost booked in it anew."""
    rows = books.rows(
        "SELECT e.entry, e.day FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.command IN ('close_budget_year', 'reclassify')"
        " AND r.entry IS NULL",
        (),
    )
    for entry, day in list(rows):
        match books.event(int(entry)):
            case BudgetYearClosed(given=given) if given.carry_to == year:
                yield int(day)
            case EntryReclassified(given=given) as event if event.year == year:
                if given.as_.command == "post_process_cost":
                    yield int(day)


def _raises(books: Found, year: str) -> Iterator[int]:
    """Days of the standing raises of a year's grants."""
    rows = books.rows(
        "SELECT e.entry, e.day FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.command = 'change_grant' AND e.year = ? AND r.entry IS NULL",
        (year,),
    )
    for entry, day in list(rows):
        event = books.event(int(entry))
        if isinstance(event, GrantChanged) and event.raised:
            yield int(day)


def latest_grant_date(books: Found, project: str) -> date | None:
    """See `Books`."""
    marks = ", ".join("?" * len(_GRANT_ENTRIES))
    proposed_in = _proposed_in(books, project)
    rows = books.rows(
        f"SELECT MAX(e.day) FROM entries e WHERE e.project = ? AND e.entry > ?"
        f" AND {_ITS_COMMAND} IN ({marks})",
        (project, proposed_in, *_GRANT_ENTRIES),
    )
    found = [from_number(int(row[0])) for row in rows if row[0] is not None]
    found += reclassified.grant_dates(books, project, proposed_in)
    return max(found, default=None)


def _proposed_in(books: Found, project: str) -> int:
    """The entry of the standing proposal; what has its id before is another."""
    found = books.project(project)
    return 0 if found is None else found.proposed_in


def came_later(
    books: Found, project: str, entry: int, commands: Collection[str] = ()
) -> int | None:
    """See `Books`."""
    moved = list(reclassified.of_project(books, project))
    found = (
        _posted_later(books, project, entry, commands, moved),
        reclassified.came_later(moved, entry, commands),
    )
    return min((each for each in found if each is not None), default=None)


def _posted_later(
    books: Found,
    project: str,
    entry: int,
    commands: Collection[str],
    moved: Collection[reclassified.Reclassification],
) -> int | None:
    """What was posted to the project itself; reclassifications are apart."""
    rows = books.rows(
        f"SELECT e.entry, {_ITS_COMMAND}, e.reverses, r.entry"
        " FROM entries e LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.project = ? AND e.entry > ? ORDER BY e.entry",
        (project, entry),
    )
    never = reclassified.taken_away(moved, entry)
    for number, command, reverses, reversed_by in list(rows):
        if command in ("deviate", "reclassify") or reversed_by is not None:
            continue
        # The reversal of an entry that came later takes both away.
        if reverses is not None and (commands or int(reverses) > entry):
            continue
        if int(number) not in never and (not commands or command in commands):
            return int(number)
    return None


def opened_years(books: Found) -> set[str]:
    """See `Books`."""
    return set(_years_of(books, ("open_budget_year",)))


def years_named(books: Found) -> set[str]:
    """See `Books`."""
    found = set(_years_of(books, ("set_funding_limits", "deviate")))
    proposed = books.rows(
        "SELECT e.project, e.year, e.command FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
        " WHERE e.command IN ('propose_project', 'amend_project')"
        " AND e.entry <= ? AND r.entry IS NULL ORDER BY e.entry",
        (books.known, books.known),
    )
    years: dict[str, str] = {}
    for project, year, command in proposed:
        # An amendment of a proposal that was reversed since concerns nothing.
        if year is not None and (command == "propose_project" or project in years):
            years[str(project)] = str(year)
    return found | set(years.values())


def _years_of(books: Found, commands: Collection[str]) -> Iterator[str]:
    rows = books.rows(
        "SELECT DISTINCT e.year FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
        f" WHERE e.command IN ({', '.join('?' * len(commands))})"
        " AND e.entry <= ? AND r.entry IS NULL AND e.year IS NOT NULL",
        (books.known, *commands, books.known),
    )
    for (year,) in rows:
        yield str(year)
