"""`zuidas audit verify`, and the group that the audit commands stand in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from cli.auditing.files import failures_of_notes, log_key
from cli.damage import damage_told
from cli.help import epilog
from cli.output import as_json, write
from cli.progress import progress_bar
from cli.queries.groups import QueryGroup
from cli.settings import Settings, settings_of, shared_options
from domain.values.errors import IntegrityError, LedgerError
from ledger.reading import open_store
from ledger.storage.store import Store
from ledger.transparency.checkpoints import Checkpoint, verify_checkpoint
from ledger.verifying.audit import origin, read_notes
from ledger.verifying.verify import Verification, verify
from projections.snapshot import last_entry

AUDIT = QueryGroup(
    "audit",
    help="For an auditor who trusts nobody: verify, checkpoint, prove, sample.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

VKEY = click.Option(
    ["--vkey"], metavar="KEY", help="Verifier key of the log, or a file."
)
_CHECKPOINT = click.Option(
    ["--checkpoint"],
    multiple=True,
    metavar="FILE",
    help="Checkpoint held elsewhere; repeats.",
)

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
    VKEY,
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
