"""`zuidas audit publish` and `watch`: for cron, here and on other machines."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli import interrupts
from cli.answering import answer
from cli.auditing.audit import command
from cli.auditing.files import read_key, vouched_for
from cli.auditing.proving import SIGNERS
from cli.auditing.trusting import (
    KEPT,
    QUORUM,
    TRUSTED,
    WITNESS_VKEY,
    kept_checkpoints,
    own_trust,
    trust_of,
)
from cli.progress import progress_bar
from cli.settings import Settings
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Words, message
from ledger.reading import open_store
from ledger.transparency.checkpoints import Checkpoint
from ledger.verifying.verify import verify


@command(
    "publish",
    click.Argument(["folder"], metavar="DIR"),
    SIGNERS,
    click.Option(
        ["--vkey"],
        multiple=True,
        metavar="KEY",
        help="Earlier keys, where they signed what is published now; repeats.",
    ),
    click.Option(
        ["--witness"],
        multiple=True,
        metavar="URL",
        help="Ask this witness to cosign (C2SP tlog-witness); repeats.",
    ),
    WITNESS_VKEY,
    QUORUM,
    examples="""
    zuidas audit publish /srv/www/ledger --key log.key
    zuidas audit publish www --key log.key --witness https://w.example --witness-vkey w
    """,
)
def audit_publish(
    settings: Settings,
    folder: str,
    key: Sequence[str],
    vkey: Sequence[str],
    witness: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Write the log to DIR for any web server: checkpoint and tiles (C2SP tlog-tiles).

    The whole ledger is verified first. What DIR has must be an earlier state of this
    log, signed by its keys; its tiles are compared, and only what is missing is
    written, the checkpoint last. Without enough cosignatures nothing is. For cron: the
    same log again changes nothing.
    """
    from ledger.publishing.exchange import Address
    from ledger.publishing.outcomes import published_report
    from ledger.publishing.publish import publish

    place = Path(folder)
    _check_apart(settings, place, key)
    signers = [read_key(path) for path in key]
    own = own_trust(signers, vkey, witness_vkey, quorum)
    witnesses = [Address.parse(url) for url in dict.fromkeys(witness)]
    if witnesses and not witness_vkey:
        raise Refusal(
            "BAD_COMMAND", "give the witnesses' verifier keys with --witness-vkey."
        )
    with settings.reader() as ledger:
        whole = vouched_for(ledger.store)
        published = publish(whole, signers, own, place, witnesses)
    if published.changed:
        interrupts.finished(message("the log was published in {place}", place=place))
    answer(settings, published_report(published))


def _check_apart(settings: Settings, folder: Path, keys: Sequence[str]) -> None:
    """What is in the folder is served to everybody, and written by nothing else."""
    ledger = settings.location.path
    output = settings.output_file
    inside = [(Words("the private key"), key) for key in keys]
    if ledger is not None:
        inside.append((Words("the ledger"), str(ledger)))
    if output not in (None, "-"):
        inside.append((Words("the answer"), str(output)))
    for what, path in inside:
        if Path(path).resolve().is_relative_to(folder.resolve()):
            raise Refusal(
                "BAD_COMMAND",
                "{what} {path} does not belong in {folder}, which everybody may read.",
                what=what,
                path=path,
                folder=folder,
            )


@command(
    "watch",
    KEPT,
    *TRUSTED,
    examples="""
    zuidas audit watch --checkpoint kept.checkpoint --vkey log.vkey
    """,
)
def audit_watch(
    settings: Settings,
    checkpoint: Sequence[str],
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Alarm (exit code 3) when the log does not extend a checkpoint that was kept.

    Every entry is hashed again; otherwise one line says that all is well. For cron, by
    somebody who does not run the ledger. The books are looked at by audit verify.
    """
    from ledger.publishing.outcomes import watched_report

    trust = trust_of(vkey, witness_vkey, quorum)
    kept = kept_checkpoints(checkpoint, trust)
    store = open_store(settings.location, suspect=True)
    try:
        with store.reading(), progress_bar(message("Watching"), None) as advance:
            result = verify(
                store,
                [each.checkpoint for each in kept],
                name=trust.name,
                fast=True,
                progress=advance,
            )
    finally:
        store.close()
    for finding in result.findings:
        if finding.severity == "error":
            raise IntegrityError(finding.code, finding.said)
    present = Checkpoint(trust.name, result.entries, result.root)
    answer(settings, watched_report(present, kept))
