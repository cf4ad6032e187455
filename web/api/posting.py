"""Posting commands over HTTP: one, or a file of them, all or nothing."""

import asyncio
import io
from collections.abc import Callable, Sequence
from typing import Any

from anyio.to_thread import run_sync

from domain.catalogue import BY_NAME, Trait
from domain.entries.approvals import Submit
from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.entries.proposing import proposed
from domain.values.errors import BadForm, LedgerError, Refusal
from domain.values.messages import Quoted
from ledger.posting.application import Receipt
from ledger.posting.lines import Line, commands_in, or_raised
from ledger.posting.receipt_report import (
    Summary,
    receipt_data,
    receipt_report,
    recorded_view,
)
from ledger.posting.writer import Posted
from projections.answer_schemas import COMPONENTS, POSTING
from projections.report import Report
from projections.sending import to_json
from web.api.answers import (
    JSON,
    JSON_LINES,
    RECEIPTS,
    REPORT,
    Answer,
    json_answer,
)
from web.api.bodies import media_of
from web.api.call import Call, Handler, Operation
from web.api.call import Scope as TokenScope
from web.api.etags import is_any, sizes_of
from web.api.forms import KEYS, command_of, file_faults, is_dry_run
from web.api.problems import WrongKeys
from web.signin.identity import Identity

SHORT = 50_000
"""Bytes of a body that is read where the requests come in, without a thread."""
NOT_SERVED = ("erase_sealed",)
"""Commands that are for whoever has the database itself (section 10)."""
As = Callable[[Command], Command]
"""What is posted of a command that was sent."""


def posting(made: As, place: str) -> Handler:
    """A handler that posts what is sent; `place` is where the new thing is then."""

    def command(fields: dict[str, Any]) -> Command:
        return served(made(command_from_mapping(fields)))

    async def serve(call: Call) -> Answer:
        check_may_post(call)
        if media_of(call.headers) == JSON_LINES:
            return await _file(call, made, place)
        if call.media == RECEIPTS:
            raise Refusal(
                "NOT_ACCEPTABLE",
                "{receipts} is given of a file of commands ({lines}).",
                receipts=RECEIPTS,
                lines=JSON_LINES,
            )
        return await post_one(call, command_of(call, command), place)

    return serve


def check_may_post(call: Call) -> None:
    """The token is for posting at all; raises `Refusal` (`SCOPE_MISSING`)."""
    identity = known(call)
    if not any(map(identity.may, ("approve", "administer"))):
        call.service.check_scope(identity, "post")


def served(command: Command) -> Command:
    """The command, if it is one that the service takes; raises `BadForm`."""
    held = command.as_.command if isinstance(command, Submit) else command.name
    if held in NOT_SERVED:
        raise BadForm(
            "BAD_COMMAND",
            "{command} is not for a service: whoever has the database itself does it.",
            {"field": "command"},
            command=held,
        )
    return command


def scope_of(command: Command) -> TokenScope:
    """The scope that a token needs for it: that of whoever may post it (section 9)."""
    return scope_for(
        command.as_.command if isinstance(command, Submit) else command.name
    )


def scope_for(name: str) -> TokenScope:
    """The same for a command by its name."""
    kind = BY_NAME[name]
    if kind.has(Trait.APPROVES):
        return "approve"
    return "administer" if kind.has(Trait.ADMINISTERS) else "post"


async def post_one(
    call: Call, command: Command, place: str, *, of_log: bool = True
) -> Answer:
    """Post one command and answer what it came to, after it is on disk.

    `If-Match` names a state of the log, unless the caller looked at it already.
    """
    identity = known(call)
    call.service.check_scope(identity, scope_of(command))
    poster = call.service.poster(identity)
    size = await _unchanged_since(call) if of_log else None
    if is_dry_run(call):
        return await _dry_run(call, lambda: call.service.suppose(command, poster), size)
    waiting = call.service.writer.post(command, poster, size)
    (posted,) = await asyncio.wrap_future(waiting)
    return await _told(call, posted, place)


def known(call: Call) -> Identity:
    """Who posts; an operation that posts is never open."""
    assert call.identity is not None  # noqa: S101  # see above
    return call.identity


async def _unchanged_since(call: Call) -> int | None:
    """The size that the log must have still, by `If-Match`; raises `Refusal`.

    The log only grows, so its root at that size is looked at beforehand.
    """
    header = call.headers.get("if-match")
    if header is None or is_any(header):
        return None
    return await run_sync(_size_named, call, header)


def _size_named(call: Call, header: str) -> int:
    with call.service.readers.reading() as ledger:
        for size, root in sizes_of(header):
            if call.service.root(ledger, size).startswith(root):
                return size
    raise Refusal(
        "PRECONDITION_FAILED",
        "If-Match names no state of this log: {tag}.",
        tag=Quoted(header),
    )


async def _dry_run(
    call: Call, suppose: Callable[[], Report], size: int | None
) -> Answer:
    if size is not None:
        _check_size(size, await run_sync(call.service.size))
    report = await run_sync(suppose)
    if call.wants_report:
        return json_answer(to_json(report), media=REPORT)
    return json_answer(report.data)


def _check_size(size: int, now: int) -> None:
    """The log is what it was when it was looked at; raises `Refusal`."""
    if size != now:
        raise Refusal(
            "PRECONDITION_FAILED",
            "the ledger had {size} entries when it was looked at, and has {now} now.",
            size=size,
            now=now,
        )


async def _told(call: Call, posted: Posted, place: str) -> Answer:
    receipt = posted.receipt
    number = receipt.posted or receipt.entry
    headers = {"Location": f"/v1/{place}/{number}"}
    if receipt.duplicate:
        headers["Idempotency-Hit"] = "true"
    recorded = None if receipt.duplicate else (receipt.entry, number)
    data: object = receipt_data(receipt, posted.notes)
    if call.wants_report:
        data = to_json(await run_sync(_report, call, posted))
    return json_answer(
        data,
        200 if receipt.duplicate else 201,
        media=REPORT if call.wants_report else JSON,
        headers=headers,
        entries=recorded,
    )


def _report(call: Call, posted: Posted) -> Report:
    """What it changed, as it was known just after it."""
    receipt = posted.receipt
    with call.service.readers.reading() as ledger:
        view = recorded_view(receipt, ledger)
        return receipt_report(receipt, view, posted.notes).made()


async def _file(call: Call, made: As, place: str) -> Answer:
    """Post a file of commands, all or nothing."""
    if len(call.body) <= SHORT:
        lines = _lines(call.body, made)
    else:
        lines = await run_sync(_lines, call.body, made)
    faults = file_faults(call)
    if faults:
        raise WrongKeys(faults, _faults(lines))
    try:
        return await _post_lines(call, lines, place)
    except BadForm as error:
        raise WrongKeys([], [error, *_faults(lines, after=error.line)]) from None


async def _post_lines(call: Call, lines: Sequence[Line], place: str) -> Answer:
    identity = known(call)
    for line, parsed in lines:
        if isinstance(parsed, Command):
            try:
                call.service.check_scope(identity, scope_of(parsed))
            except Refusal as refusal:
                raise refusal.at_line(line) from None
    poster = call.service.poster(identity)
    size = await _unchanged_since(call)
    if is_dry_run(call):
        if size is not None:
            _check_size(size, await run_sync(call.service.size))
        report, receipts = await run_sync(call.service.suppose_all, lines, poster)
        return json_answer(_file_data(call, lines, report, receipts), media=call.media)
    waiting = call.service.writer.post_all(lines, poster, size)
    posted = await asyncio.wrap_future(waiting)
    return _summary(call, lines, posted, place)


def _faults(lines: Sequence[Line], after: int | None = 0) -> list[BadForm]:
    """What is wrong with the form of lines, after one of them."""
    return [
        parsed.at_line(line)
        for line, parsed in lines
        if isinstance(parsed, BadForm) and line > (after or 0)
    ]


def _lines(body: bytes, made: As) -> list[Line]:
    return [
        (line, _made(parsed, made)) for line, parsed in commands_in(io.BytesIO(body))
    ]


def _made(parsed: Command | LedgerError, made: As) -> Command | LedgerError:
    try:
        return served(made(or_raised(parsed)))
    except LedgerError as error:
        return error


def _summary(
    call: Call, lines: Sequence[Line], posted: Sequence[Posted], place: str
) -> Answer:
    summary = Summary()
    notes = {}
    for (line, _), each in zip(lines, posted, strict=True):
        summary.add(each.receipt, line)
        notes[each.receipt.posted or each.receipt.entry] = each.notes
    report = summary.report(notes)
    new = summary.first
    return json_answer(
        _file_data(call, lines, report, [each.receipt for each in posted]),
        200 if new is None else 201,
        media=call.media,
        headers={} if new is None else {"Location": f"/v1/{place}/{new}"},
        entries=None if new is None else (new, summary.last or new),
    )


def _file_data(
    call: Call, lines: Sequence[Line], report: Report, receipts: Sequence[Receipt]
) -> object:
    """What a file came to, in the form that was asked for."""
    if call.media == JSON:
        return report.data
    if call.media == REPORT:
        return to_json(report)
    rows = [
        [line, receipt.entry, receipt.posted, receipt.duplicate]
        for (line, _), receipt in zip(lines, receipts, strict=True)
    ]
    return {"report": to_json(report), "receipts": rows}


ANSWER = {"anyOf": [{"$ref": COMPONENTS + name} for name in POSTING]}
"""One command, a dry run of it, or a file of them."""
_GIVES = (JSON, REPORT, RECEIPTS)
OPERATIONS = (
    Operation(
        "POST",
        "/entries",
        "postEntries",
        "Post a command, or a file of commands, all or nothing.",
        posting(lambda command: command, "entries"),
        scope="post",
        keys=KEYS,
        takes=(JSON, JSON_LINES),
        gives=_GIVES,
        success=(200, 201),
        answer=ANSWER,
    ),
    Operation(
        "POST",
        "/submissions",
        "postSubmissions",
        "Propose a command, or a file of them, to a second person.",
        posting(proposed, "submissions"),
        scope="post",
        keys=KEYS,
        takes=(JSON, JSON_LINES),
        gives=_GIVES,
        success=(200, 201),
        answer=ANSWER,
    ),
)
