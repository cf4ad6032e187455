"""`project`: one project on one page."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.messages import (
    Coded,
    Message,
    Plain,
    Told,
    Value,
    Words,
    message,
    parts,
)
from projections.answers import projects
from projections.assessment_parts import assessment_table
from projections.deviation_table import deviation_table
from projections.entry_table import entries_table
from projections.governing_parts import governing_parts
from projections.query import Asked, Parameter, query
from projections.report import (
    Column,
    Facts,
    Part,
    Report,
    Row,
    Table,
    heading,
    sheet,
)
from projections.snapshot import View
from projections.sums import cents

_MONEY = {
    "requested": "Requested",
    "awarded": "Awarded",
    "determined": "Determined",
    "released": "Released",
    "written_off": "Written off",
    "paid": "Paid",
    "refunded": "Refunded",
    "committed": "Committed",
    "recoverable": "Recoverable",
    "funds_received": "Others' money",
    "funds_spent": "Others' money spent",
}
_ALWAYS = ("requested", "awarded", "released", "paid", "committed")
"""Shown where they are zero too."""
_BELOW = ("written_off", "refunded", "recoverable", "funds_received", "funds_spent")


@query(
    "project",
    Parameter("project", "project", place="argument", required=True, metavar="ID"),
    examples="""
    zuidas project grecor
    zuidas project proefleven -O json
    """,
)
def project(asked: Asked, project: str) -> Report:
    """One project: title, parties, plan, status, assessment, money, and what is next.

    The assessment is that of its newest award or raise; of a proposal as it would be.
    """
    view = asked.view
    data = projects.project(view, project)
    if data["status"] == "proposed":
        data["assessment"] = _as_it_would_be(view, project)
    said = projects.next_step(data)
    entries = data.pop("entries")
    data |= {"next_step": Told(said), "history": entries}
    return Report(data, lambda: _parts(view, data, said), sheet([data], data))


def _as_it_would_be(view: View, project: str) -> dict[str, Any]:
    from ledger.posting.judging import books_of, judged, proposed

    books = books_of(view)
    state = proposed(project, view.at, books)
    return judged(state, state.proposal.requested, view.at, books)


def _parts(view: View, data: Mapping[str, Any], said: Message) -> Iterator[Part]:
    yield heading("{project}: {title}", project=data["project"], title=data["title"])
    yield _terms(data, said)
    if any(cents(amount or "0.00") for amount in data["money"].values()):
        yield _money(data)
    if data["assessment"]:
        yield assessment_table(data["assessment"])
    ceilings = projects.leaned_on(view, data["project"], data["history"])
    if data["deviations"] or ceilings:
        yield deviation_table([*data["deviations"], *ceilings])
    yield from governing_parts(data)
    rows = [_without_head(row, data) for row in data["history"]]
    rows += projects.decided(view, [row["entry"] for row in ceilings])
    rows.sort(key=lambda row: row["entry"])
    yield entries_table(view, "History", rows, ("project",))


def _money(data: Mapping[str, Any]) -> Table:
    columns = [
        Column(
            *(name, title, "amount"),
            rare=name not in _ALWAYS,
            below=name in _BELOW,
        )
        for name, title in _MONEY.items()
    ]
    return Table(columns, [{"requested": data["requested"], **data["money"]}], "Money")


def _without_head(row: Row, data: Mapping[str, Any]) -> Row:
    """An entry of the project without the recipient and title that the head names."""
    head = {"counterparty": data["recipient"], "description": data["title"]}
    same = {name: None for name, said in head.items() if row[name] == said}
    return {**row, **same}


def _terms(data: Mapping[str, Any], said: Message) -> Facts:
    def euros(name: str) -> Value:
        return None if data[name] is None else Plain(cents(data[name]))

    own = data["own_contributions"] or {}
    listed = {partner: Plain(cents(amount)) for partner, amount in own.items()}
    third = data["third_parties"] or []
    parties = {each["name"]: Plain(cents(each["contribution"])) for each in third}
    return Facts(
        [
            ("status", Words(data["status"])),
            ("next", said),
            (
                "charged to",
                message(
                    "{programme} {year}", programme=data["programme"], year=data["year"]
                ),
            ),
            ("recipient", _recipient(data)),
            ("applicants", ", ".join(data["applicants"])),
            ("participants", ", ".join(data["participants"])),
            ("third parties", parties or None),
            ("themes", parts([Coded(each) for each in data["themes"]], ", ")),
            ("goal", data["vision_goal"] or None),
            ("external funding", data["external_funding"] or None),
            ("total cost", euros("total_cost")),
            ("requested", euros("requested")),
            ("own contributions", listed or None),
            ("borrowed capacity", euros("borrowed_capacity")),
            ("legal basis", data["legal_basis"]),
            ("period", _period(data)),
            ("determination due", _day(data["determination_due"])),
            ("advances", _advances(data)),
            ("ground", data["ground"]),
        ]
    )


def _recipient(data: Mapping[str, Any]) -> Value:
    """Its name, what it is in law, and its number in the trade register."""
    kind, number = data["recipient_kind"], data["recipient_kvk"]
    about = [
        *([Words(kind)] if kind else []),
        *([message("trade register {number}", number=number)] if number else []),
    ]
    return parts([data["recipient"], *about], ", ")


def _period(data: Mapping[str, Any]) -> Value:
    start, end = _day(data["start_date"]), _day(data["end_date"])
    if start and end:
        return message("{start} to {end}", start=start, end=end)
    if start:
        return message("from {start}", start=start)
    return message("until {end}", end=end) if end else None


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _advances(data: Mapping[str, Any]) -> Value:
    """What is planned, each by its date."""
    planned = [
        message("{amount} on {day}", amount=Plain(cents(each["amount"])), day=day)
        for each in data["advance_schedule"]
        if (day := _day(each["date"]))
    ]
    return parts(planned, "; ") if planned else None
