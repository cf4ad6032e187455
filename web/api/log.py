"""The transparency log over HTTP: checkpoint, tiles, and a proof of one entry.

Source: https://c2sp.org/tlog-tiles. Open to all: hashes, and the leaves of six lines,
which say nothing of what is in an entry.
"""

import re

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from ledger.publishing.publish import content
from ledger.reading import LedgerReader
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.log import LogReader
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.notes import Note
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile
from ledger.verifying.audit import leaf_of
from projections.parameters import entry_number
from projections.snapshot import last_entry
from web.api.answers import BYTES, TEXT, Answer, closed, json_answer
from web.api.asking import NotThere, in_thread
from web.api.call import Call, Operation
from web.api.keys import given

_TILE = re.compile(
    r"(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_HIGHEST = 63
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def _checkpoint(call: Call) -> Answer:
    given(call.query, ()).check()
    note = call.service.checkpoints.newest()
    return Answer(200, note.encode(), TEXT)


def _tile(call: Call) -> Answer:
    given(call.query, ()).check()
    tile = _parsed(call.names["rest"])
    with call.service.readers.reading() as ledger:
        size = last_entry(ledger.store)
        level = 0 if tile.level is None else tile.level
        there = (size >> HEIGHT * level) - tile.first
        if there < tile.width:
            raise _no_tile(call.names["rest"])
        found = content(ledger.store, tile)
    return Answer(200, found, BYTES, _FOR_EVER if tile.is_full else {})


def _parsed(path: str) -> Tile:
    """A tile by its path below `tile/`; raises `Refusal` (`NOT_FOUND`)."""
    found = _TILE.fullmatch(path)
    if found is None:
        raise _no_tile(path)
    level = None if found["level"] == "entries" else int(found["level"])
    number = int(found["number"].replace("x", "").replace("/", ""))
    width = WIDTH if found["width"] is None else int(found["width"])
    tile = Tile(level, number, width)
    whole = found["width"] is None or width < WIDTH
    # One name for each: no zeros ahead, and no level beyond what a log can have.
    if tile.path != f"tile/{path}" or not whole or (level or 0) > _HIGHEST // HEIGHT:
        raise _no_tile(path)
    return tile


def _no_tile(path: str) -> Refusal:
    return Refusal("NOT_FOUND", "there is no tile {path}.", path=Quoted(path))


def _inclusion_proof(call: Call) -> Answer:
    given(call.query, ()).check()
    try:
        number = entry_number(call.names["entry"])
        _check_there(number, call.service.size())
    except Refusal as refusal:
        raise NotThere(refusal) from None
    note = call.service.checkpoints.newest_if_any()
    with call.service.readers.reading() as ledger:
        return json_answer(_proof(ledger, number, note))


def _check_there(number: int, size: int) -> None:
    """There is such an entry; raises `Refusal` (`ENTRY_UNKNOWN`)."""
    if not 1 <= number <= size:
        raise Refusal(
            "ENTRY_UNKNOWN",
            "there is no entry {number}; the last is {size}.",
            number=number,
            size=size,
        )


def _proof(ledger: LedgerReader, number: int, note: Note | None) -> dict[str, object]:
    """What shows that an entry is in the log: of the checkpoint, where it has it."""
    store, size = ledger.store, last_entry(ledger.store)
    signed = None if note is None else Checkpoint.parse(note.text)
    if signed is not None and not number <= signed.size <= size:
        signed, note = None, None
    leaf = leaf_of(store, number)
    size = size if signed is None else signed.size
    log = LogReader(store)
    return {
        "entry": number,
        "index": number - 1,
        "size": size,
        "leaf": leaf.decode(),
        "leaf_hash": leaf_hash(leaf).hex(),
        "root": log.root(size).hex(),
        "hashes": [each.hex() for each in log.tree.inclusion_proof(number - 1, size)],
        "checkpoint": None if note is None else note.encode().decode(),
    }


_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PROOF = {
    "entry": {"type": "integer", "minimum": 1},
    "index": {"type": "integer", "minimum": 0},
    "size": {"type": "integer", "minimum": 1},
    "leaf": {"type": "string"},
    "leaf_hash": _HASH,
    "root": _HASH,
    "hashes": {"type": "array", "items": _HASH},
    "checkpoint": {"type": ["string", "null"]},
}
OPERATIONS = (
    Operation(
        "GET",
        "/log/checkpoint",
        "getLogCheckpoint",
        "The newest signed checkpoint of the log (C2SP tlog-checkpoint).",
        in_thread(_checkpoint),
        scope=None,
        gives=(TEXT,),
    ),
    Operation(
        "GET",
        "/log/tile/{rest}",
        "getLogTile",
        "A tile or an entry bundle of the log (C2SP tlog-tiles).",
        in_thread(_tile),
        scope=None,
        gives=(BYTES,),
        unknown=("NOT_FOUND",),
        of_path={"rest": "L/N, entries/N, and .p/W of those that are not full yet."},
    ),
    Operation(
        "GET",
        "/entries/{entry}/inclusion-proof",
        "getEntriesEntryInclusionProof",
        "What shows that an entry is in the log.",
        in_thread(_inclusion_proof),
        answer=closed(_PROOF),
        scope=None,
        gives=("application/json",),
        unknown=("ENTRY_UNKNOWN",),
        of_path={"entry": "Number of the entry."},
    ),
)
