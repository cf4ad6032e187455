"""Entries as a table of a page: what each was, its money, what it rests on, by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.values.messages import Message, message
from projections.answers.entries import Entry, entry_json
from projections.entry_table import entries_table
from projections.report import Column as ReportColumn
from projections.report import Row
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Several
from web.pages.composing import ABSENT, day
from web.pages.describing import Given, described
from web.pages.lateness import marked
from web.pages.markup import Content, element
from web.pages.naming import named
from web.pages.visit import Visit, segment

LONGEST = 120
"""Characters of a text in a list."""
_RECORDED = ReportColumn("recorded_at", "Recorded", "moment")
_IS: Mapping[str, Message] = {
    "award_grant": message("grant"),
    "change_grant": message("grant from now on"),
    "determine_grant": message("grant, determined"),
    "order_payment": message("ordered"),
    "deviate": message("beyond the limit"),
    "transfer_budget": message("budget moved"),
}
"""What the amount of a command is, where it is no money that moved."""
_LIMITS: Mapping[str, Message] = {
    "maximum_per_project": message("new maximum"),
    "programme_ceiling": message("beyond the ceiling"),
}
"""The same of a deviation, by its rule."""
_AMOUNT = ReportColumn("amount", "Amount", "movement")


@dataclass(frozen=True)
class Entries:
    """Which entries, in which order, and what is said of them."""

    name: str
    title: str
    found: Sequence[Entry | Row]
    """Entries, or their JSON."""
    empty: str = ""
    says_authority: bool = True
    says_recorded: bool = True


def entry_rows(visit: Visit, some: Entries) -> Table:
    """Entries, one a row; an amount has the sign of its money."""
    rows = [entry_json(x) if isinstance(x, Entry) else x for x in some.found]
    told = entries_table(visit.view, some.title, rows).rows
    given = [x.given if isinstance(x, Entry) else {} for x in some.found]
    columns = [
        Column(visit.say("Entry"), narrow=True),
        Column(visit.say("Date"), narrow=True),
        Column(visit.say("What")),
        Column(visit.say("Amount"), numeric=True),
        Column(visit.say("Voucher")),
    ]
    if some.says_authority:
        columns.append(Column(visit.say("Rests on"), narrow=True))
    if some.says_recorded:
        columns.append(Column(visit.say("Recorded")))
    cells = [_cells(visit, *each, some) for each in zip(told, given, strict=True)]
    return Table(
        *(some.name, some.title, columns, cells),
        empty=some.empty,
        hides_caption=True,
    )


def _cells(visit: Visit, row: Row, given: Given, some: Entries) -> list[Content]:
    cells: list[Content] = [
        _link(f"#{row['entry']}", visit.href(f"/entries/{row['entry']}")),
        marked(visit, row, day(visit, row["date"])),
        element("div", Several(list(_what(visit, row, given)), " "), class_="what"),
        _amount(visit, row),
        row["document"] or ABSENT,
    ]
    if some.says_authority:
        cells.append(_decision(visit, row["authority"]))
    if some.says_recorded:
        cells.append(element("span", _by(visit, row), class_="remark"))
    return cells


def _what(visit: Visit, row: Row, given: Given) -> Iterator[Content]:
    """The command, its project, to whom or from whom, and what it is about."""
    command = visit.label("command", row["command"])
    yield element("strong", command[:1].upper() + command[1:])
    if row["project"]:
        path = f"/projects/{segment(row['project'])}"
        yield _link(row["project"], visit.href(path))
    if row["reversed_by"] is not None:
        yield Badge(visit.say("reversed by #{entry}", entry=row["reversed_by"]))
    said = [
        named(visit, "counterparty", row),
        row["budgets"],
        _rule(visit, row),
        row["description"],
    ]
    texts = [_cut(str(each)) for each in said if each]
    own = described(row["command"], given, visit)
    texts = [_cut(own), *texts] if own else texts
    if texts:
        yield element("span", " · ".join(texts), class_="remark")


def _amount(visit: Visit, row: Row) -> Content:
    """An amount, and what it is where it is no money that moved."""
    shown = visit.cell(_AMOUNT, row["amount"])
    rule = str(row["rule"] or "").partition(" ")[0]
    said = _LIMITS.get(rule) if row["command"] == "deviate" else None
    said = said or _IS.get(row["command"])
    if row["amount"] is None or said is None:
        return shown
    about = element("span", visit.told(said), class_="remark")
    return Several([shown, about], " ")


def _cut(text: str) -> str:
    """As much as a list has room for; the entry's own page has all of it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _rule(visit: Visit, row: Row) -> str | None:
    """The rule of a deviation in words, and what it is about."""
    if row["rule"] is None:
        return None
    name, _, about = str(row["rule"]).partition(" ")
    return f"{visit.label('value', name)} {about}".strip()


def _decision(visit: Visit, number: str | None) -> Content:
    if number is None:
        return ABSENT
    path = f"/decisions/{segment(number)}"
    return _link(number, visit.href(path))


def _link(text: str, href: str) -> Content:
    """A link in a row, of which there are many."""
    return element("a", text, href=href)


def _by(visit: Visit, row: Row) -> str:
    moment = visit.cell(_RECORDED, row["recorded_at"])
    return f"{moment} {row['person']}"
