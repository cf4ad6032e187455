"""Any report of a query as contents of a page: what it says, with links to more.

Which columns lead somewhere is one table: a number of an entry to the entry, a
decision to its page, and so on, wherever they stand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Words
from papers.wording.telling import title_of_code, titled
from projections import report as reports
from projections.report import AMOUNTS, Report
from projections.sums import totals
from web.pages.components.alerts import Finding, Findings
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.lateness import marked
from web.pages.markup import Content, element
from web.pages.naming import named, present, with_names
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
MOST_COLUMNS = 8
"""Of a table as wide as a page; one with more is set closer."""
MOST_LETTERS = 120
"""Of a text below a command in a table of entries."""
LONGEST_NAME = 28
"""Characters of a name, such as of a voucher, that is kept on one line."""
_COMMAND = "command"
_PRESENT = ("present", "there")
"""Columns of who were at a meeting."""
_NUMERIC = (*AMOUNTS, "number")
_DAYS = ("date", "from", "start", "end", "due", "due_date")
_MOODS = {"error": "danger", "warning": "warning"}


def contents(
    report: Report, visit: Visit, name: str = "report", rows: range | None = None
) -> Iterator[Content]:
    """What people read of a report, part by part; `name` makes the ids.

    `rows` are those that are shown of tables that have more.
    """
    for number, part in enumerate(report.parts, start=1):
        yield from _part(part, visit, f"{name}-{number}", rows)


def _part(
    part: reports.Part, visit: Visit, name: str, rows: range | None
) -> Iterator[Content]:
    match part:
        case reports.Table():
            yield table(part, visit, name, rows)
            if part.remark:
                yield _paragraph(visit.told(part.remark))
        case reports.Facts():
            yield facts(part.rows, visit)
        case reports.Prose(said, heading=True):
            yield element("h2", visit.told(said), class_="utrecht-heading-2")
        case reports.Prose(said, verbatim=True):
            yield element("pre", visit.told(said), class_="hash")
        case reports.Prose(said):
            yield _paragraph(visit.told(said))
        case reports.Lines(lines):
            yield element("pre", "\n".join(map(visit.told, lines)))
        case reports.Problems(found):
            yield findings(found, visit)
        case reports.Bars():
            return  # pages draw their own, with the figures linked


def _paragraph(text: str) -> Content:
    return element("p", text, class_="utrecht-paragraph")


def facts(rows: Sequence[tuple[str, object]], visit: Visit) -> Content:
    """Names and values; what is None is left out."""
    return Facts(
        [
            (titled(label, visit.lang), visit.told(value))
            for label, value in rows
            if value is not None
        ]
    )


def table(
    part: reports.Table, visit: Visit, name: str, rows: range | None = None
) -> Table:
    """A table with its links; columns that are nothing but zeros may be left out.

    Of a table that has more rows than are shown, totals say of how many they are.
    """
    shown = part.rows if rows is None else part.rows[rows.start : rows.stop]
    every = [each for each in part.columns if not _is_idle(each, part.rows)]
    columns, folded = _folded(every)
    return Table(
        name,
        titled(with_names(visit, part.title), visit.lang)
        if part.title
        else titled("Rows", visit.lang),
        [
            Column(
                titled(each.title, visit.lang),
                numeric=each.kind in _NUMERIC,
                narrow=_is_narrow(each, part.rows),
            )
            for each in columns
        ],
        [[_cell(each, row, visit, folded) for each in columns] for row in shown],
        totals=_totals(part, columns, visit, is_cut=len(shown) < len(part.rows)),
        subtotals=_subtotals(part, shown, columns, visit, rows),
        empty=visit.say("Nothing to show."),
        hides_caption=not part.title,
        dense=len(columns) > MOST_COLUMNS,
    )


def _is_narrow(column: reports.Column, rows: Sequence[Row]) -> bool:
    """Names and moments are not broken, as long as they are short."""
    if column.kind == "name":
        return all(len(str(row.get(column.name, ""))) <= LONGEST_NAME for row in rows)
    return column.kind == "moment" or column.name in _DAYS


def _folded(
    columns: Sequence[reports.Column],
) -> tuple[Sequence[reports.Column], Sequence[reports.Column]]:
    """Those of a table of entries that is too wide, and what stands below its command.

    These are texts, and what a narrow terminal leaves out too.
    """
    if len(columns) <= MOST_COLUMNS or all(each.name != _COMMAND for each in columns):
        return columns, ()
    below = [each for each in columns if each.flexible or each.spare]
    return [each for each in columns if each not in below], below


def _cell(
    column: reports.Column, row: Row, visit: Visit, folded: Sequence[reports.Column]
) -> Content:
    found = cell(column, row, visit)
    said = [_text(each, row, visit) for each in folded]
    texts = [_cut(each) for each in said if each.strip("–")]
    if column.name != _COMMAND or not texts:
        return found
    below = element("span", " · ".join(texts), class_="remark")
    return element("div", element("strong", found), " ", below, class_="what")


def _cut(text: str) -> str:
    """As much as a row has room for; the entry's own page has all of it."""
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()}…"


def _is_idle(column: reports.Column, rows: Sequence[Row]) -> bool:
    if not column.rare:
        return False
    return all(row.get(column.name) in (None, "", "0.00", [], {}) for row in rows)


def _totals(
    part: reports.Table,
    columns: Sequence[reports.Column],
    visit: Visit,
    *,
    is_cut: bool,
) -> list[Content]:
    if part.totals is None:
        return []
    found: list[Content] = [
        visit.cell(each, part.totals[each.name]) if each.name in part.totals else ""
        for each in columns
    ]
    if is_cut:
        found[0] = _of_all(visit, part, found[0], columns[0].name)
    elif not found[0]:
        found[0] = visit.say("Total")
    return found


def _of_all(visit: Visit, part: reports.Table, first: Content, name: str) -> Content:
    """What is said in the first cell of totals: a closing balance has a date there."""
    count = len(part.rows)
    if not first or isinstance((part.totals or {}).get(name), Words):
        return total_of_all(visit, count)
    after = visit.say("after all {count} rows, also on other pages", count=count)
    return Several([first, after], ", ")


def total_of_all(visit: Visit, count: int) -> str:
    """What a total is of, where not all rows are on the page."""
    return visit.say("Total of all {count} rows, also on other pages", count=count)


def total_of_shown(visit: Visit, first: int, last: int) -> str:
    """What a subtotal is of: places of rows, the first being 1."""
    return visit.say("Of rows {first} to {last}, shown here", first=first, last=last)


def _subtotals(
    part: reports.Table,
    shown: Sequence[Row],
    columns: Sequence[reports.Column],
    visit: Visit,
    rows: range | None,
) -> list[Content]:
    """Sums of the rows that are shown, of what the totals add up and of movements."""
    if rows is None or len(shown) == len(part.rows) or part.totals is None:
        return []
    names = [each.name for each in columns if _is_summed(each, part)]
    sums = totals(_with_amounts(shown, names), names)
    found: list[Content] = [
        visit.cell(each, sums[each.name]) if each.name in sums else ""
        for each in columns
    ]
    last = min(rows.stop, len(part.rows))
    return [total_of_shown(visit, rows.start + 1, last), *found[1:]]


def _is_summed(column: reports.Column, part: reports.Table) -> bool:
    """A movement is; an amount is where the total is the sum, and no last balance."""
    if column.kind == "movement":
        return True
    total = (part.totals or {}).get(column.name)
    if column.kind != "amount" or not isinstance(total, str):
        return False
    return totals(_with_amounts(part.rows, [column.name]), [column.name]) == {
        column.name: total
    }


def _with_amounts(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    return [{name: row.get(name) or None for name in names} for row in rows]


def cell(column: reports.Column, row: Row, visit: Visit) -> Content:
    """A value of a row, leading to what it names."""
    value = row.get(column.name)
    if column.kind in ("entries", "numbers") and isinstance(value, list) and value:
        links = Several([entry_link(each, visit) for each in value], " ")
        # Several stand on lines of their own: each is as large as a finger needs.
        return element("div", links, class_="entries") if len(value) > 1 else links
    text = _text(column, row, visit)
    if column.kind in ("prose", "facts") and value:
        return element("div", text, class_="what")
    if column.name == _COMMAND and isinstance(value, str):
        text = visit.label("command", value)
    if column.name == "date":
        return marked(visit, row, text)
    if column.name == "taken":
        return Several([decision_link(each, visit) for each in row["decisions"]])
    if column.name == "account" and isinstance(value, str) and ":" in value:
        name = visit.label("account", str(value))
        return Link(name, visit.href("/reports/statement", account=value))
    lead = _LEADS.get(column.name)
    if value in (None, "") or lead is None:
        return text
    address = lead(value, row)
    return text if address is None else Link(text, visit.href(address))


def _text(column: reports.Column, row: Row, visit: Visit) -> str:
    """By the name that a framework gives it, where it does."""
    value = row.get(column.name)
    if column.name in _PRESENT and isinstance(row.get("present"), dict):
        return present(visit, row["present"]) or visit.cell(column, value)
    if column.name == "code" and isinstance(value, str) and value.isupper():
        return title_of_code(value, visit.lang)
    return named(visit, column.name, row) or visit.cell(column, value)


def rows_of(report: Report) -> list[Row]:
    """The JSON of a report that is a list of rows."""
    assert isinstance(report.data, list)  # noqa: S101  # it is asked of such alone
    return report.data


def entry_link(number: int, visit: Visit) -> Link:
    """An entry by its number."""
    return Link(f"#{number}", visit.href(f"/entries/{number}"))


def decision_link(number: str, visit: Visit) -> Link:
    """A decision by its number."""
    return Link(number, visit.href(f"/decisions/{segment(number)}"))


def findings(rows: Sequence[Row], visit: Visit) -> Findings:
    """Findings of checks, each with the entries behind it."""
    return Findings(
        [
            Finding(
                visit.label("value", str(row["severity"])),
                _MOODS.get(str(row["severity"]), "neutral"),  # type: ignore[arg-type]
                title_of_code(str(row["code"]), visit.lang),
                visit.told(row["said"]),
                [entry_link(each, visit) for each in row["entries"]],
            )
            for row in rows
        ],
        empty=visit.say("Nothing was found."),
    )


def _entry(value: object, _: Row) -> str:
    return f"/entries/{value}"


def _decision(value: object, _: Row) -> str | None:
    text = str(value)
    return None if text.startswith("#") else f"/decisions/{segment(text)}"


def _programme(value: object, row: Row) -> str | None:
    year = row.get("year")
    return (
        None if not year else f"/programmes/{segment(str(value))}/{segment(str(year))}"
    )


_LEADS: Mapping[str, Callable[[object, Row], str | None]] = {
    **dict.fromkeys(("entry", "reversed_by", "reverses", "submission"), _entry),
    **dict.fromkeys(("settled_by", "adopted_by", "paid_by", "approved_by"), _entry),
    **dict.fromkeys(("decision", "authority"), _decision),
    "number": lambda value, row: _decision(value, row) if "subject" in row else None,
    "project": lambda value, _: f"/projects/{segment(str(value))}",
    "partner": lambda value, _: f"/partners/{segment(str(value))}",
    "meeting": lambda value, _: f"/meetings/{segment(str(value))}",
    "programme": _programme,
}
"""Where the value of a column leads, by the column's name."""
