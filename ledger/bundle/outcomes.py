"""What making and replaying a bundle came to, as reports."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from domain.values.messages import Message, Quoted, message, parts
from ledger.bundle.proofs import Proven
from ledger.bundle.replaying import Replayed
from ledger.bundle.reports import FINDINGS
from ledger.bundle.writing import Written
from ledger.storage.location import Location
from ledger.transparency.checkpoints import Checkpoint
from ledger.verifying.report import (
    cosignatures_json,
    cosigned_lines,
    log_lines,
    unknown_line,
)
from projections.report import Report, of_facts


def written_report(written: Written, name: str) -> Report:
    """What the bundle of a name holds."""
    checkpoint = written.checkpoint
    data = {
        "origin": checkpoint.origin,
        "at": written.at.isoformat(),
        "entries": checkpoint.size,
        "root": checkpoint.root.hex(),
        "signed": written.signed,
        "checkpoints": list(written.older),
        "withheld": written.withheld,
        "manifest_sha256": written.fingerprint,
    }
    return of_facts(data, *_written(written, name))


def _written(written: Written, name: str) -> Iterator[Message]:
    size = written.checkpoint.size
    yield message(
        "{entries} entries in {name}, reports at {at}.",
        entries=size,
        name=name,
        at=written.at,
    )
    for older in written.older:
        yield message("Extends the checkpoint of {size} entries.", size=older)
    if written.withheld:
        yield _left_out(written.withheld)
    yield message(
        "Checkpoint signed."
        if written.signed
        else "Checkpoint NOT signed (--key signs it)."
    )
    yield from log_lines(size, written.checkpoint.root.hex())
    yield message(
        "SHA-256 of the manifest {fingerprint}.", fingerprint=written.fingerprint
    )


def _left_out(withheld: int) -> Message:
    return message(
        "Sealed values of entries up to {withheld} are left out.", withheld=withheld
    )


def replayed_report(
    replayed: Replayed,
    proven: Proven,
    kept: Sequence[Checkpoint] = (),
    into: Location | None = None,
) -> Report:
    """What a bundle was found to give; `into` is where the ledger was kept."""
    data = {
        **asdict(replayed.stated),
        "at": replayed.stated.at.isoformat(),
        "signers": list(proven.signers),
        "cosignatures": cosignatures_json(proven.cosignatures),
        "unknown_signers": list(proven.unknown),
        "signature_verified": bool(proven.signers),
        "checkpoints": [older.size for older in proven.older],
        "kept_checkpoints": [checkpoint.size for checkpoint in kept],
        "reproduced": list(replayed.reproduced),
        "into": None if into is None else str(into),
    }
    return of_facts(data, *_replayed(replayed, proven, kept, into))


def _replayed(
    replayed: Replayed,
    proven: Proven,
    kept: Sequence[Checkpoint],
    into: Location | None,
) -> Iterator[Message]:
    stated = replayed.stated
    yield message("Manifest: every member is as listed.")
    yield message(
        "Entries: {entries} of {origin}.", entries=stated.entries, origin=stated.origin
    )
    yield message("Verified: hashes, order, replay, journal and balances.")
    if stated.withheld:
        yield _left_out(stated.withheld)
    yield message("Checkpoint: {signed}.", signed=_signed(proven))
    yield from cosigned_lines(proven.cosignatures)
    if proven.unknown:
        yield unknown_line(proven.unknown)
    for older in proven.older:
        yield message(
            "Extends the checkpoint of {size} entries in the bundle.", size=older.size
        )
    for own in kept:
        yield message(
            "Extends the checkpoint of {size} entries that you kept.", size=own.size
        )
    yield message(
        "Reports at {at}: the same, byte for byte ({members}).",
        at=stated.at,
        members=parts(replayed.reproduced),
    )
    if FINDINGS not in replayed.reproduced:
        yield message(
            "Not compared: {member}, what version {program} of the program found"
            " remarkable; this version may look for more or for other things.",
            member=FINDINGS,
            program=Quoted(stated.program),
        )
    if into is not None:
        yield message("The ledger is kept at {place}.", place=str(into))
    yield from log_lines(stated.entries, stated.root)


def _signed(proven: Proven) -> Message:
    if proven.signers:
        return message("signed by {signers}, verified", signers=parts(proven.signers))
    if proven.unknown:
        return message("its signature was NOT verified (give --vkey)")
    return message("NOT signed")
