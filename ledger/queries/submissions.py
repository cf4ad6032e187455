"""`submissions`: what waits for a second person, and what it would post now."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from domain.budgets.accounts import is_memorandum
from domain.values.errors import Refusal
from domain.values.messages import Coded, Message, Quoted, Told, message
from domain.values.texts import format_cents
from ledger.transparency.log import LogReader
from projections.answers.corrections import Corrections
from projections.answers.submissions import Settlement
from projections.answers.submissions import submissions as found_submissions
from projections.given_fields import given_field
from projections.query import Asked, Parameter, query
from projections.report import (
    Column,
    Part,
    Prose,
    Report,
    Row,
    Table,
    heading,
    line,
    sheet,
)
from projections.sealed import revealed
from projections.snapshot import View
from projections.stored import State

_SHEET = (
    *("submission", "maker", "submitted_at", "command", "status", "accepted_now"),
    *("settled_by", "leaf", "effect"),
)
_LINES = (
    Column("account", "Account", flexible=True),
    Column("amount", "Amount", "amount"),
)
_FIELDS = (Column("field", "Field"), Column("value", "As submitted", "fields"))
_SETTLED = (
    Column("submission", "Submission", "number"),
    Column("maker", "Maker", "name"),
    Column("submitted_at", "Submitted", "moment"),
    Column("command", "Command"),
    Column("status", "Became", "words"),
    Column("settled_by", "In entry", "number"),
)


@query(
    "submissions",
    Parameter("all", "flag", "Those that were settled too.", argument="settled"),
    examples="""
    zuidas submissions
    zuidas submissions --all -O json
    """,
)
def submissions(asked: Asked, *, settled: bool = False) -> Report:
    """What waits for a second person: its maker, its age, and what it would post now.

    Each is judged on the date of --at (today), as if its maker posted it then: its
    lines and notes, or why it would be refused. Leaf and effect are what an approval
    binds: the submission as it was recorded, and the lines that are shown here.
    """
    data = [
        found for found in _found(asked.view) if settled or found["status"] == "waiting"
    ]
    rows = [{name: found[name] for name in _SHEET} for found in data]
    return Report(data, lambda: _parts(data, asked.view), sheet(rows, _SHEET))


def one(view: View, number: int) -> tuple[dict[str, Any], Report]:
    """A submission that waits, for whoever decides on it; raises `Refusal`.

    Codes: `ENTRY_UNKNOWN`, `SCOPE_INVALID`, `SUBMISSION_SETTLED`.
    """
    from domain.deciding.approvals import waiting
    from ledger.posting.judging import books_of

    waiting(number, books_of(view))
    data = of_number(view, number)
    return data, report_of(data, view)


def of_number(view: View, number: int) -> dict[str, Any]:
    """A submission, whatever became of it; raises `Refusal`.

    Codes: `ENTRY_UNKNOWN`, `SCOPE_INVALID` for an entry that is none.
    """
    for entry, state, settled in found_submissions(view):
        if entry == number:
            return with_course(view, entry, state, settled)
    if not 1 <= number <= view.entry:
        raise Refusal(
            "ENTRY_UNKNOWN",
            "there is no entry {number}; the last is {entry}.",
            number=number,
            entry=view.entry,
        )
    raise Refusal("SCOPE_INVALID", "entry {number} is no submission.", number=number)


def report_of(data: dict[str, Any], view: View) -> Report:
    """One submission as whoever decides on it is told."""
    return Report(data, lambda: _one_told(data, view))


def _one_told(data: Row, view: View) -> Iterator[Part]:
    if data["status"] == "waiting":
        yield from _told(data, view)
    else:
        yield Table(_SETTLED, [data])


def _found(view: View) -> Iterator[dict[str, Any]]:
    """Every submission, the oldest first."""
    for entry, state, settled in found_submissions(view):
        yield with_course(view, entry, state, settled)


def with_course(
    view: View, entry: int, state: State, settled: Settlement | None
) -> dict[str, Any]:
    """A submission as whoever decides on it is told, with what becomes of it."""
    became = _waiting(view, entry) if settled is None else _became(view, settled)
    return _submission(view, entry, state) | became


def _submission(view: View, entry: int, state: State) -> dict[str, Any]:
    """What it is, whatever becomes of it."""
    fields = dict(revealed(view.reader, entry, state)["given"]["as"])
    return {
        "submission": entry,
        "maker": state["person"],
        "submitted_at": state["recorded_at"],
        "command": fields.pop("command"),
        "fields": fields,
        "lines": [],
        "notes": [],
        "leaf": LogReader(view.reader).node(0, entry - 1).hex(),
        "effect": None,
        "accepted_now": False,
        "refusal": None,
    }


def _waiting(view: View, entry: int) -> dict[str, Any]:
    """What it would become now."""
    from ledger.posting.previewing import preview_of

    found = preview_of(entry, view)
    refusal = found.refusal
    return {
        "lines": [
            {"account": account, "amount": format_cents(amount)}
            for account, amount in found.lines
            if not is_memorandum(account)
        ],
        "notes": [note.as_json() for note in found.notes],
        "effect": found.effect,
        "accepted_now": refusal is None,
        "refusal": refusal and {"code": refusal.code, "message": Told(refusal.said)},
        "status": "waiting",
        "settled_by": None,
    }


def _became(view: View, settled: Settlement) -> dict[str, Any]:
    """What became of it: of an approved one the lines that were posted."""
    from projections.answers.entries import show

    told = {"status": settled.status, "settled_by": settled.entry}
    if settled.status != "approved":
        return told
    lines = show(view, settled.entry + 1)["lines"]
    return told | {"lines": lines, "effect": settled.state["given"]["effect"]}


def _parts(data: Sequence[Row], view: View) -> Iterator[Part]:
    waiting = [each for each in data if each["status"] == "waiting"]
    if not waiting:
        yield line("Nothing waits for a second person.")
    for each in waiting:
        yield from _told(each, view)
    settled = [each for each in data if each["status"] != "waiting"]
    if settled:
        yield Table(_SETTLED, settled, "Settled")


def _told(each: Row, view: View) -> Iterator[Part]:
    """One that waits, as whoever decides on it needs it."""
    days = (view.at - datetime.fromisoformat(each["submitted_at"]).date()).days
    yield heading(
        "Submission {submission}: {command} by {maker}{age}",
        submission=each["submission"],
        command=Coded(each["command"]),
        maker=Quoted(each["maker"]),
        age=message(", waiting {days} days", days=days) if days > 1 else None,
    )
    given = each["fields"]
    fields = [{"field": x, "value": given_field(x, given[x])} for x in given]
    yield Table(_FIELDS, fields)
    yield from _recipient(each, view)
    if each["lines"]:
        yield Table(_LINES, each["lines"], "Would post now")
    for note in each["notes"]:
        yield line("Note [{code}]: {said}", code=note["code"], said=note["message"])
    yield Prose(_way(each))


def _recipient(each: Row, view: View) -> Iterator[Part]:
    """Who gets a grant whose payee is left out; an approval binds no more than that."""
    fields = each["fields"]
    if each["command"] != "pay_grant" or "payee" in fields:
        return
    recipient = Corrections(view).of_proposal(fields["project"], "recipient")
    if recipient is not None:
        yield line(
            "No payee is given: it goes to {recipient}, the recipient of {project} as"
            " it stands now.",
            recipient=recipient,
            project=fields["project"],
        )


def _way(each: Row) -> Message:
    """What can be done with it."""
    refusal = each["refusal"]
    if refusal is not None:
        return message(
            "It would be refused now [{code}]: {said}",
            code=refusal["code"],
            said=refusal["message"],
        )
    return message(
        "Approve it: zuidas approve {submission}, by another person than its maker.",
        submission=each["submission"],
    )
