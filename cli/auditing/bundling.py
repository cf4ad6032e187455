"""`zuidas audit bundle` and `replay`: the books in one file, and what it gives."""

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from cli.answering import answer
from cli.auditing.audit import command
from cli.auditing.files import read_key, vouched_for
from cli.auditing.trusting import (
    QUORUM,
    VKEY,
    WITNESS_VKEY,
    trust_if_any,
    trust_of,
)
from cli.progress import progress_bar
from cli.queries.deriving import AT
from cli.settings import WITHOUT_SEALED, Settings
from domain.values.days import day_from_typed
from domain.values.errors import Refusal, UsageError
from domain.values.messages import message
from ledger.damage import damage_told
from ledger.reading import LedgerReader
from ledger.storage.location import Location
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.notes import Note
from ledger.transparency.trust import Trust
from ledger.verifying.audit import read_notes
from projections.parameters import iso_date, named

if TYPE_CHECKING:
    from ledger.bundle.writing import Written


@command(
    "bundle",
    click.Argument(["out"], metavar="OUT"),
    click.Option(
        ["--checkpoint"],
        multiple=True,
        metavar="FILE",
        help="Older checkpoints, to prove that the log extends them; repeats.",
    ),
    click.Option(
        ["--key"],
        multiple=True,
        metavar="FILE",
        help="Sign the present checkpoint too; repeats (an old key and a new one).",
    ),
    VKEY,
    AT,
    WITHOUT_SEALED,
    looks_at="service",
    examples="""
    zuidas audit bundle zuidas.bundle --key log.key --at 2012-07-31
    zuidas audit bundle zuidas.bundle --key log.key --checkpoint year-end.checkpoint
    zuidas audit bundle zuidas.bundle --key log.key --without-sealed
    """,
)
def audit_bundle(
    settings: Settings,
    out: str,
    checkpoint: Sequence[str],
    key: Sequence[str],
    vkey: Sequence[str],
    at: str | None,
    *,
    without_sealed: bool,
) -> None:
    """Write the whole ledger to OUT: entries, proofs, journal and reports.

    OUT is a ZIP file; docs/verify-without-us.md tells how to check it without this
    program. The same ledger, date and checkpoints give the same bytes. With --vkey the
    log's signature of the older checkpoints is verified first. Names, account numbers
    and texts that are sealed are in it, unless --without-sealed leaves them out.
    """
    notes = _notes(checkpoint)
    for note in notes if vkey else ():
        trust_of(vkey).verify_log(note)
    from ledger.bundle.outcomes import written_report

    with_sealed = not without_sealed
    if settings.location.host is None:
        signers = [read_key(path) for path in key]
        written = _written(settings, out, signers, notes, at, with_sealed=with_sealed)
    else:
        from cli.remote.bundling import fetched

        _check_no_key(key)
        with _new_file(Path(out)) as file:
            written = fetched(
                settings.location, file, notes, at, with_sealed=with_sealed
            )
    answer(settings, written_report(written, out))


def _check_no_key(key: Sequence[str]) -> None:
    """A service signs by itself; raises `UsageError`."""
    if key:
        raise UsageError(
            "BAD_COMMAND",
            "--key signs what was verified here. A service signs its bundles with the"
            " key it has (zuidas serve --key): leave --key out.",
        )


def _written(
    settings: Settings,
    out: str,
    signers: Sequence[SigningKey],
    notes: Sequence[Note],
    at: str | None,
    *,
    with_sealed: bool,
) -> "Written":
    """What was written of a ledger that is opened here."""
    from ledger.bundle.writing import write_bundle

    with settings.reader() as ledger:
        view = ledger.view(None if at is None else _day(at, ledger))
        whole = vouched_for(ledger.store)
        signed = whole.signed(*signers) if signers else None
        with (
            _new_file(Path(out)) as file,
            progress_bar(message("Bundling"), view.entry) as advance,
            damage_told(),
        ):
            return write_bundle(
                view, file, signed, notes, advance, with_sealed=with_sealed
            )


def _day(at: str, ledger: LedgerReader) -> date:
    with named("--at"):
        return iso_date(day_from_typed(at, lambda: ledger.today))


def _notes(paths: Sequence[str]) -> list[Note]:
    return [note for path in paths for note in read_notes(Path(path))]


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that was not there; it is gone again when writing it fails.

    A bundle is the whole ledger, so it is for its owner alone, as the ledger is.
    """
    try:
        with open(path, "xb", opener=_for_its_owner) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                path.unlink()
                raise
    except FileExistsError:
        raise Refusal(
            "BAD_COMMAND",
            "{path} exists already; a bundle is not written over.",
            path=path,
        ) from None
    except OSError as error:
        code = "DISK_FULL" if error.errno == errno.ENOSPC else "BAD_COMMAND"
        raise Refusal(
            code,
            "{path} can't be written: {strerror}.",
            path=path,
            strerror=error.strerror,
        ) from None


def _for_its_owner(path: str, flags: int) -> int:
    handle = os.open(path, flags, 0o600)
    os.fchmod(handle, 0o600)
    return handle


@command(
    "replay",
    click.Argument(["bundle"], metavar="BUNDLE"),
    click.Option(
        ["--into"],
        metavar="PLACE",
        help="Keep the rebuilt ledger there, where there is none yet.",
    ),
    VKEY,
    WITNESS_VKEY,
    QUORUM,
    click.Option(
        ["--checkpoint"],
        multiple=True,
        metavar="FILE",
        help="Checkpoint that you kept yourself; repeats.",
    ),
    examples="""
    zuidas audit replay zuidas.bundle --vkey log.vkey
    zuidas audit replay zuidas.bundle --vkey log.vkey --into replayed.db
    """,
    looks_at="files",
)
def audit_replay(
    settings: Settings,
    bundle: str,
    into: str | None,
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
    checkpoint: Sequence[str],
) -> None:
    """Rebuild ledger, balances and reports from BUNDLE alone, and compare them.

    Checks the manifest, the root and the proofs, and with --vkey the log's signature.
    Of other signatures those with --witness-vkey are checked, the rest is unknown. What
    differs first is named, with exit code 3; then nothing is left behind.

    What another version of the program found remarkable (reports/check.json) is not
    compared: a later one looks for more.
    """
    from ledger.bundle.files import open_bundle
    from ledger.bundle.outcomes import replayed_report
    from ledger.bundle.proofs import prove
    from ledger.bundle.replaying import Stated, replay

    trust = trust_if_any(vkey, witness_vkey, quorum)
    kept = [_kept(note, trust) for note in _notes(checkpoint)]
    with open_bundle(Path(bundle)) as opened, _place(into) as place:
        stated = Stated.read(opened)
        opened.check_manifest()
        proven = prove(opened, trust)
        with progress_bar(message("Replaying"), 2 * stated.entries) as advance:
            replayed = replay(opened, proven, place, kept, advance)
    target = None if into is None else place
    answer(settings, replayed_report(replayed, proven, kept, target))


def _kept(note: Note, trust: Trust | None) -> Checkpoint:
    if trust is None:
        return Checkpoint.parse(note.text)
    return trust.verify_log(note).checkpoint


@contextmanager
def _place(into: str | None) -> Iterator[Location]:
    """Where the ledger is rebuilt: as asked, or for the moment only."""
    if into is not None:
        yield Location.parse(into)
        return
    with tempfile.TemporaryDirectory(prefix="zuidas-replay-") as folder:
        yield Location.parse(str(Path(folder) / "replay.db"))
