"""`zuidas audit keygen` to `consistency`: keys, checkpoints and proofs."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from cli.answering import answer
from cli.auditing.audit import command
from cli.auditing.files import (
    cant_write,
    last_cosigned,
    read_key,
    read_note,
    replace_file,
    vouched_for,
)
from cli.auditing.trusting import (
    QUORUM,
    TRUSTED,
    VKEY,
    WITNESS_VKEY,
    own_trust,
    trust_if_any,
    trust_of,
)
from cli.settings import Settings
from domain.values.errors import Refusal
from domain.values.messages import message
from ledger.transparency.evidence import read_evidence
from ledger.transparency.keys import (
    SignatureType,
    SigningKey,
    VerifierKey,
    write_private_key,
)
from ledger.transparency.notes import Note
from ledger.transparency.trust import Trust
from ledger.verifying.audit import (
    check_extends,
    check_holds,
    check_logged,
    origin,
    prove,
    read_notes,
    verify_proof,
)
from ledger.verifying.report import consistency_report, proved_report
from ledger.verifying.signing import Vouched
from projections.report import Report, of_content, of_facts

_KEY = click.Option(
    ["--key"], required=True, metavar="FILE", help="Private key file, mode 0600."
)
PROVE_TO = (
    click.Option(
        ["--checkpoint"], metavar="FILE", help="Signed checkpoint to prove to."
    ),
    click.Option(
        ["--key"],
        multiple=True,
        metavar="FILE",
        help="Or sign the present one with this key; repeats.",
    ),
    VKEY,
    WITNESS_VKEY,
    QUORUM,
)
SIGNERS = click.Option(
    ["--key"],
    required=True,
    multiple=True,
    metavar="FILE",
    help="Private key file, mode 0600; repeats (an old key and a new one).",
)


@command(
    "keygen",
    click.Argument(["file"], metavar="FILE"),
    click.Option(["--witness"], metavar="NAME", help="An auditor's key, of this name."),
    examples="""
    zuidas audit keygen log.key
    zuidas audit keygen auditor.key --witness auditor.example/2026
    """,
    looks_at="files",
)
def audit_keygen(settings: Settings, file: str, witness: str | None) -> None:
    """Make a signing key in FILE (mode 0600) and its verifier key in FILE's .vkey.

    The log's key carries the ledger's own name, so it can't vouch for another ledger;
    a witness's key (--witness) needs no ledger.
    """
    if witness is not None:
        key = SigningKey.generate(witness, SignatureType.COSIGNATURE)
    else:
        with settings.reader() as ledger:
            key = SigningKey.generate(origin(ledger.store))
    path = Path(file)
    if not path.name or path.suffix == ".vkey":
        raise Refusal(
            "BAD_COMMAND", "{path} is no name of a private key's file.", path=path
        )
    public = path.with_suffix(".vkey")
    for each in (path, public):
        if each.exists():
            raise Refusal(
                "BAD_COMMAND",
                "{each} exists already; keys are not replaced.",
                each=each,
            )
    try:
        write_private_key(path, key.encode())
        with public.open("x", encoding="utf-8") as file_:
            file_.write(key.verifier.encode() + "\n")
    except OSError as error:
        raise cant_write(path, error) from None
    answer(settings, _made(key.verifier, path, public))


def _made(key: VerifierKey, private: Path, public: Path) -> Report:
    """Where the two halves of a key are now; the public one is said."""
    vkey = key.encode()
    return of_facts(
        {"name": key.name, "vkey": vkey},
        message(
            "Private key in {private} (keep it off the ledger's machine), verifier key"
            " in {public}:",
            private=private,
            public=public,
        ),
        vkey,
    )


@command(
    "checkpoint",
    SIGNERS,
    click.Option(
        ["--extend"],
        metavar="FILE",
        help="Append to a file of checkpoints kept elsewhere, if the log extends it.",
    ),
    click.Option(
        ["--vkey"],
        multiple=True,
        metavar="KEY",
        help="Verifier keys that signed earlier ones in that file; repeats.",
    ),
    examples="""
    zuidas audit checkpoint --key log.key
    zuidas audit checkpoint --key old.key --key new.key
    zuidas audit checkpoint --key log.key --extend /media/stick/zuidas.checkpoints
    """,
)
def audit_checkpoint(
    settings: Settings, key: Sequence[str], extend: str | None, vkey: Sequence[str]
) -> None:
    """Sign the log's present size and root (C2SP tlog-checkpoint).

    The whole ledger is verified first: what was altered is not signed. While a new key
    replaces an old one, sign with both.
    """
    signers = [read_key(path) for path in key]
    with settings.reader() as ledger:
        whole = vouched_for(ledger.store)
        note = whole.signed(*signers)
        if extend is not None:
            own = own_trust(signers, vkey)
            _extend(whole, Path(extend), note.encode(), own)
    answer(settings, of_content(note.encode().decode()))


def _extend(whole: Vouched, path: Path, note: bytes, own: Trust) -> None:
    """Append a checkpoint to a file whose checkpoints the log all extends."""
    size = whole.present.size
    if path.exists():
        for older in read_notes(path):
            verified = own.verify_log(older).checkpoint
            check_extends(whole.reader, size, verified)
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
    VKEY,
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
    settings: Settings,
    checkpoint: str,
    key: str,
    vkey: Sequence[str],
    seen: str | None,
) -> None:
    """Add an auditor's cosignature to a checkpoint, as a witness.

    Only after the whole ledger was verified, and that it extends the last checkpoint
    that this key signed.
    """
    signer = read_key(key)
    kept = Path(seen) if seen is not None else Path(f"{key}.seen")
    last = last_cosigned(kept, signer.verifier) if kept.exists() else None
    note = read_note(checkpoint)
    trust = trust_of(vkey)
    with settings.reader() as ledger:
        whole = vouched_for(ledger.store)
        cosigned = whole.cosigned(note, trust.log_keys, signer, last)
    # Kept first: what was handed out and then forgotten could be contradicted.
    replace_file(kept, cosigned.encode())
    answer(settings, of_content(cosigned.encode().decode()))


@command(
    "prove",
    click.Argument(["entry"], metavar="N", type=int),
    *PROVE_TO,
    examples="""
    zuidas audit prove 5 --key log.key -o entry-5.tlog-proof
    """,
)
def audit_prove(
    settings: Settings,
    entry: int,
    checkpoint: str | None,
    key: Sequence[str],
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Prove that entry N is in a signed checkpoint (C2SP tlog-proof).

    The file holds the entry itself and can be verified without ledger or database. The
    whole ledger is verified first: of what was altered nothing is proved. With --vkey
    the signatures of the given checkpoint are verified too.
    """
    trust = trust_if_any(vkey, witness_vkey, quorum)
    note_of = note_to_prove(checkpoint, key, trust)
    with settings.reader() as ledger:
        check_logged(ledger.store, entry)
        note = note_of(vouched_for(ledger.store))
        proof = prove(ledger.store, entry, note)
    answer(settings, of_content(proof.encode().decode()))


def note_to_prove(
    checkpoint: str | None, key: Sequence[str], trust: Trust | None
) -> Callable[[Vouched], Note]:
    """The checkpoint that an entry is in: a given one, or one to be signed."""
    if checkpoint is not None:
        note = read_note(checkpoint)
        if trust is not None:
            trust.verify(note)
        return lambda _: note
    if key:
        signers = [read_key(path) for path in key]
        return lambda whole: whole.signed(*signers)
    raise Refusal("BAD_COMMAND", "give --checkpoint or --key.")


@command(
    "verify-proof",
    click.Argument(["file"], metavar="FILE"),
    *TRUSTED,
    examples="""
    zuidas audit verify-proof entry-5.tlog-proof --vkey log.vkey
    """,
    looks_at="files",
)
def audit_verify_proof(
    settings: Settings,
    file: str,
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Verify a proof offline: only the file and the verifier keys are looked at."""
    trust = trust_of(vkey, witness_vkey, quorum)
    proved = verify_proof(read_evidence(Path(file)), trust)
    answer(settings, proved_report(proved))


@command(
    "consistency",
    click.Argument(["old"], metavar="OLD"),
    click.Argument(["new"], metavar="NEW", required=False),
    *TRUSTED,
    examples="""
    zuidas audit consistency 2011.checkpoint 2012.checkpoint --vkey log.vkey
    """,
)
def audit_consistency(
    settings: Settings,
    old: str,
    new: str | None,
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Prove that checkpoint NEW (or the present log) extends checkpoint OLD.

    The whole ledger is verified too, so that both speak of what it holds.
    """
    trust = trust_of(vkey, witness_vkey, quorum)
    older = trust.verify(read_note(old)).checkpoint
    with settings.reader() as ledger:
        whole = vouched_for(ledger.store)
        newer = (
            whole.present if new is None else trust.verify(read_note(new)).checkpoint
        )
        check_holds(ledger.store, newer)
        if new is not None and older.size > newer.size:
            raise Refusal(
                "BAD_COMMAND",
                "OLD has {size} entries and NEW {newer_size}: give the older"
                " one first.",
                size=older.size,
                newer_size=newer.size,
            )
        check_extends(ledger.store, newer.size, older)
    answer(settings, consistency_report(older, newer))
