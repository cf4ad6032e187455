"""One entry whole: as it was given, what it booked, what became of it, its proof."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from domain.catalogue import BY_NAME, Trait
from domain.entries.reclassifying import PAYMENTS, RECEIPTS
from ledger.transparency.log import LogReader
from papers.wording.telling import title_of_code
from projections.answers import entries
from projections.parameters import parse
from projections.query import Parameter
from projections.report import Column as ReportColumn
from projections.snapshot import last_entry
from projections.sums import cents
from web.pages.absent import or_absent
from web.pages.assessments import assessment
from web.pages.components.alerts import Alert
from web.pages.components.buttons import ButtonLink, Buttons
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import captionless, crumbs, day, section
from web.pages.given import given, title
from web.pages.lateness import late_by
from web.pages.markup import Content
from web.pages.posting.allowed import Allowed, served
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_CODE = re.compile("[A-Z_]{3,40}")
_ELSE = "reclassify"
_RECORDED = ReportColumn("recorded_at", "Recorded", "moment")
_NUMBER = Parameter("entry", "entry", place="argument", required=True)


def one(visit: Visit) -> Shown:
    """An entry by its number; one that was not known yet, the way to it."""
    text = visit.asked.names["entry"]
    number = parse(_NUMBER, text, visit.ledger.frameworks.course)
    assert isinstance(number, int)  # noqa: S101  # of an entry
    there = 1 <= number <= last_entry(visit.view.reader)
    name = visit.say("entry {entry}", entry=number)
    first = number if there else None
    return or_absent(visit, name, "ENTRY_UNKNOWN", first, lambda: _page(visit, number))


def _page(visit: Visit, number: int) -> Shown:
    found = entries.entry(visit.view, number)
    data: Row = visit.data("show", entry=str(number))
    command = visit.label("command", found.command)
    name = visit.say("Entry {entry}: {command}", entry=number, command=command)
    return Shown(
        "page.html",
        name,
        {"contents": list(_contents(visit, data, found))},
        crumbs=crumbs(visit, f"#{number}", (visit.say("Entries"), "/history")),
    )


def _contents(visit: Visit, data: Row, found: entries.Entry) -> Iterator[Content]:
    number = found.number
    if visit.asked.given.get("posted"):
        yield _posted(visit, number, data["command"])
        yield from _noted(visit)
    yield from _undone(visit, data)
    yield _neighbours(visit, number)
    yield Facts(list(_envelope(visit, data)))
    yield from _todo(visit, data)
    shown = {name: each for name, each in data["fields"].items() if name != "command"}
    yield section(visit.say("As given"), *given(visit, found.event["given"], shown))
    yield from _lines(visit, data)
    if data["annotations"]:
        yield section(visit.say("Corrections"), _corrections(visit, data))
    if data["assessment"]:
        tested = assessment(visit, data["assessment"])
        yield section(visit.say("Assessment"), *tested)
    yield section(visit.say("In the log"), _log(visit, data))


def _posted(visit: Visit, number: int, command: str) -> Alert:
    links = [
        Link(visit.say("Post something else"), visit.href("/post")),
        Link(visit.say("All entries"), visit.href("/history")),
    ]
    if command in served() and Allowed(visit).lacks(command) is None:
        another = visit.href(f"/post/{command}")
        links.insert(0, Link(visit.say("Post another like it"), another))
    said = visit.say("Posted as entry {entry}", entry=number)
    return Alert("ok", said, [Several(links, " · ")], "status")


def _noted(visit: Visit) -> Iterator[Alert]:
    """What was noted when it was posted, by the codes that the address has."""
    codes = visit.asked.given.get("notes", "").split(",")
    said = [title_of_code(code, visit.lang) for code in codes if _CODE.fullmatch(code)]
    if said:
        yield Alert("warning", visit.say("To be looked at"), said)


def _undone(visit: Visit, data: Row) -> Iterator[Alert]:
    """What became of it since: reversed, or booked as something else."""
    if data["reversed_by"] is not None:
        link = entry_link(data["reversed_by"], visit)
        said = Several([visit.say("Reversed by"), link], " ")
        yield Alert("warning", visit.say("This entry is reversed"), [said])
    if data["reclassified_by"]:
        links = [entry_link(each, visit) for each in data["reclassified_by"]]
        said = Several([visit.say("In"), *links], " ")
        yield Alert("info", visit.say("Booked as something else since"), [said])


def _neighbours(visit: Visit, number: int) -> Pages:
    def link(text: str, other: int) -> Link | None:
        there = 1 <= other <= visit.view.entry
        return Link(text, visit.href(f"/entries/{other}")) if there else None

    return Pages(
        visit.say("Entries before and after"),
        visit.say("of {last} entries", last=visit.view.entry),
        before=link(visit.say("The entry before"), number - 1),
        after=link(visit.say("The entry after"), number + 1),
    )


def _envelope(visit: Visit, data: Row) -> Iterator[tuple[str, Content]]:
    """Who, when, on which ground, about whom, how much."""
    yield visit.say("Date"), day(visit, data["date"])
    if data["amount"] is not None:
        yield visit.say("Amount"), visit.written.money(cents(data["amount"]))
    yield visit.say("Rests on"), _decision(visit, data)
    if data["project"]:
        path = f"/projects/{segment(data['project'])}"
        yield visit.say("Project"), Link(data["project"], visit.href(path))
    yield visit.say("Counterparty"), data["counterparty"]
    yield visit.say("Description"), data["description"]
    yield visit.say("Voucher"), _voucher(visit, data["document"])
    yield visit.say("Recorded"), _recorded(visit, data)
    yield (
        visit.say("Made by") if data["approval"] else visit.say("By"),
        _by(visit, data),
    )
    if data["approval"]:
        yield visit.say("Approved by"), _approval(visit, data["approval"])
    if data["reverses"] is not None:
        yield visit.say("Reverses"), entry_link(data["reverses"], visit)
    yield visit.say("Id"), data["id"]


def _recorded(visit: Visit, data: Row) -> Content:
    """When, and where that was late by how many days."""
    moment = visit.cell(_RECORDED, data["recorded_at"])
    days = late_by(visit, data)
    if not days:
        return moment
    said = visit.say("recorded late: {days} days after its date", days=days)
    return Several([moment, Badge(said, "warning")], " ")


def _decision(visit: Visit, data: Row) -> Content:
    number = data["authority"]
    if number is None:
        return None
    link = Link(number, visit.href(f"/decisions/{segment(number)}"))
    if data["decision"] is not None:
        return link
    return Several([link, visit.say("(through what it follows from)")], " ")


def _voucher(visit: Visit, document: str | None) -> Content:
    if document is None:
        return None
    return Link(document, visit.href("/history", document=document))


def _by(visit: Visit, data: Row) -> Content:
    person, by = data["person"], visit.label("value", data["person_by"])
    if data["actor"] == person:
        return f"{person} ({by})"
    return visit.say(
        "{person} ({by}), as {actor}", person=person, by=by, actor=data["actor"]
    )


def _approval(visit: Visit, approval: Row) -> Content:
    """Who gave it, in which entry, and when."""
    moment = visit.recorded_at(approval["entry"])
    said = None if moment is None else visit.cell(_RECORDED, moment.isoformat())
    return Several(
        [approval["person"], entry_link(approval["entry"], visit), said], " "
    )


def _todo(visit: Visit, data: Row) -> Iterator[Buttons]:
    number = data["entry"]
    kind = BY_NAME[data["command"]]
    prove = ButtonLink(visit.say("Prove it"), visit.href("/verify", entry=number))
    buttons = []
    allowed = Allowed(visit)
    may_reverse = kind.has(Trait.REVERSIBLE) and allowed.lacks("reverse") is None
    if may_reverse and data["reversed_by"] is None:
        reverse = _post(visit, "reverse", number)
        buttons.append(ButtonLink(visit.say("Reverse this entry"), reverse))
    is_money = data["command"] in (*RECEIPTS, *PAYMENTS)
    if is_money and data["reversed_by"] is None and allowed.lacks(_ELSE) is None:
        something_else = _post(visit, _ELSE, number)
        buttons.append(ButtonLink(visit.say("It was something else"), something_else))
    if allowed.lacks("annotate") is None:
        annotate = _post(visit, "annotate", number)
        buttons.append(ButtonLink(visit.say("Correct a text"), annotate))
    yield Buttons([*buttons, prove])


def _post(visit: Visit, command: str, number: int) -> str:
    return visit.href(f"/post/{command}", entry=number)


def _lines(visit: Visit, data: Row) -> Iterator[Content]:
    """What it booked; the lines add up to nothing."""
    columns = [
        Column(visit.say("Account")),
        Column(visit.say("Debit"), numeric=True),
        Column(visit.say("Credit"), numeric=True),
    ]
    rows = [_line(visit, each) for each in data["lines"]]
    amounts = [cents(each["amount"]) for each in data["lines"]]
    money = visit.written.money
    debit = sum(each for each in amounts if each > 0)
    credit = -sum(each for each in amounts if each < 0)
    table = Table(
        "lines",
        visit.say("Journal lines"),
        columns,
        rows,
        [visit.say("Together"), money(debit), money(credit)] if rows else (),
        empty=visit.say("It books nothing."),
        hides_caption=True,
    )
    yield section(visit.say("Journal lines"), table)


def _line(visit: Visit, line: Row) -> list[Content]:
    amount = cents(line["amount"])
    money = visit.written.money(abs(amount))
    account = visit.label("account", line["account"])
    return [account, money, ""] if amount > 0 else [account, "", money]


def _corrections(visit: Visit, data: Row) -> Table:
    names = ("field", "value", "reason", "actor")
    table = Table(
        "corrections",
        visit.say("Corrections: the original stays"),
        [Column(visit.say("Entry")), *(Column(title(visit, each)) for each in names)],
        [
            [
                entry_link(each["entry"], visit),
                title(visit, each["field"]),
                *(each[name] for name in names[1:]),
            ]
            for each in data["annotations"]
        ],
    )
    return captionless(table)


def _log(visit: Visit, data: Row) -> Facts:
    """The leaf of its own, and what a lock sealed."""
    number = data["entry"]
    leaf = LogReader(visit.ledger.store).node(0, number - 1).hex()
    stored = data["stored"]
    rows: list[tuple[str, Content]] = [
        (visit.say("Leaf hash"), Code(leaf)),
        (visit.say("Place in the log"), str(number - 1)),
        (visit.say("Login"), stored["actor"]["login"]),
        (visit.say("Program"), stored["program"]),
    ]
    if data["balances_root"]:
        sealed = visit.say("{count} balances", count=data["balances"])
        root = Several([sealed, Code(data["balances_root"])], " ")
        rows.append((visit.say("Seals"), root))
    if stored["clock"] or stored["previous_recorded_at"]:
        ran_back = stored["clock"] or stored["previous_recorded_at"]
        moment = visit.cell(_RECORDED, ran_back)
        rows.append((visit.say("The clock ran back from"), moment))
    return Facts(rows)


PAGES = (
    Page(
        *("entry", "/entries/{entry}", one),
        unknown=("ENTRY_UNKNOWN", "BAD_COMMAND"),
    ),
)
