"""`zuidas audit verify`, and the group that the audit commands stand in."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import click

from cli.answering import answer
from cli.auditing.files import failures_of_notes
from cli.auditing.trusting import (
    QUORUM,
    VKEY,
    WITNESS_VKEY,
    kept_checkpoints,
    trust_if_any,
    trust_of,
)
from cli.commands import Command
from cli.help import epilog
from cli.progress import progress_bar
from cli.queries.groups import QueryGroup
from cli.settings import Settings, settings_of, shared_options
from domain.values.errors import IntegrityError, UsageError
from domain.values.messages import message
from ledger.damage import damage_told
from ledger.reading import open_store
from ledger.storage.store import Store
from ledger.transparency.trust import Trust
from ledger.verifying.report import verification_report
from ledger.verifying.verify import verify
from projections.snapshot import last_entry

AUDIT = QueryGroup(
    "audit",
    help="For an auditor who trusts nobody: verify, checkpoint, prove, sample.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

_CHECKPOINT = click.Option(
    ["--checkpoint"],
    multiple=True,
    metavar="FILE",
    help="Checkpoint held elsewhere; repeats.",
)

Callback = Callable[..., int | None]
Look = Literal["ledger", "service", "files"]


def command(
    name: str, *parameters: click.Parameter, examples: str, looks_at: Look = "ledger"
) -> Callable[[Callback], Callback]:
    """Make an audit command of a function of settings and its parameters.

    What it looks at is the ledger itself, a service too, or files alone.
    """

    def register(function: Callback) -> Callback:
        def run(**values: Any) -> int | None:  # noqa: ANN401  # click gives them by name
            settings = settings_of(click.get_current_context(), values)
            if looks_at != "service":
                settings.check_database(if_named=looks_at == "files")
            with damage_told(), failures_of_notes():
                return function(settings, **values)

        AUDIT.add_command(
            Command(
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
    WITNESS_VKEY,
    QUORUM,
    click.Option(["--fast"], is_flag=True, help="Hashes, order and checkpoints only."),
    click.Option(
        ["--rules"], is_flag=True, help="Judge every entry by the rules again too."
    ),
    examples="""
    zuidas audit verify
    zuidas audit verify --rules
    zuidas audit verify --checkpoint kept.checkpoint --vkey log.vkey
    zuidas audit verify --fast -O json
    """,
)
def audit_verify(
    settings: Settings,
    checkpoint: Sequence[str],
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
    fast: bool,
    rules: bool,
) -> int:
    """Verify every event, the log, the books, and that older checkpoints are extended.

    Names the first bad entry and what is wrong with it; exits with 3. With the log's
    verifier key alone, that it is this ledger that was named so. Only signatures whose
    keys are given count; the others are named as unknown. With the rules, that each
    entry is one that the program would have accepted, with what was known then.
    """
    if fast and rules:
        raise UsageError(
            "BAD_COMMAND", "--fast looks at hashes alone; --rules looks at everything."
        )
    trust = _trust(checkpoint, vkey, witness_vkey, quorum)
    kept = [] if trust is None else kept_checkpoints(checkpoint, trust)
    checkpoints = [each.checkpoint for each in kept]
    name = None if trust is None else trust.name
    store = open_store(settings.location, suspect=True)
    try:
        # Not as a query opens it: entry 1 may be what is wrong.
        with (
            store.reading(),
            progress_bar(message("Verifying"), _last(store)) as advance,
        ):
            result = verify(
                store,
                checkpoints,
                name=name,
                fast=fast,
                rules=rules,
                now=datetime.now(UTC),
                progress=advance,
            )
    finally:
        store.close()
    return answer(settings, verification_report(result, kept, fast=fast))


def _last(store: Store) -> int | None:
    """How far the progress bar goes, as far as that can be told."""
    try:
        return None if store.strangers() else last_entry(store)
    except IntegrityError:
        return None


def _trust(
    checkpoint: Sequence[str],
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> Trust | None:
    """The keys that were given: none are needed where there is no checkpoint."""
    given = trust_of if checkpoint else trust_if_any
    return given(vkey, witness_vkey, quorum)
