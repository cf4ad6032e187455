"""A project's life on a line of time: what happened, and what is planned."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Message, message
from projections.answers.agenda import Item, agenda
from projections.answers.participation import awards
from projections.answers.payments import orders
from projections.sums import cents
from web.pages.components.facts import Course, Step
from web.pages.components.texts import Badge, Link, Several
from web.pages.composing import day
from web.pages.markup import Content, element
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
MOST = 40
"""Steps that are shown; the list of entries has all of them."""
_HAPPENED: Mapping[str, Message] = {
    "propose_project": message("Proposed"),
    "amend_project": message("Proposal amended"),
    "reject_project": message("Rejected"),
    "retract_project": message("Retracted by its applicants"),
    "award_grant": message("Granted"),
    "change_grant": message("Grant set to another amount"),
    "pay_grant": message("Paid"),
    "determine_grant": message("Grant determined"),
    "withdraw_grant": message("Grant withdrawn"),
    "receive_refund": message("Paid back"),
    "write_off_recoverable": message("Written off"),
    "receive_funds": message("Money of others received"),
    "spend_funds": message("Money of others spent"),
    "order_payment": message("Payment ordered"),
    "deviate": message("Deviation decided"),
    "record_participation": message("Other partners take part"),
    "lend_capacity": message("Capacity lent"),
    "record_result": message("Result recorded"),
    "record_advice": message("Advice given"),
}
"""What each command was, told afterwards."""
_PLANNED: Mapping[str, Message] = {
    "decision_term": message("A decision on the proposal"),
    "determination_due": message("The determination of the grant"),
    "recoverable": message("Paying back what is recoverable"),
}


def course(visit: Visit, data: Row) -> list[Content]:
    """The line of time, and where it is too long the way to all of it."""
    entries = sorted(data["history"], key=lambda row: (row["date"] or "", row["entry"]))
    steps = [_step(visit, row, data) for row in entries[-MOST:]]
    steps += _planned(visit, data)
    found: list[Content] = []
    if len(entries) > MOST:
        href = visit.href("/history", project=data["project"])
        said = visit.say("All {count} entries of this project", count=len(entries))
        found.append(element("p", Link(said, href), class_="utrecht-paragraph"))
    label = visit.say("What happened, the earliest first")
    return [*found, Course(label, steps, visit.say("planned"))]


def happened(visit: Visit, command: str) -> str:
    """What a command was, told afterwards."""
    said = _HAPPENED.get(command)
    if said is not None:
        return visit.told(said)
    name = visit.label("command", command)
    return name[:1].upper() + name[1:]


def _step(visit: Visit, row: Row, data: Row) -> Step:
    said = happened(visit, row["command"])
    title: Content = said
    if row["amount"] is not None:
        title = f"{said}: {visit.written.money(cents(row['amount']))}"
    if row["reversed_by"] is not None:
        badge = Badge(visit.say("reversed by #{entry}", entry=row["reversed_by"]))
        title = Several([title, badge], " ")
    return Step(day(visit, row["date"]), title, _said(visit, row, data))


def _said(visit: Visit, row: Row, data: Row) -> Content:
    own = (data["title"], data["recipient"])
    texts = [each for each in (row["description"],) if each and each not in own]
    found: list[Content] = [entry_link(row["entry"], visit)]
    if row["decision"]:
        path = f"/decisions/{segment(row['decision'])}"
        found.append(Link(row["decision"], visit.href(path)))
    if row["document"]:
        found.append(row["document"])
    return Several([*found, *texts], " · ")


def _planned(visit: Visit, data: Row) -> Iterator[Step]:
    """What is expected of it, by date: as the agenda and its award say."""
    for item in sorted(_expected(visit, data)):
        said = _PLANNED.get(item.rule, message("Payment, as ordered"))
        late = Badge(visit.say("overdue"), "warning")
        title: Content = visit.told(said)
        if item.date < visit.view.at:
            title = Several([title, late], " ")
        name = visit.label("command", item.command)
        todo = to_form(visit, item.command, name, project=data["project"])
        yield Step(day(visit, item.date.isoformat()), title, todo, planned=True)


def _expected(visit: Visit, data: Row) -> Sequence[Item]:
    project = data["project"]
    found = {
        item
        for item in agenda(visit.view)
        if item.rule in _PLANNED and item.subject == project
    }
    award = awards(visit.view).get(project)
    by = None if award is None else award.given.get("determination_due")
    if by is not None and data["status"] == "awarded":
        due = date.fromisoformat(by)
        found.add(Item(due, "determination_due", project, "determine_grant"))
    found |= {
        Item(each.due, "payment_due", project, str(each.fields["command"]))
        for each in orders(visit.view)
        if each.paid_by is None and each.fields.get("project") == project
    }
    return list(found)
