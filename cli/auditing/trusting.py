"""Options that say whose signatures count, and what is made of them."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli.auditing.files import log_key
from domain.values.errors import Refusal
from ledger.transparency.checkpoints import VerifiedCheckpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.trust import Trust
from ledger.verifying.audit import read_notes

_HELP = "Verifier key of the log, or a file; repeats (an old key and a new one)."
VKEY = click.Option(["--vkey"], multiple=True, metavar="KEY", help=_HELP)
VKEY_REQUIRED = click.Option(
    ["--vkey"], multiple=True, required=True, metavar="KEY", help=_HELP
)
KEPT = click.Option(
    ["--checkpoint"],
    multiple=True,
    required=True,
    metavar="FILE",
    help="Checkpoint held elsewhere; repeats.",
)
WITNESS_VKEY = click.Option(
    ["--witness-vkey"],
    multiple=True,
    metavar="KEY",
    help="Verifier keys of witnesses; repeats.",
)
QUORUM = click.Option(
    ["--quorum"],
    type=click.IntRange(min=0),
    metavar="N",
    help="How many of these witnesses' keys must have cosigned (all).",
)
TRUSTED = (VKEY_REQUIRED, WITNESS_VKEY, QUORUM)
"""Of a command that does nothing without the log's key."""


def trust_of(
    vkey: Sequence[str], witness_vkey: Sequence[str] = (), quorum: int | None = None
) -> Trust:
    """The keys that were given; there is at least one of the log's."""
    if not vkey:
        raise Refusal("BAD_COMMAND", "give the log's verifier key with --vkey.")
    log, witnesses = (
        tuple(dict.fromkeys(log_key(text) for text in texts))
        for texts in (vkey, witness_vkey)
    )
    return Trust(log, witnesses, quorum)


def trust_if_any(
    vkey: Sequence[str], witness_vkey: Sequence[str] = (), quorum: int | None = None
) -> Trust | None:
    """The same; None where no key was given at all."""
    if not vkey and not witness_vkey and quorum is None:
        return None
    return trust_of(vkey, witness_vkey, quorum)


def own_trust(
    signers: Sequence[SigningKey],
    vkey: Sequence[str],
    witness_vkey: Sequence[str] = (),
    quorum: int | None = None,
) -> Trust:
    """For whoever signs: the halves of these keys, and earlier keys with --vkey."""
    own = [signer.verifier.encode() for signer in signers]
    return trust_of([*own, *vkey], witness_vkey, quorum)


def kept_checkpoints(paths: Sequence[str], trust: Trust) -> list[VerifiedCheckpoint]:
    """Every checkpoint of these files, its signatures checked."""
    return [trust.verify(note) for path in paths for note in read_notes(Path(path))]
