"""Any report of a query as contents of a page: what it says, with links to more.

Which columns lead somewhere is one table: a number of an entry to the entry, a
decision to its page, and so on, wherever they stand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from papers.wording.telling import titled
from projections import report as reports
from projections.report import AMOUNTS, Report
from web.pages.components.alerts import Finding, Findings
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.markup import Content, element
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_NUMERIC = (*AMOUNTS, "number")
_DAYS = ("date", "from", "start", "end", "due", "due_date")
_MOODS = {"error": "danger", "warning": "warning"}


def contents(report: Report, visit: Visit, name: str = "report") -> Iterator[Content]:
    """What people read of a report, part by part; `name` makes the ids."""
    for number, part in enumerate(report.parts, start=1):
        yield from _part(part, visit, f"{name}-{number}")


def _part(part: reports.Part, visit: Visit, name: str) -> Iterator[Content]:
    match part:
        case reports.Table():
            yield table(part, visit, name)
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
        case reports.Lines(rows):
            yield element("pre", "\n".join(map(visit.told, rows)))
        case reports.Problems(rows):
            yield findings(rows, visit)
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


def table(part: reports.Table, visit: Visit, name: str) -> Table:
    """A table with its links; columns that are nothing but zeros may be left out."""
    columns = [each for each in part.columns if not _is_idle(each, part.rows)]
    return Table(
        name,
        titled(part.title, visit.lang) if part.title else titled("Rows", visit.lang),
        [
            Column(
                titled(each.title, visit.lang),
                numeric=each.kind in _NUMERIC,
                narrow=each.kind in ("name", "moment") or each.name in _DAYS,
            )
            for each in columns
        ],
        [[cell(each, row, visit) for each in columns] for row in part.rows],
        totals=_totals(part, columns, visit),
        empty=visit.say("Nothing to show."),
        hides_caption=not part.title,
        lean=True,
    )


def _is_idle(column: reports.Column, rows: Sequence[Row]) -> bool:
    if not column.rare:
        return False
    return all(row.get(column.name) in (None, "", "0.00", [], {}) for row in rows)


def _totals(
    part: reports.Table, columns: Sequence[reports.Column], visit: Visit
) -> list[Content]:
    if part.totals is None:
        return []
    found: list[Content] = [
        visit.cell(each, part.totals[each.name]) if each.name in part.totals else ""
        for each in columns
    ]
    if not found[0]:
        found[0] = visit.say("Total")
    return found


def cell(column: reports.Column, row: Row, visit: Visit) -> Content:
    """A value of a row, leading to what it names."""
    value = row.get(column.name)
    if column.kind in ("entries", "numbers") and isinstance(value, list) and value:
        links = Several([entry_link(each, visit) for each in value], " ")
        # Several stand on lines of their own: each is as large as a finger needs.
        return element("div", links, class_="entries") if len(value) > 1 else links
    text = visit.cell(column, value)
    if column.kind in ("prose", "facts") and value:
        return element("div", text, class_="what")
    if column.name == "command" and isinstance(value, str):
        text = visit.label("command", value)
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


_ENTRY_COLUMNS = (
    reports.Column("entry", "Entry", "number"),
    reports.Column("date", "Date", "name"),
    reports.Column("command", "What", "words"),
    reports.Column("description", "Description"),
    reports.Column("document", "Voucher", "name"),
    reports.Column("authority", "Rests on", "name"),
    reports.Column("amount", "Amount", "amount"),
)


def rows_of(report: Report) -> list[Row]:
    """The JSON of a report that is a list of rows."""
    assert isinstance(report.data, list)  # noqa: S101  # it is asked of such alone
    return report.data


def entries_table(visit: Visit, rows: Sequence[Row], caption: str) -> Table:
    """Entries of `history` with what people look for first."""
    part = reports.Table(_ENTRY_COLUMNS, rows)
    found = table(part, visit, "entries")
    return replace(found, caption=caption, hides_caption=False)


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
                str(row["code"]),
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
