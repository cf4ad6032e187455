"""Submissions over HTTP: looked at, approved, declined, taken back (section 9)."""

from typing import Any

from anyio.to_thread import run_sync

from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.values.errors import BadForm, Refusal
from domain.values.messages import Quoted
from ledger.asking import anchored
from ledger.queries.submissions import of_number, one, report_of
from projections.answer_schemas import COMPONENTS
from projections.parameters import entry_number
from projections.report import Report
from projections.sending import to_json
from projections.snapshot import View
from web.api.answers import JSON, REPORT, Answer, json_answer
from web.api.asking import NotThere, in_thread, report_answer
from web.api.call import Call, Handler, Operation
from web.api.etags import holds, is_any, matches, submission_tag
from web.api.forms import KEYS, command_of
from web.api.keys import given
from web.api.posting import ANSWER, known, post_one, scope_for

_OF_PATH = {"submission": "Number of the submission's entry."}
_GONE = ("ENTRY_UNKNOWN", "SCOPE_INVALID")
Found = dict[str, Any]


def _show(call: Call) -> Answer:
    given(call.query, ()).check()
    with call.service.readers.reading() as ledger:
        call.service.check_may_read(call.identity, ledger)
        view = ledger.view()
        if call.shape is not None:  # who approves by a command line asks as there
            return json_answer(to_json(_waiting(call, view)), media=REPORT)
        found = _found(call, view)
        tag = submission_tag(found["leaf"], found["effect"])
        before = call.headers.get("if-none-match")
        if before and (is_any(before) or matches(before, tag)):
            return Answer(304, headers={"ETag": tag})
        answer = report_answer(call, anchored(report_of(found, view), view))
    return Answer(answer.status, answer.body, answer.media, {"ETag": tag})


def _waiting(call: Call, view: View) -> Report:
    """One that waits, as `zuidas approve` shows it; raises `LedgerError`."""
    try:
        return one(view, entry_number(call.names["submission"]))[1]
    except Refusal as refusal:
        if refusal.code in _GONE:
            raise NotThere(refusal) from None
        raise


def _found(call: Call, view: View) -> Found:
    """The submission that the path names; raises `NotThere`."""
    try:
        return of_number(view, entry_number(call.names["submission"]))
    except Refusal as refusal:
        if refusal.code in _GONE:
            raise NotThere(refusal) from None
        raise


def _look(call: Call) -> Found:
    with call.service.readers.reading() as ledger:
        call.service.check_may_read(call.identity, ledger)
        return _found(call, ledger.view())


async def _approve(call: Call) -> Answer:
    """Approve what was looked at, and nothing else."""
    return await _settle(call, "approve", required=True)


def _check_same(header: str | None, found: Found, *, required: bool) -> None:
    """`If-Match` names the submission as it is now; raises `Refusal`."""
    tag = submission_tag(found["leaf"], found["effect"])
    if header is None and not required:
        return
    if header is None:
        raise Refusal(
            "PRECONDITION_MISSING",
            "an approval says in If-Match which state of the submission was looked at:"
            " the ETag of /v1/submissions/{number}.",
            number=found["submission"],
        )
    if holds(header, tag):
        return
    same_leaf = f'"{tag.strip(chr(34)).partition("-")[0]}-' in header
    raise Refusal(
        "EFFECT_CHANGED" if same_leaf else "SUBMISSION_DIFFERS",
        "If-Match is {given}, and submission {number} is {tag} now: look at it again.",
        {"leaf": found["leaf"], "effect": found["effect"]},
        given=Quoted(header),
        number=found["submission"],
        tag=tag,
    )


def _settling(name: str) -> Handler:
    async def serve(call: Call) -> Answer:
        return await _settle(call, name, required=False)

    return serve


async def _settle(call: Call, name: str, *, required: bool) -> Answer:
    """Post what decides on the submission, if it is the one that was looked at.

    One that is settled is answered by the ledger: it knows a repeated id first.
    """
    call.service.check_scope(known(call), scope_for(name))
    found = await run_sync(_look, call)
    number = found["submission"]
    command = command_of(call, lambda fields: _command(name, number, fields))
    if found["status"] == "waiting":
        _check_same(call.headers.get("if-match"), found, required=required)
    return await post_one(call, command, "entries", of_log=False)


def _command(name: str, number: int, fields: dict[str, Any]) -> Command:
    """The command that a body is the rest of; raises `BadForm`."""
    for field in ("command", "submission"):
        if field in fields:
            raise BadForm(
                "BAD_COMMAND",
                "{field} is said by the path; leave it out.",
                {"field": field},
                field=field,
            )
    return command_from_mapping({"command": name, "submission": number, **fields})


def _posts(template: str, name: str, summary: str, serve: Handler) -> Operation:
    return Operation(
        "POST",
        template,
        name,
        summary,
        serve,
        scope="approve",
        keys=KEYS,
        unknown=_GONE,
        takes=(JSON,),
        success=(200, 201),
        of_path=_OF_PATH,
        answer=ANSWER,
    )


_ONE = "/submissions/{submission}"
OPERATIONS = (
    Operation(
        "GET",
        _ONE,
        "getSubmissionsSubmission",
        "A submission as it would be posted now, for whoever decides on it.",
        in_thread(_show),
        unknown=_GONE,
        of_path=_OF_PATH,
        answer={"$ref": f"{COMPONENTS}shown_submission"},
    ),
    _posts(
        f"{_ONE}/approvals",
        "postSubmissionsSubmissionApprovals",
        "Approve a submission; its command is posted.",
        _approve,
    ),
    _posts(
        f"{_ONE}/rejections",
        "postSubmissionsSubmissionRejections",
        "Decline a submission.",
        _settling("decline"),
    ),
    _posts(
        f"{_ONE}/withdrawals",
        "postSubmissionsSubmissionWithdrawals",
        "Take back one's own submission.",
        _settling("retract_submission"),
    ),
)
