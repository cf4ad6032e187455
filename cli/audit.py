"""`zuidas audit`: keys, checkpoints, proofs and verification."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from cli.answers import COMMANDS, epilog
from cli.auditing import (
    cant_write,
    failures_of_notes,
    last_cosigned,
    log_key,
    read_key,
    read_note,
    replace_file,
    witness_keys,
)
from cli.damage import damage_told
from cli.output import as_json, write
from cli.progress import progress_bar
from cli.settings import Settings, settings_of, shared_options
from domain.errors import IntegrityError, LedgerError, Refusal
from ledger.audit import (
    check_extends,
    check_holds,
    checkpoint_of,
    origin,
    prove,
    read_notes,
    signed_checkpoint,
    verify_proof,
    witness,
)
from ledger.checkpoints import Checkpoint, verify_checkpoint
from ledger.keys import SignatureType, SigningKey, write_private_key
from ledger.reading import LedgerReader, open_reader, open_store
from ledger.storage.store import Store
from ledger.verifying import Verification, verify
from projections.view import last_entry

AUDIT = click.Group(
    "audit",
    help="For an auditor who trusts nobody: verify, checkpoint, prove, sample.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

_KEY = click.Option(
    ["--key"], required=True, metavar="FILE", help="Private key file, mode 0600."
)
_VKEY = click.Option(
    ["--vkey"], metavar="KEY", help="Verifier key of the log, or a file."
)
_CHECKPOINT = click.Option(
    ["--checkpoint"],
    multiple=True,
    metavar="FILE",
    help="Checkpoint held elsewhere; repeats.",
)

COMMANDS["audit"] = AUDIT
Callback = Callable[..., int | None]


def command(
    name: str, *parameters: click.Parameter, examples: str
) -> Callable[[Callback], Callback]:
    """Make an audit command of a function of settings and its parameters."""

    def register(function: Callback) -> Callback:
        def run(**values: Any) -> int | None:  # noqa: ANN401
            settings = settings_of(click.get_current_context(), values)
            with damage_told(), failures_of_notes():
                return function(settings, **values)

        AUDIT.add_command(
            click.Command(
                name,
                params=[*parameters, *shared_options()],
                callback=run,
                help=function.__doc__,
                epilog=epilog(examples),
            )
        )
        return function

    return register


@command(
    "verify",
    _CHECKPOINT,
    _VKEY,
    click.Option(["--fast"], is_flag=True, help="Hashes, order and checkpoints only."),
    examples="""
    zuidas audit verify
    zuidas audit verify --checkpoint kept.checkpoint --vkey log.vkey
    zuidas audit verify --fast -O json
    """,
)
def audit_verify(
    settings: Settings, checkpoint: Sequence[str], vkey: str | None, fast: bool
) -> int:
    """Verify every event, the log, the books, and that older checkpoints are extended.

    Names the first bad entry and what is wrong with it; exits with 3. With the log's
    verifier key alone, that it is this ledger that was named so.
    """
    checkpoints = _verified(checkpoint, vkey)
    name = None if vkey is None else log_key(vkey).name
    store = open_store(settings.location)
    try:
        # Not as a query opens it: entry 1 may be what is wrong.
        with store.reading(), progress_bar("Verifying", _last(store)) as advance:
            result = verify(store, checkpoints, fast=fast, progress=advance)
            if name is not None:
                _check_origin(store, name, result)
    finally:
        store.close()
    if settings.shape == "json":
        write(settings, as_json(_verification_json(result, checkpoints, fast=fast)))
    else:
        write(settings, _verification_text(result, checkpoints, fast=fast))
    return 0 if result.is_clean else 3


def _last(store: Store) -> int | None:
    """How far the progress bar goes, as far as that can be told."""
    try:
        return last_entry(store)
    except IntegrityError:
        return None


def _check_origin(store: Store, name: str, result: Verification) -> None:
    """The ledger is the one that the log's key is named after."""
    try:
        own = origin(store)
    except LedgerError:
        own = "one without a name"
    if own != name:
        result.add(
            "CHECKPOINT_DIFFERS",
            f"the verifier key and its checkpoints are of {name}; this ledger is {own}:"
            " another ledger, or one whose entry 1 was changed.",
        )


def _verified(paths: Sequence[str], vkey: str | None) -> list[Checkpoint]:
    """Checkpoints of files, their signatures checked."""
    if not paths:
        return []
    key = log_key(vkey)
    return [
        verify_checkpoint(note, key).checkpoint
        for path in paths
        for note in read_notes(Path(path))
    ]


def _verification_json(
    result: Verification, checkpoints: Sequence[Checkpoint], *, fast: bool
) -> dict[str, object]:
    return {
        "entries": result.entries,
        "root": result.root.hex(),
        "fast": fast,
        "verified": result.is_clean,
        "first_bad_entry": result.first_bad_entry,
        "checkpoints": [checkpoint.size for checkpoint in checkpoints],
        "findings": [finding.as_json() for finding in result.findings],
    }


def _verification_text(
    result: Verification, checkpoints: Sequence[Checkpoint], *, fast: bool
) -> str:
    lines = [f"{_WORD[f.severity]}[{f.code}] {f.message}" for f in result.findings]
    what = "hashes and order" if fast else "hashes, order, replay, journal and balances"
    lines.append(f"{result.entries} entries {_verdict(result)}: {what}.")
    lines += [
        f"Extends the checkpoint of {c.size} entries."
        for c in checkpoints
        if result.is_clean
    ]
    lines.append(f"Log size {result.entries}, root {result.root.hex()}.")
    # What a hostile ledger says must not steer the terminal.
    return "\n".join(
        line if line.isprintable() else ascii(line)[1:-1] for line in lines
    )


def _verdict(result: Verification) -> str:
    if result.is_clean:
        return "verified"
    listed = sum(finding.severity == "error" for finding in result.findings)
    count = f"{result.errors} errors"
    if result.errors > listed:
        count += f", the first {listed} listed"
    entry = result.first_bad_entry
    first = "" if entry is None else f", the first bad entry is {entry}"
    return f"NOT verified ({count}{first})"


_WORD = {"error": "", "warning": "Warning "}


@command(
    "keygen",
    click.Argument(["file"], metavar="FILE"),
    click.Option(["--witness"], metavar="NAME", help="An auditor's key, of this name."),
    examples="""
    zuidas audit keygen log.key
    zuidas audit keygen auditor.key --witness auditor.example/2026
    """,
)
def audit_keygen(settings: Settings, file: str, witness: str | None) -> None:
    """Make a signing key in FILE (mode 0600) and its verifier key in FILE's .vkey.

    The log's key carries the ledger's own name, so it can't vouch for another ledger;
    a witness's key (--witness) needs no ledger.
    """
    if witness is not None:
        key = SigningKey.generate(witness, SignatureType.COSIGNATURE)
    else:
        with open_reader(settings.location) as ledger:
            key = SigningKey.generate(origin(ledger.store))
    path = Path(file)
    if not path.name or path.suffix == ".vkey":
        raise Refusal("BAD_COMMAND", f"{path} is no name of a private key's file.")
    public = path.with_suffix(".vkey")
    for each in (path, public):
        if each.exists():
            raise Refusal(
                "BAD_COMMAND", f"{each} exists already; keys are not replaced."
            )
    try:
        write_private_key(path, key.encode())
        with public.open("x", encoding="utf-8") as file_:
            file_.write(key.verifier.encode() + "\n")
    except OSError as error:
        raise cant_write(path, error) from None
    if settings.shape == "json":
        write(settings, as_json({"name": key.name, "vkey": key.verifier.encode()}))
    else:
        write(
            settings,
            f"Private key in {path} (keep it off the ledger's machine), verifier key in"
            f" {public}:\n{key.verifier.encode()}",
        )


@command(
    "checkpoint",
    _KEY,
    click.Option(
        ["--extend"],
        metavar="FILE",
        help="Append to a file of checkpoints kept elsewhere, if the log extends it.",
    ),
    examples="""
    zuidas audit checkpoint --key log.key
    zuidas audit checkpoint --key log.key --extend /media/stick/zuidas.checkpoints
    """,
)
def audit_checkpoint(settings: Settings, key: str, extend: str | None) -> None:
    """Sign the log's present size and root (C2SP tlog-checkpoint)."""
    signer = read_key(key)
    with open_reader(settings.location) as ledger:
        size = last_entry(ledger.store)
        note = signed_checkpoint(ledger.store, size, signer)
        if extend is not None:
            _extend(ledger, size, Path(extend), note.encode(), signer)
    write(settings, note.encode().decode())


def _extend(
    ledger: LedgerReader, size: int, path: Path, note: bytes, signer: SigningKey
) -> None:
    """Append a checkpoint to a file whose checkpoints the log all extends."""
    if path.exists():
        for older in read_notes(path):
            verified = verify_checkpoint(older, signer.verifier).checkpoint
            check_extends(ledger.store, size, verified)
            if verified.size == size:
                return
    try:
        with path.open("ab") as file:
            file.write((b"\n" if file.tell() else b"") + note)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise cant_write(path, error) from None


@command(
    "cosign",
    click.Argument(["checkpoint"], metavar="CHECKPOINT"),
    _KEY,
    _VKEY,
    click.Option(
        ["--seen"],
        metavar="FILE",
        help="Where the last cosigned checkpoint is kept (the key's file + .seen).",
    ),
    examples="""
    zuidas audit cosign zuidas.checkpoint --key auditor.key --vkey log.vkey
    """,
)
def audit_cosign(
    settings: Settings, checkpoint: str, key: str, vkey: str | None, seen: str | None
) -> None:
    """Add an auditor's cosignature to a checkpoint, as a witness.

    Only after the log was verified to extend the last checkpoint that this key signed.
    """
    signer = read_key(key)
    kept = Path(seen) if seen is not None else Path(f"{key}.seen")
    last = last_cosigned(kept, signer.verifier) if kept.exists() else None
    note = read_note(checkpoint)
    with open_reader(settings.location) as ledger:
        cosigned = witness(ledger.store, note, log_key(vkey), signer, last)
    # Kept first: what was handed out and then forgotten could be contradicted.
    replace_file(kept, cosigned.encode())
    write(settings, cosigned.encode().decode())


@command(
    "prove",
    click.Argument(["entry"], metavar="N", type=int),
    click.Option(
        ["--checkpoint"], metavar="FILE", help="Signed checkpoint to prove to."
    ),
    click.Option(
        ["--key"], metavar="FILE", help="Or sign the present one with this key."
    ),
    examples="""
    zuidas audit prove 5 --key log.key -o entry-5.tlog-proof
    """,
)
def audit_prove(
    settings: Settings, entry: int, checkpoint: str | None, key: str | None
) -> None:
    """Prove that entry N is in a signed checkpoint (C2SP tlog-proof).

    The file holds the entry itself and can be verified without ledger or database.
    """
    with open_reader(settings.location) as ledger:
        if checkpoint is not None:
            note = read_note(checkpoint)
        elif key is not None:
            size = last_entry(ledger.store)
            note = signed_checkpoint(ledger.store, size, read_key(key))
        else:
            raise Refusal("BAD_COMMAND", "give --checkpoint or --key.")
        proof = prove(ledger.store, entry, note)
    write(settings, proof.encode().decode())


@command(
    "verify-proof",
    click.Argument(["file"], metavar="FILE"),
    click.Option(
        ["--vkey"], required=True, metavar="KEY", help="Verifier key of the log."
    ),
    click.Option(
        ["--witness-vkey"], multiple=True, metavar="KEY", help="Witnesses; repeats."
    ),
    examples="""
    zuidas audit verify-proof entry-5.tlog-proof --vkey log.vkey
    """,
)
def audit_verify_proof(
    settings: Settings, file: str, vkey: str, witness_vkey: Sequence[str]
) -> None:
    """Verify a proof offline: only the file and the verifier keys are looked at."""
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise Refusal(
            "BAD_COMMAND", f"{file} can't be read: {error.strerror}."
        ) from None
    named = witness_keys(witness_vkey)
    proved = verify_proof(data, log_key(vkey), named)
    checkpoint = proved.verified.checkpoint
    witnesses = [each.key.name for each in proved.verified.cosignatures]
    missing = [key.name for key in named if key.name not in witnesses]
    if missing:
        raise IntegrityError(
            "SIGNATURE_INVALID", f"{', '.join(missing)} did not cosign the checkpoint."
        )
    answer = {
        "entry": proved.entry,
        "topic": proved.topic,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": witnesses,
        "state": proved.state,
    }
    if settings.shape == "json":
        write(settings, as_json(answer))
        return
    given = json.dumps(proved.state.get("given"), ensure_ascii=False, indent=2)
    actor = proved.state.get("actor")
    name = actor.get("name") if isinstance(actor, dict) else None
    by = f", cosigned by {', '.join(witnesses)}" if witnesses else ""
    moment = proved.state.get("recorded_at")
    write(
        settings,
        f"Entry {proved.entry} ({proved.topic}) is in the log {checkpoint.origin} of"
        f" {checkpoint.size} entries{by}.\nRecorded {moment} by"
        f" {name}:\n{given}",
    )


@command(
    "consistency",
    click.Argument(["old"], metavar="OLD"),
    click.Argument(["new"], metavar="NEW", required=False),
    click.Option(
        ["--vkey"], required=True, metavar="KEY", help="Verifier key of the log."
    ),
    examples="""
    zuidas audit consistency 2011.checkpoint 2012.checkpoint --vkey log.vkey
    """,
)
def audit_consistency(settings: Settings, old: str, new: str | None, vkey: str) -> None:
    """Prove that checkpoint NEW (or the present log) extends checkpoint OLD."""
    key = log_key(vkey)
    older = verify_checkpoint(read_note(old), key).checkpoint
    with open_reader(settings.location) as ledger:
        newer = (
            checkpoint_of(ledger.store, last_entry(ledger.store))
            if new is None
            else verify_checkpoint(read_note(new), key).checkpoint
        )
        check_holds(ledger.store, newer)
        if new is not None and older.size > newer.size:
            raise Refusal(
                "BAD_COMMAND",
                f"OLD has {older.size} entries and NEW {newer.size}: give the older one"
                " first.",
            )
        check_extends(ledger.store, newer.size, older)
    answer = {
        "origin": older.origin,
        "old": older.size,
        "new": newer.size,
        "consistent": True,
    }
    if settings.shape == "json":
        write(settings, as_json(answer))
    else:
        write(
            settings,
            f"The log of {newer.size} entries extends the checkpoint of {older.size}"
            " entries: nothing before it was changed.",
        )


__all__ = ["AUDIT", "command"]
