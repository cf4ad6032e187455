"""The first page: what can still be awarded, who has to pay, what waits or changed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from domain.budgets import accounts as acc
from domain.values.messages import message
from projections.answers.arithmetic import plus
from projections.answers.balances import spent_of
from projections.answers.courses import monthly
from projections.answers.differences import diff, totals
from projections.answers.periods import last_lock
from projections.snapshot import View
from projections.sums import cents
from web.pages import figures
from web.pages.charted import charted_until
from web.pages.charts.account import AccountDay, AccountTexts, account_chart
from web.pages.charts.programmes import (
    ProgrammeRow,
    ProgrammeTexts,
    programme_chart,
)
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Empty, Link, Several, Unfold
from web.pages.composing import paragraph
from web.pages.contributions import contributions
from web.pages.deviating import beyond
from web.pages.glance import glance, summary
from web.pages.markup import Content, element
from web.pages.naming import programme_name, short_programme
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.terms import meaning
from web.pages.visit import Visit, segment
from web.pages.waiting import waiting

MOST_CHANGES = 10
"""Accounts whose change is shown; more are counted."""
MONTHS = 24
"""In which the current account moved: so many are drawn."""
_MOST_READ = 5_000
"""Entries that are looked through for what they changed."""
Row = dict[str, Any]


def overview(visit: Visit) -> Shown:
    """What an officer opens in the morning."""
    balance = visit.data("balance")
    year = _year(balance["years"], visit)
    contents = [*summary(visit, balance), glance(visit, balance, year)]
    if year is None:
        contents.append(_nothing_opened(visit))
    else:
        contents += _programmes(visit, balance, year)
    contents += _money(visit, balance)
    contents += waiting(visit)
    contents += changes(visit)
    return Shown("page.html", visit.say("Overview"), {"contents": contents})


def _heading(text: str) -> Content:
    return element("h2", text, class_="utrecht-heading-2")


def _year(years: Sequence[Row], visit: Visit) -> Row | None:
    """The year that was asked for, else the newest that is opened."""
    wanted = visit.asked.given.get("year")
    found = [each for each in years if each["year"] == wanted] or list(years)
    return found[-1] if found else None


def _nothing_opened(visit: Visit) -> Content:
    return Empty(
        visit.say("No budget year is opened at this date."),
        to_form(
            visit, "open_budget_year", visit.say("Open one"), at=None, knownAt=None
        ),
    )


def _programmes(visit: Visit, balance: Row, year: Row) -> Iterator[Content]:
    rows = [each for each in balance["programmes"] if each["year"] == year["year"]]
    yield _heading(visit.say("Programmes of {year}", year=year["year"]))
    yield _years(visit, balance["years"], year)
    yield programme_chart(
        "programmes",
        [_bar(row, visit) for row in rows],
        _programme_texts(visit, year["year"]),
        visit.written,
    )
    yield programmes_table(visit, rows)


def _years(visit: Visit, years: Sequence[Row], shown: Row) -> Content:
    """The other years, each a link."""
    links: list[Content] = [
        element("strong", each["year"])
        if each is shown
        else Link(each["year"], visit.here(year=each["year"]))
        for each in years
    ]
    state = Badge(visit.label("value", shown["status"]))
    return element(
        *("p", visit.say("Year"), ": ", Several(links, " · "), " ", state),
        class_="utrecht-paragraph",
    )


def _bar(row: Row, visit: Visit) -> ProgrammeRow:
    address = f"/programmes/{segment(row['programme'])}/{segment(row['year'])}"
    return ProgrammeRow(
        short_programme(visit, row["programme"], row["year"]),
        spent_of(row),
        cents(row["committed"]),
        cents(row["available"]),
        cents(row["ceiling"]),
        cents(row["deviation"]),
        visit.href(address),
        _deviations(visit, row),
        beyond(visit, row),
    )


def _deviations(visit: Visit, row: Row) -> str:
    """Where its deviations are listed, if it has any."""
    if not cents(row["deviation"]):
        return ""
    return visit.href("/deviations", rule="programme_ceiling", year=row["year"])


def _programme_texts(visit: Visit, year: str) -> ProgrammeTexts:
    say = visit.say

    return ProgrammeTexts(
        title=say(
            "Spent, committed and available under the ceilings of {year}", year=year
        ),
        message=visit.told(
            message(
                "Of {ceiling} together {spent} is spent and {committed} is committed;"
                " {available} is available."
            )
        ),
        over=visit.told(message("Beyond its ceiling: {labels}.")),
        over_allowed=visit.told(
            message("Beyond its ceiling, as deviations allow: {labels}.")
        ),
        bar=visit.told(
            message(
                "{label}: {spent} spent and {committed} committed of {ceiling};"
                " {available} is available."
            )
        ),
        tail=visit.told(message("{available} of {ceiling}")),
        beyond=visit.told(message("{beyond} beyond {ceiling}")),
        allowed=visit.told(message("{beyond} beyond {ceiling}, allowed")),
        programme=say("Programme"),
        ceiling=say("Ceiling"),
        deviation=say("Deviation"),
        spent=say("Spent"),
        committed=say("Committed"),
        available=say("Available"),
        total=say("Total"),
        short=say("short"),
        empty=say("No programme has a budget in this year."),
    )


_COLUMNS = (
    *("allocated", "transferred", "ceiling", "awarded", "process_costs"),
    *("paid", "committed", "available"),
)


def programmes_table(visit: Visit, rows: Sequence[Row]) -> Content:
    """Every figure of the programmes, each leading to why."""
    columns = (
        Column(
            visit.label("field", each).capitalize(),
            numeric=True,
            said=meaning(visit, each),
        )
        for each in _COLUMNS
    )
    money = visit.written.money
    totals: list[Content] = [money(figures.total(rows, each)) for each in _COLUMNS]
    table = Table(
        "programme-figures",
        visit.say("All figures, each with its why"),
        [
            Column(visit.say("Programme")),
            *columns,
        ],
        [
            [
                _programme_link(visit, row),
                *(figures.of_programme(row, each, visit) for each in _COLUMNS),
            ]
            for row in rows
        ],
        totals=[visit.say("Total"), *totals],
    )
    return Unfold(visit.say("All figures of the programmes"), table)


def _programme_link(visit: Visit, row: Row) -> Content:
    address = f"/programmes/{segment(row['programme'])}/{segment(row['year'])}"
    return Link(
        programme_name(visit, row["programme"], row["year"]), visit.href(address)
    )


def _money(visit: Visit, balance: Row) -> Iterator[Content]:
    """The current account over time, and what each partner paid."""
    yield _heading(visit.say("Current account"))
    course = monthly(visit.view, {"balance": plus(acc.CURRENT_ACCOUNT)})["balance"]
    rows = [AccountDay(point.day, point.cents) for point in course[-MONTHS:]]
    until = charted_until(visit.view.at, rows)
    texts = _account_texts(visit, rows[0].day if rows else visit.view.at)
    yield account_chart("current-account", rows, until, texts, visit.written)
    lines = visit.href("/reports/statement", account=acc.CURRENT_ACCOUNT)
    yield paragraph(Link(visit.say("Every receipt and payment since the start"), lines))
    yield _heading(visit.say("Partners"))
    yield from contributions(visit, balance["partners"])


def _account_texts(visit: Visit, first: date) -> AccountTexts:
    """Of the months that are drawn: there may be earlier ones."""
    say = visit.say

    return AccountTexts(
        title=say(
            "The current account at the end of each month in which it moved, from"
            " {first} on",
            first=first,
        ),
        message=visit.told(
            message(
                "On {day} it stands at {balance}. The lowest of the months' ends drawn"
                " here, from {first} on, was {lowest}, on {lowest_day}."
            )
        ),
        below=visit.told(message("At {times} of these it was below zero.")),
        day=say("Day"),
        balance=say("Balance"),
        negative=say("Below zero"),
        lowest=say("lowest"),
        empty=say("Nothing was received or paid yet."),
    )


def changes(visit: Visit) -> Iterator[Content]:
    """What became known later: since the knowledge looked at, else since the lock."""
    view = visit.view
    if visit.is_earlier:
        now = view._replace(entry=view.last_entry, known_at=None)
        yield _heading(visit.say("What was learned since"))
        yield _changed(visit, _differences(view, now), view.entry, view.at)
        return
    lock = last_lock(view)
    if lock is None:
        return
    before = view._replace(at=lock.until, entry=lock.entry)
    after = view._replace(at=lock.until)
    yield _heading(
        visit.say("What changed in the period locked until {until}", until=lock.until)
    )
    yield _changed(visit, _differences(before, after), lock.entry, lock.until)


def _differences(before: View, after: View) -> list[Row]:
    """With the entries behind them, where these are not too many to be looked at."""
    few = after.entry - before.entry <= _MOST_READ
    return diff(before, after) if few else totals(before, after)


def _changed(visit: Visit, rows: Sequence[Row], entry: int, day: object) -> Content:
    shown = rows[:MOST_CHANGES]
    money = visit.written.money
    caption = visit.say(
        "Balances on {day}: as known after entry {entry}, and with all that is known"
        " now",
        day=day,
        entry=entry,
    )
    if len(rows) > len(shown):
        caption = visit.say(
            "{caption} ({shown} of {count})",
            caption=caption,
            shown=len(shown),
            count=len(rows),
        )
    return Table(
        "changes",
        caption,
        [
            Column(visit.say("Account")),
            *(Column(visit.say(each), numeric=True) for each in ("Before", "After")),
            Column(visit.say("Entries")),
        ],
        [
            [
                visit.label("account", row["account"]),
                money(cents(row["before"])),
                money(cents(row["after"])),
                Several([entry_link(each, visit) for each in row["entries"][:5]], " "),
            ]
            for row in shown
        ],
        empty=visit.say("Nothing: what was known then still holds."),
    )


PAGES = (Page("overview", "/", overview),)
