"""What an approval does, in a sentence, and what makes its reader look twice."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.entries.reclassifying import PAYMENTS, RECEIPTS
from domain.values.days import days_after
from domain.values.messages import Euro, Message, Parts, Told
from domain.values.money import Cents
from projections.answers import bank
from projections.answers.corrections import Corrections
from projections.days import day_number
from projections.snapshot import View
from projections.sums import cents
from web.pages.components.texts import Code, Link, Several
from web.pages.markup import Content
from web.pages.posting.placed import first_upper
from web.pages.visit import Visit

Submission = Mapping[str, Any]
"""In the shape of section 9 of the contract."""
ORDER = "order_payment"
_LONG = 365
"""Days after which what is booked is of long ago."""
_PARTIES = ("payee", "counterparty", "source", "partner", "recipient")
_ENTRIES = ("entry", "reverses", "clears")
"""Fields, and values of notes, that name an entry."""


class Warned(NamedTuple):
    """What is to be looked at, in words, with where more of it stands."""

    said: str
    leads: tuple[Link, ...] = ()

    @property
    def content(self) -> Content:
        """Both."""
        return Several([self.said, *self.leads], " ") if self.leads else self.said


def fields_of(each: Submission) -> Mapping[str, Any]:
    """Its fields; of a payment order with those of what is ordered."""
    held = each["fields"].get("as")
    return {**held, **each["fields"]} if isinstance(held, Mapping) else each["fields"]


def amount_of(each: Submission) -> Cents | None:
    """The amount that it is about, where it is about one."""
    found = fields_of(each).get("amount")
    return cents(found) if isinstance(found, str) else None


def party_of(each: Submission, view: View) -> str | None:
    """Whom it is paid to or received from; of a grant without payee its recipient."""
    fields = fields_of(each)
    for name in _PARTIES:
        if isinstance(fields.get(name), str):
            return str(fields[name])
    project = fields.get("project")
    if isinstance(project, str):
        return Corrections(view).of_proposal(project, "recipient")
    return None


def day_of(each: Submission) -> date | None:
    """The day on which it counts."""
    found = each["fields"].get("date")
    return date.fromisoformat(found) if isinstance(found, str) else None


def meaning(each: Submission, visit: Visit) -> str:
    """What an approval does, as a sentence."""
    say, command = visit.say, each["command"]
    amount, day = amount_of(each), day_of(each)
    party = party_of(each, visit.view)
    values = {"amount": Euro(amount or 0), "party": party, "day": day}
    if amount is None or party is None or day is None:
        return _plainly(each, visit)
    if command == ORDER:
        due = date.fromisoformat(each["fields"]["due"])
        return say(
            "An approval puts {amount} to {party} on the payment list, to be paid by"
            " {due}; nothing is paid by it yet.",
            due=due,
            **values,
        )
    if command in PAYMENTS:
        return say(
            "An approval books {amount} to {party} as paid already on {day}; no money"
            " leaves the account by it.",
            **values,
        )
    if command in RECEIPTS:
        return say(
            "An approval books {amount} from {party} as received already on {day}.",
            **values,
        )
    return _plainly(each, visit)


def _plainly(each: Submission, visit: Visit) -> str:
    """Of what is neither paid nor received."""
    amount, day = amount_of(each), day_of(each)
    name = visit.label("command", each["command"])
    if amount is not None and day is not None:
        return visit.say(
            "An approval books this at once, as of {day}: {command}, {amount}. No money"
            " leaves the account by it.",
            day=day,
            command=name,
            amount=Euro(amount),
        )
    return visit.say(
        "An approval books this at once: {command}. No money leaves the account by it.",
        command=name,
    )


def warnings(each: Submission, visit: Visit) -> list[Warned]:
    """All that somebody who decides should look at."""
    return [
        *(_noted(note, visit) for note in each["notes"]),
        *_of_bank(each, visit),
        *_of_long_ago(each, visit),
    ]


def _noted(note: Mapping[str, Any], visit: Visit) -> Warned:
    said = note["message"]
    entries = dict.fromkeys(_entries(said.said if isinstance(said, Told) else said))
    links = (Link(f"#{n}", visit.href(f"/entries/{n}")) for n in entries)
    return Warned(first_upper(visit.told(said)), tuple(links))


def _entries(said: object) -> Iterator[int]:
    """The entries that a message names."""
    match said:
        case Message(_, values):
            for name, value in values.items():
                if name in _ENTRIES and isinstance(value, int):
                    yield value
                else:
                    yield from _entries(value)
        case Parts(items):
            for item in items:
                yield from _entries(item)


def _of_bank(each: Submission, visit: Visit) -> Iterator[Warned]:
    """The bank says nothing of it, in a period of which the bank has said all."""
    amount, day = amount_of(each), day_of(each)
    is_fact = each["command"] in (*PAYMENTS, *RECEIPTS)
    if not is_fact or amount is None or day is None or each["fields"].get("bank_line"):
        return
    view = visit.ledger.view()
    moved = -amount if each["command"] in PAYMENTS else amount
    number = day_number(day)
    told = (
        other
        for other in bank.statements_of(view)
        if other.from_day <= number <= other.to_day
    )
    statement = next(told, None)
    if statement is None or any(e.open == moved for e in bank.open_lines(view)):
        return
    said = visit.say(
        "The statements of the bank of {day} are registered, and no open line in them"
        " is of {amount}: the bank does not confirm this.",
        day=day,
        amount=Euro(moved),
    )
    place = visit.href(f"/bank/statements/{statement.entry}")
    yield Warned(said, (Link(visit.say("the statement"), place),))


def _of_long_ago(each: Submission, visit: Visit) -> Iterator[Warned]:
    day = day_of(each)
    if day is None or each["status"] != "waiting":
        return
    if day < days_after(visit.today, -_LONG):
        yield Warned(
            visit.say(
                "The date, {day}, is more than a year ago: {days} days.",
                day=day,
                days=(visit.today - day).days,
            )
        )


def voucher_said(each: Submission, visit: Visit) -> Content:
    """That the ledger knows a voucher by its name, and by its digest where given."""
    fields = fields_of(each)
    name, digest = fields.get("document"), fields.get("document_sha256")
    if not name:
        return None
    said = visit.say(
        "No document is attached: the ledger knows only the name of the voucher,"
        " {voucher}.",
        voucher=name,
    )
    if not digest:
        return said
    also = visit.say("The SHA-256 of the file, to compare it by:")
    return Several([said, also, Code(str(digest))], " ")
