"""The whole ledger as one file that proves itself (section 12), over HTTP."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import BinaryIO

from anyio.to_thread import run_sync

from domain.values.errors import Refusal
from ledger.bundle.aside import Wanted, bundle_aside, notes_of
from projections.parameters import AT
from projections.query import Parameter
from web.api.answers import ZIP, Answer
from web.api.call import Call, Operation
from web.api.keys import a_date, given, keys_of, values
from web.api.problems import WrongValues

_WITHOUT = Parameter("without_sealed", "flag", "Leave out what is sealed.")
_CHECKPOINT = Parameter(
    "checkpoint",
    "file",
    "An older checkpoint, to prove that the log extends it; repeats.",
    place="arguments",
)
_one = Lock()
"""One at a time: to verify everything keeps a processor busy."""


async def _bundle(call: Call) -> Answer:
    return await run_sync(_made, call)


def _made(call: Call) -> Answer:
    wanted = _wanted(call)
    if not _one.acquire(blocking=False):
        raise Refusal("BUSY", "another bundle is being made; ask again.")
    try:
        return Answer(200, media=ZIP, file=_file(call, wanted))
    finally:
        _one.release()


def _wanted(call: Call) -> Wanted:
    keys = call.operation.keys
    with call.service.readers.reading() as ledger:
        call.service.check_may_read(call.identity, ledger)
        read = values(given(call.query, keys), keys, ledger)
    key = call.service.key
    return Wanted(
        a_date(read.get(AT.keyword)),
        _checkpoints(read.get(_CHECKPOINT.keyword, ())),
        with_sealed=not read.get(_WITHOUT.keyword, False),
        key=None if key is None else key.encode(),
    )


def _checkpoints(texts: object) -> tuple[bytes, ...]:
    """The older checkpoints; raises `WrongValues` where one is none."""
    assert isinstance(texts, tuple)  # noqa: S101  # it repeats
    found = tuple(text.encode() for text in texts)
    try:
        notes_of(found)
    except Refusal as refusal:
        raise WrongValues(refusal, [_CHECKPOINT.name]) from None
    return found


def _file(call: Call, wanted: Wanted) -> BinaryIO:
    """The bundle, open for reading; it has no name any more."""
    with NamedTemporaryFile(prefix="zuidas-", suffix=".bundle") as made:
        bundle_aside(call.service.location, wanted, Path(made.name))
        return Path(made.name).open("rb")


OPERATIONS = (
    Operation(
        "GET",
        "/bundle",
        "getBundle",
        "The whole ledger as an audit bundle: entries, proofs, journal, reports.",
        _bundle,
        keys=keys_of((AT, _WITHOUT, _CHECKPOINT)),
        gives=(ZIP,),
    ),
)
