"""The first page: what can still be awarded, who has to pay, what waits or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from domain.budgets import accounts as acc
from domain.values.messages import message
from projections.answers.arithmetic import plus
from projections.answers.balances import spent_of
from projections.answers.courses import monthly
from projections.answers.differences import diff, totals
from projections.answers.periods import last_lock
from projections.report import Column as ReportColumn
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
from web.pages.components.facts import Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Empty, Link, Several, Unfold
from web.pages.markup import Content, element
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

MOST_CHANGES = 25
"""Accounts whose change is shown; more are counted."""
MONTHS = 24
"""In which the current account moved: so many are drawn."""
_DAY = ReportColumn("date", "Date")
_MOST_READ = 5_000
"""Entries that are looked through for what they changed."""
_SOON = 8
"""Rows of the agenda on this page."""
Row = dict[str, Any]


def overview(visit: Visit) -> Shown:
    """What an officer opens in the morning."""
    balance = visit.data("balance")
    year = _year(balance["years"], visit)
    contents: list[Content] = [_glance(visit, balance, year)]
    if year is None:
        contents.append(_nothing_opened(visit))
    else:
        contents += _programmes(visit, balance, year)
    contents += _money(visit, balance)
    contents += _waiting(visit)
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
        Link(visit.say("Open one"), "/post/open_budget_year"),
    )


def _glance(visit: Visit, balance: Row, year: Row | None) -> Content:
    """The answers in one look."""
    account = balance["current_account"]
    found: list[Figure] = []
    if year is not None:
        found.append(
            Figure(
                visit.say("Left for projects, {year}", year=year["year"]),
                figures.of_year(year, "for_projects", visit),
                visit.say("what the process reserve keeps is taken off"),
            )
        )
    found += [
        Figure(
            visit.say("Current account, free"),
            figures.amount(account["free"], visit, "current-account", "free"),
            visit.say(
                "of {balance}", balance=visit.written.money(cents(account["balance"]))
            ),
        ),
        _partners_owe(visit, balance["partners"]),
        _bank(visit),
    ]
    return Figures(found)


def _partners_owe(visit: Visit, partners: Sequence[Row]) -> Figure:
    owed = figures.total(partners, "outstanding")
    late = figures.total(partners, "overdue")
    said = visit.say("nothing overdue")
    if late:
        said = visit.say("{late} overdue", late=visit.written.money(late))
    value = visit.written.money(owed)
    return Figure(
        visit.say("Partners still to pay"), Link(value, visit.href("/partners")), said
    )


def _bank(visit: Visit) -> Figure:
    """Whether bank and ledger are tied, by the identity."""
    found = visit.data("bank reconcile")
    lines, entries = len(found["open_lines"]), len(found["open_entries"])
    name = visit.say("Bank")
    if not found["accounts"]:
        said = visit.say("no statement is registered")
        return Figure(name, Link(visit.say("not tied yet"), visit.href("/bank")), said)
    tied = not lines and not entries and cents(found["difference"]) == 0
    state = Badge(
        visit.say("tied") if tied else visit.say("open"),
        "safe" if tied else "warning",
    )
    said = visit.say(
        "{lines} lines and {entries} entries open", lines=lines, entries=entries
    )
    return Figure(name, Link(state, visit.href("/bank")), said)


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
        programme_name(visit, row["programme"]),
        spent_of(row),
        cents(row["committed"]),
        cents(row["available"]),
        cents(row["ceiling"]),
        cents(row["deviation"]),
        visit.href(address),
    )


def programme_name(visit: Visit, code: str) -> str:
    """A programme by its name in the framework; outside them in words."""
    if code == "OUTSIDE":
        return visit.say("Outside the programmes")
    return code


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
        bar=visit.told(
            message(
                "{label}: {spent} spent and {committed} committed of {ceiling};"
                " {available} is available."
            )
        ),
        tail=visit.told(message("{available} of {ceiling}")),
        beyond=visit.told(message("{beyond} beyond {ceiling}")),
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
    titles = [visit.label("field", column).capitalize() for column in _COLUMNS]
    money = visit.written.money
    totals: list[Content] = [money(figures.total(rows, each)) for each in _COLUMNS]
    table = Table(
        "programme-figures",
        visit.say("All figures, each with its why"),
        [
            Column(visit.say("Programme")),
            *(Column(title, numeric=True) for title in titles),
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
    return Link(programme_name(visit, row["programme"]), visit.href(address))


def _money(visit: Visit, balance: Row) -> Iterator[Content]:
    """The current account over time, and what each partner paid."""
    yield _heading(visit.say("Current account"))
    course = monthly(visit.view, {"balance": plus(acc.CURRENT_ACCOUNT)})["balance"]
    rows = [AccountDay(point.day, point.cents) for point in course[-MONTHS:]]
    until = charted_until(visit.view.at, [each.day for each in rows])
    texts = _account_texts(visit)
    yield account_chart("current-account", rows, until, texts, visit.written)
    yield _heading(visit.say("Partners"))
    yield _partners(visit, balance["partners"])


def _account_texts(visit: Visit) -> AccountTexts:
    say = visit.say

    return AccountTexts(
        title=say("The current account at the end of each month"),
        message=visit.told(
            message(
                "On {day} it stands at {balance}; lowest was {lowest}, on {lowest_day}."
            )
        ),
        below=visit.told(message("It was below zero on {days} days.")),
        day=say("Day"),
        balance=say("Balance"),
        negative=say("Below zero"),
        lowest=say("lowest"),
        empty=say("Nothing was received or paid yet."),
    )


def _partners(visit: Visit, rows: Sequence[Row]) -> Content:
    columns = ("due", "received", "outstanding", "overdue")
    titles = map(visit.say, ("Called", "Received", "Outstanding", "Overdue"))
    open_ones = [row for row in rows if cents(row["outstanding"])]
    shown = open_ones or list(rows)
    return Table(
        "partners",
        visit.say("Contributions that are still open")
        if open_ones
        else visit.say("Contributions, all paid"),
        [
            *(Column(visit.say("Partner")), Column(visit.say("Year"), narrow=True)),
            *(Column(title, numeric=True) for title in titles),
        ],
        [
            [
                Link(
                    row["partner"], visit.href(f"/partners/{segment(row['partner'])}")
                ),
                row["year"],
                *(figures.of_partner(row, each, visit) for each in columns),
            ]
            for row in shown
        ],
        empty=visit.say("No contribution is called yet."),
    )


def _partner_link(visit: Visit, code: str) -> Link:
    return Link(code, visit.href(f"/partners/{segment(code)}"))


def _waiting(visit: Visit) -> Iterator[Content]:
    """What a second person waits for, and what the agenda has next."""
    waiting = visit.data("submissions")
    yield _heading(visit.say("Waiting"))
    yield Table(
        "submissions",
        visit.say("Submissions that wait for a second person"),
        [
            Column(visit.say("Submission"), narrow=True),
            *(Column(visit.say("What")), Column(visit.say("By"))),
        ],
        [
            [
                Link(f"#{each['submission']}", f"/submissions/{each['submission']}"),
                visit.label("command", each["command"]),
                each["maker"],
            ]
            for each in waiting
        ],
        empty=visit.say("Nothing waits for a second person."),
    )
    agenda = visit.data("agenda")
    yield Table(
        "agenda",
        visit.say("Agenda"),
        [Column(visit.say(title)) for title in ("Date", "What", "Of")],
        [
            [
                _agenda_day(visit, each),
                visit.label("value", each["rule"]),
                str(each["subject"]),
            ]
            for each in agenda[:_SOON]
        ],
        empty=visit.say("Nothing is on the agenda."),
    )
    if len(agenda) > _SOON:
        yield element(
            "p",
            Link(
                visit.say("All {count} points", count=len(agenda)),
                visit.href("/agenda"),
            ),
            class_="utrecht-paragraph",
        )


def _agenda_day(visit: Visit, each: Row) -> Content:
    day = visit.cell(_DAY, each["date"])
    if not each["overdue"]:
        return day
    return Several([day, Badge(visit.say("overdue"), "danger")], " ")


def changes(visit: Visit) -> Iterator[Content]:
    """What became known later: since the knowledge looked at, else since the lock."""
    view = visit.view
    if visit.is_earlier:
        now = replace(view, entry=view.last_entry, known_at=None)
        yield _heading(visit.say("What was learned since"))
        yield _changed(visit, _differences(view, now), view.entry, view.at)
        return
    lock = last_lock(view)
    if lock is None:
        return
    before = replace(view, at=lock.until, entry=lock.entry)
    after = replace(view, at=lock.until)
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
                Several([entry_link(each, visit) for each in row["entries"][:10]], " "),
            ]
            for row in shown
        ],
        empty=visit.say("Nothing: what was known then still holds."),
    )


PAGES = (Page("overview", "/", overview),)
