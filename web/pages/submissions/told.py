"""One submission as whoever decides on it reads it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from domain.values.texts import format_cents
from projections import report as reports
from projections.stored import state_of_entry
from projections.sums import cents
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Link, Mood, Several, Unfold
from web.pages.composing import paragraph, section
from web.pages.given import given
from web.pages.markup import Content, element
from web.pages.posting.placed import first_upper
from web.pages.posting.room import Change, changes_of, left_said
from web.pages.reports import entry_link
from web.pages.submissions.meaning import (
    Submission,
    Warned,
    day_of,
    meaning,
    party_of,
    voucher_said,
    warnings,
)
from web.pages.visit import Visit

WARNINGS = "warnings"
"""The id of what is to be looked at."""
_AMOUNT = reports.Column("amount", "Amount", "amount")
_MOMENT = reports.Column("submitted_at", "Submitted", "moment")
_MOODS: Mapping[str, Mood] = {"approved": "safe", "declined": "danger"}


def title(each: Submission, visit: Visit) -> str:
    """Its number and what it is."""
    command = visit.label("command", each["command"])
    return visit.say(
        "Submission {number}: {command}", number=each["submission"], command=command
    )


def told(each: Submission, visit: Visit) -> Iterator[Content]:
    """All that an approval is about, what it does and what is strange in it first."""
    if each["status"] == "waiting":
        yield paragraph(element("strong", meaning(each, visit)))
        yield from looked_at(warnings(each, visit), visit)
        yield from _refused(each, visit)
    yield Facts(list(_facts(each, visit)))
    stored = state_of_entry(visit.view.reader, each["submission"])["given"]["as"]
    name = f"given {each['submission']}"
    contents = [*given(visit, stored, each["fields"], name=name)]
    voucher = voucher_said(each, visit)
    if voucher is not None:
        contents.append(paragraph(voucher))
    contents.extend(_recipient(each, visit))
    yield section(visit.say("As submitted"), *contents)
    yield section(_of_lines(each, visit), *_effect(each, visit))


def looked_at(some: Sequence[Warned], visit: Visit) -> Iterator[Alert]:
    """What somebody who decides should look at first."""
    if some:
        said = [each.content for each in some]
        yield Alert("warning", visit.say("To be looked at"), said, name=WARNINGS)


def _refused(each: Submission, visit: Visit) -> Iterator[Alert]:
    if each["refusal"] is not None:
        said = first_upper(visit.told(each["refusal"]["message"]))
        yield Alert("error", visit.say("It would be refused now"), [said])


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
    link = entry_link(each["submission"], visit)
    nothing = visit.say("nothing is booked yet")
    waits = each["status"] == "waiting"
    yield visit.say("Submitted as"), Several([link, nothing]) if waits else link
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
    recipient = party_of(each, visit.view)
    if recipient is not None:
        said = visit.say(
            "No payee is given: it goes to {recipient}, the recipient of {project} as"
            " it stands now.",
            recipient=recipient,
            project=fields["project"],
        )
        yield paragraph(said)


def _of_lines(each: Submission, visit: Visit) -> str:
    if each["status"] == "waiting":
        return visit.say("Would post now")
    return visit.say("Posted lines")


def _effect(each: Submission, visit: Visit) -> Iterator[Content]:
    """What is left in words, then each account: of what waits also before and after."""
    if each["status"] != "waiting":
        yield _lines(each, visit)
        return
    day = day_of(each) or visit.view.at
    before = visit.ledger.view(day, visit.known_at)
    lines = [(line["account"], cents(line["amount"])) for line in each["lines"]]
    changes = changes_of(lines, before)
    said = left_said(changes, before, visit)
    if said:
        points = (element("li", one) for one in said)
        yield element("ul", *points, class_="utrecht-unordered-list")
    yield course(f"lines {each['submission']}", _of_lines(each, visit), changes, visit)


def course(name: str, caption: str, changes: Sequence[Change], visit: Visit) -> Table:
    """Per account what it stands at, what is booked, and what it comes to."""
    titles = [visit.say(each) for each in ("Before", "Change", "After")]
    return Table(
        name,
        caption,
        [Column(visit.say("Account")), *(Column(t, numeric=True) for t in titles)],
        [
            [
                visit.label("account", each.account),
                *(
                    visit.cell(_AMOUNT, format_cents(amount))
                    for amount in (each.before, each.change, each.after)
                ),
            ]
            for each in changes
        ],
        empty=visit.say("No lines."),
        hides_caption=True,
    )


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


def link(each: Submission, visit: Visit) -> Link:
    """To its own page."""
    return Link(title(each, visit), visit.href(f"/submissions/{each['submission']}"))
