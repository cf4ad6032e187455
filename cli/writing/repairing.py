"""`zuidas db repair`: the log and the balances anew, from events that were proven."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import interrupts
from cli.answering import answer
from cli.auditing.files import failures_of_notes
from cli.auditing.trusting import (
    KEPT,
    TRUSTED,
    kept_checkpoints,
    trust_of,
)
from cli.commands import Command
from cli.help import epilog
from cli.progress import progress_bar
from cli.settings import settings_of, shared_options
from domain.values.messages import Message, message
from ledger.damage import damage_told
from ledger.storage.location import Location
from ledger.verifying.report import log_lines, unknown_line, unknown_of
from projections.report import of_facts

if TYPE_CHECKING:
    from ledger.verifying.repairing import Repaired


def _repair(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Write log and balances anew, from entries that a kept checkpoint proves.

    The entries themselves are verified first, against checkpoints that were kept
    elsewhere, and never touched; those after the newest checkpoint must be as they were
    logged. Then the log's nodes, balances and indexes are written in one transaction,
    and everything is verified, or nothing has changed. Let nobody post meanwhile.

    A ledger in a file is first copied beside it, as zuidas.db.before-repair, for its
    owner alone. In PostgreSQL only the ledger's owner may do this; dump it before.
    Where nothing is wrong nothing is done.
    """
    settings = settings_of(click.get_current_context(), values)
    settings.check_database()
    place = settings.location
    copy = None if values["copy"] is None else Path(values["copy"])
    from ledger.verifying.repairing import repair

    with damage_told(), failures_of_notes():
        trust = trust_of(values["vkey"], values["witness_vkey"], values["quorum"])
        kept = kept_checkpoints(values["checkpoint"], trust)
        with progress_bar(message("Repairing"), None) as progress:
            done = repair(
                place,
                [each.checkpoint for each in kept],
                copy=copy,
                progress=progress,
            )
    if done.is_changed:
        interrupts.finished(message("the ledger was repaired"))
    unknown = unknown_of(kept)
    data = {
        "place": str(place),
        "entries": done.entries,
        "root": done.root.hex(),
        "checkpoints": [each.checkpoint.size for each in kept],
        "proven": done.proven,
        "repaired": done.is_changed,
        "copy": None if done.copy is None else str(done.copy),
        "unknown_signers": unknown,
    }
    told = list(_told(place, done))
    answer(settings, of_facts(data, *told, *([unknown_line(unknown)] * bool(unknown))))


def _told(place: Location, done: "Repaired") -> Iterator[Message]:
    if done.is_changed:
        yield message(
            "Log, balances and indexes of {place} were written anew from its entries.",
            place=str(place),
        )
    else:
        yield message("{place} verifies: nothing to repair.", place=str(place))
    yield message(
        "Entries 1 to {proven} are those of the checkpoint.", proven=done.proven
    )
    if done.proven < done.entries:
        yield message(
            "Entries {first} to {last} came later: they are as they were logged here,"
            " which no checkpoint proves.",
            first=done.proven + 1,
            last=done.entries,
        )
    if done.copy is not None:
        yield message("As it was it is kept as {copy}.", copy=str(done.copy))
    yield from log_lines(done.entries, done.root.hex())


REPAIR = Command(
    "repair",
    params=[
        KEPT,
        *TRUSTED,
        click.Option(
            ["--copy"], metavar="FILE", help="Where the copy of a file is kept."
        ),
        *shared_options(),
    ],
    callback=_repair,
    help=_repair.__doc__,
    epilog=epilog("zuidas db repair --checkpoint kept.checkpoint --vkey log.vkey"),
)
