"""`/post/COMMAND`: a command filled in, tried, posted or proposed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from domain.deciding.answering import line_of
from domain.entries.approvals import Submit
from domain.entries.command import Command
from domain.entries.proposing import proposed
from domain.entries.ties import line_number
from domain.values.errors import Refusal
from domain.values.fields import BANK_LINE
from domain.values.messages import Quoted
from ledger.fields.reading import Reader, Unread, built
from ledger.posting.judging import books_of
from web.api.statuses import status_of
from web.pages.markup import Content, element
from web.pages.posting.allowed import served
from web.pages.posting.filled import (
    ADD,
    DRY_RUN,
    NONE,
    PROPOSE,
    SECOND_PERSON,
    as_dutch,
    filled_in,
)
from web.pages.posting.form import CommandForm, line, new_key
from web.pages.posting.index import index
from web.pages.posting.lacking import MISSING
from web.pages.posting.outcome import outcome
from web.pages.posting.placed import SOME
from web.pages.posting.summing import explained
from web.pages.site import GoOn, Page, Shown
from web.pages.visit import AT, KNOWN_AT, Visit

_NOT_FIELDS = frozenset((AT, KNOWN_AT, "lang", "id"))
"""Keys of an address that fill in nothing."""


def fill(visit: Visit) -> Shown:
    """An empty form, or one that is filled in by the keys of its address."""
    given = {k: (v,) for k, v in visit.asked.given.items() if k not in _NOT_FIELDS}
    form = _form(visit)
    form.allowed.check(form.command)
    filled = filled_in(form.described, given)
    known = {k: v for k, v in filled.items() if k in form.described.schema}
    if visit.lang == "nl":
        known = as_dutch(form.described, known)
    return replace(form, filled=known).page()


def send(visit: Visit) -> Shown | GoOn:
    """What was filled in: tried, posted, or shown again with all that is wrong."""
    sent = visit.asked.form
    form = _form(visit)
    form = replace(
        form,
        filled=filled_in(form.described, sent),
        none=sent.get(NONE, ()),
        added=sent.get(ADD, ("",))[-1],
    )
    form.allowed.check(form.command)
    if ADD in sent:
        return form.page()
    try:
        command = _read(form)
        if DRY_RUN in sent:
            return _tried(form, command)
        return _done(form, command)
    except Refusal as refusal:
        return _refused(form, refusal)


def _form(visit: Visit) -> CommandForm:
    name = visit.asked.names["command"].replace("-", "_")
    if name not in served():
        raise Refusal(
            "NOT_FOUND", "there is no command {name} to post here.", name=Quoted(name)
        )
    return CommandForm(visit, name, {})


def _read(form: CommandForm) -> Command:
    """The command that was filled in; raises `BadForm` with all faults."""
    reader = Reader(lambda: form.visit.today)
    fields = reader.read(form.described, {**form.filled, **_day_of_line(form)})
    unread = [*reader.unread, *_of_nobody(form)]
    return built(form.model, fields, unread)


def _of_nobody(form: CommandForm) -> Iterator[Unread]:
    """Lists that are of somebody on a form, and have nobody: told with all faults."""
    for name in sorted(SOME & form.described.required):
        if name in form.described.schema and not form.filled.get(name):
            yield Unread((name,), Refusal("BAD_COMMAND", MISSING))


def _day_of_line(form: CommandForm) -> dict[str, str]:
    """The date of the bank line, where none is written; raises `LINE_UNKNOWN`."""
    bank_line = str(form.filled.get("bank_line", "")).strip()
    if not form.described.by_line or "date" in form.filled:
        return {}
    if not re.fullmatch(BANK_LINE, bank_line):
        return {}
    books = books_of(form.visit.ledger.view())
    return {"date": line_of(line_number(bank_line), books).day.isoformat()}


def _tried(form: CommandForm, command: Command) -> Shown:
    visit = form.visit
    poster = visit.service.poster(visit.identity)
    found = list(outcome(visit.service.suppose(command, poster), visit))
    if visit.asked.is_part:
        return Shown("part.html", "", {"contents": found}, is_part=True)
    return replace(form, outcome=found).page()


def _done(form: CommandForm, command: Command) -> GoOn:
    sent = form.visit.asked.form
    if PROPOSE in sent:
        return posted(form.visit, proposed(command))
    try:
        return posted(form.visit, command)
    except Refusal as refusal:
        # It is proposed only where the form said so: never silently.
        if refusal.code != "APPROVAL_REQUIRED" or SECOND_PERSON not in sent:
            raise
    return posted(form.visit, proposed(command))


def posted(visit: Visit, command: Command) -> GoOn:
    """Post a command and go on to what it became; raises `LedgerError`.

    The address says whether it was new, and the codes of the notes on it.
    """
    poster = visit.service.poster(visit.identity)
    (done,) = visit.service.writer.post(command, poster).result()
    receipt = done.receipt
    last = receipt.posted or receipt.entry
    place = "submissions" if isinstance(receipt.command, Submit) else "entries"
    keys = {"posted": "again" if receipt.duplicate else "new"}
    if done.notes:
        keys["notes"] = ",".join(dict.fromkeys(note.code for note in done.notes))
    recorded = None if receipt.duplicate else (receipt.entry, last)
    return GoOn(f"/{place}/{last}?{urlencode(keys)}", recorded)


def _refused(form: CommandForm, refusal: Refusal) -> Shown:
    said = form.said_of(refusal)
    ways = explained(refusal, form.visit, form.filled)
    if form.visit.asked.is_part:
        contents = [*ways, _incomplete(form.visit, map(line, said))]
        return Shown("part.html", "", {"contents": contents}, is_part=True)
    filled = dict(form.filled)
    if refusal.code == "IDEMPOTENCY_CONFLICT" or any(e.name == "id" for e in said):
        filled["id"] = new_key()  # once more is another one now
    status, code = status_of(refusal), refusal.code
    form = replace(form, filled=filled, said=said, ways=ways, status=status, code=code)
    return form.page()


def _incomplete(visit: Visit, said: Iterable[str]) -> Content:
    """What a dry run lacks, while the form is still being filled in."""
    points = (element("li", each) for each in said)
    title = element("p", visit.say("Not yet to be posted:"))
    return element("div", title, element("ul", *points))


PAGES = (
    Page("post", "/post", index),
    Page("post-command", "/post/{command}", fill, unknown=("NOT_FOUND",)),
    Page("post-command", "/post/{command}", send, "POST", unknown=("NOT_FOUND",)),
)
