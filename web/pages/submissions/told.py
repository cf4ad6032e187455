"""One submission as whoever decides on it reads it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from projections import report as reports
from projections.answers.corrections import Corrections
from projections.stored import state_of_entry
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Link, Mood, Unfold
from web.pages.given import given
from web.pages.markup import Content, element
from web.pages.posting.placed import first_upper
from web.pages.posting.wording import summary
from web.pages.reports import entry_link
from web.pages.visit import Visit

Submission = Mapping[str, Any]
"""In the shape of section 9 of the contract."""
_AMOUNT = reports.Column("amount", "Amount", "amount")
_MOMENT = reports.Column("submitted_at", "Submitted", "moment")
_HEADINGS = {2: "utrecht-heading-2", 4: "utrecht-heading-4"}
_MOODS: Mapping[str, Mood] = {"approved": "safe", "declined": "danger"}


def title(each: Submission, visit: Visit) -> str:
    """Its number and what it is."""
    command = visit.label("command", each["command"])
    return visit.say(
        "Submission {number}: {command}", number=each["submission"], command=command
    )


def told(each: Submission, visit: Visit, *, level: int = 2) -> Iterator[Content]:
    """All that an approval is about; headings begin at a level."""
    yield element("p", summary(each["command"], visit), class_="utrecht-paragraph")
    yield Facts(list(_facts(each, visit)))
    heading, class_ = f"h{level}", _HEADINGS[level]
    yield element(heading, visit.say("As submitted"), class_=class_)
    stored = state_of_entry(visit.view.reader, each["submission"])["given"]["as"]
    name = f"given {each['submission']}"
    yield from given(visit, stored, each["fields"], name=name)
    yield from _recipient(each, visit)
    yield element(heading, _of_lines(each, visit), class_=class_)
    yield _lines(each, visit)
    yield from _notes(each["notes"], visit)
    if each["refusal"] is not None:
        refusal = each["refusal"]
        yield Alert(
            "warning",
            visit.say("It would be refused now"),
            [first_upper(visit.told(refusal["message"]))],
        )


def state(each: Submission, visit: Visit) -> Badge:
    """What became of it, in a word."""
    status = str(each["status"])
    mood = _MOODS.get(status, "neutral")
    if status == "waiting" and each["refusal"] is not None:
        return Badge(visit.say("would be refused now"), "warning")
    return Badge(visit.label("value", status), mood)


def bound(each: Submission, visit: Visit) -> Unfold:
    """What an approval binds, to be compared by whoever wants to."""
    rows: Sequence[tuple[str, Content]] = [
        (first_upper(visit.label("field", name)), Code(each[name]))
        for name in ("leaf", "effect")
        if each[name]
    ]
    return Unfold(visit.say("What an approval binds"), Facts(rows))


def _facts(each: Submission, visit: Visit) -> Iterator[tuple[str, Content]]:
    yield first_upper(visit.label("field", "status")), state(each, visit)
    yield first_upper(visit.label("field", "maker")), each["maker"]
    moment = visit.cell(_MOMENT, each["submitted_at"])
    days = (visit.view.at - datetime.fromisoformat(each["submitted_at"]).date()).days
    age = visit.say("{moment} ({days} days ago)", moment=moment, days=days)
    yield visit.say("Submitted"), age if days > 1 else moment
    yield visit.say("Recorded as"), entry_link(each["submission"], visit)
    if each["settled_by"] is not None:
        yield visit.say("Settled in"), entry_link(each["settled_by"], visit)
    if each["status"] == "approved":
        yield visit.say("Posted as"), entry_link(each["settled_by"] + 1, visit)


def _recipient(each: Submission, visit: Visit) -> Iterator[Content]:
    """Who gets a grant whose payee is left out: the approval binds no more.

    Also where it is ordered.
    """
    command, fields = each["command"], each["fields"]
    if command == "order_payment":
        fields = fields["as"]
        command = fields["command"]
    if command != "pay_grant" or "payee" in fields:
        return
    corrections = Corrections(visit.view)
    recipient = corrections.of_proposal(fields["project"], "recipient")
    if recipient is not None:
        said = visit.say(
            "No payee is given: it goes to {recipient}, the recipient of {project} as"
            " it stands now.",
            recipient=recipient,
            project=fields["project"],
        )
        yield element("p", said, class_="utrecht-paragraph")


def _of_lines(each: Submission, visit: Visit) -> str:
    if each["status"] == "waiting":
        return visit.say("Would post now")
    return visit.say("Posted lines")


def _lines(each: Submission, visit: Visit) -> Table:
    amount = first_upper(visit.label("field", "amount"))
    return Table(
        f"lines {each['submission']}",
        _of_lines(each, visit),
        [Column(visit.say("Account")), Column(amount, numeric=True)],
        [
            [
                visit.label("account", line["account"]),
                visit.cell(_AMOUNT, line["amount"]),
            ]
            for line in each["lines"]
        ],
        empty=visit.say("No lines."),
        hides_caption=True,
    )


def _notes(notes: Sequence[Mapping[str, Any]], visit: Visit) -> Iterator[Content]:
    if notes:
        said = [first_upper(visit.told(note["message"])) for note in notes]
        yield Alert("warning", visit.say("To be looked at"), said)


def link(each: Submission, visit: Visit) -> Link:
    """To its own page."""
    return Link(title(each, visit), visit.href(f"/submissions/{each['submission']}"))
