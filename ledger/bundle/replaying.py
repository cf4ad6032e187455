"""Replaying a bundle: the same ledger, root, balances and reports from entries alone.

Nothing of the machine that made the bundle is asked for. What differs is named by its
first difference, as an `IntegrityError`.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice, zip_longest
from typing import Any

from domain.values.errors import IntegrityError
from domain.values.messages import Message, Quoted, Value, Words, message
from domain.values.texts import shown
from domain.version import VERSION
from ledger.bundle.files import Bundle, invalid
from ledger.bundle.lines import (
    UNUSABLE,
    count,
    event_rows,
    sealed_rows,
    unrepeated,
    whole,
    word,
)
from ledger.bundle.proofs import Proven
from ledger.bundle.reports import FINDINGS, reports
from ledger.bundle.shapes import FORMAT, SHAPES
from ledger.bundle.writing import (
    FRAMEWORK,
    SEALED,
    STATED,
    framework_text,
)
from ledger.reading import LedgerReader, create_store, read_frameworks
from ledger.storage import events, sealed
from ledger.storage.events import EventRow
from ledger.storage.location import Location
from ledger.storage.store import Reader, Store
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.log import LogReader
from ledger.verifying.audit import check_extends, origin
from ledger.verifying.restoring import BATCH, Progress, Restoring
from ledger.verifying.verify import verify


@dataclass(frozen=True)
class Stated:
    """What bundle.json says of the bundle."""

    format: str
    program: str
    origin: str
    at: date
    entries: int
    root: str
    withheld: int = 0
    """The entry up to which sealed values were left out; 0 where none were."""

    @staticmethod
    def read(bundle: Bundle) -> "Stated":
        """Raises `Refusal` (`BUNDLE_INVALID`) unless it is of this format."""
        try:
            found = json.loads(bundle.small(STATED), object_pairs_hook=unrepeated)
            kind = found.pop("format")
            if kind not in SHAPES:
                raise invalid(
                    "its format is {kind}, none of {known}",
                    kind=shown(kind),
                    known=tuple(SHAPES),
                )
            entries, at = (
                whole(found.pop("entries")),
                date.fromisoformat(found.pop("at")),
            )
            withheld = count(found.pop("withheld") if kind == FORMAT else 0)
            texts = {name: word(value) for name, value in found.items()}
            read = Stated(
                format=word(kind), entries=entries, at=at, withheld=withheld, **texts
            )
        except UNUSABLE:
            raise invalid("{name} can't be read", name=STATED) from None
        if bundle.has(SEALED) != (kind == FORMAT):
            raise invalid(
                "{name} is {there} in a bundle of format {kind}",
                name=SEALED,
                there=Words("not there" if kind == FORMAT else "there"),
                kind=kind,
            )
        return read


@dataclass(frozen=True)
class Replayed:
    """What was found to be the same."""

    stated: Stated
    reproduced: tuple[str, ...]


def replay(
    bundle: Bundle,
    proven: Proven,
    place: Location,
    kept: Sequence[Checkpoint] = (),
    progress: Progress = lambda _: None,
) -> Replayed:
    """Rebuild the ledger at a place where there is none, and everything that follows.

    `kept` are checkpoints that whoever replays kept. `progress` hears of every entry
    twice: when it is written and when it is verified. When anything differs the place
    is left as it was, and `IntegrityError` says what.
    """
    stated = Stated.read(bundle)
    store = create_store(place)
    try:
        with store.writing():
            # The guards would ask who posts; these entries were posted by others.
            store.create_tables(guarded=False)
            _rebuild(bundle, store, progress)
            _restore_sealed(bundle, store, stated)
            store.guard_tables()
        with store.reading():
            _check_log(store, stated, proven.checkpoint)
            _check_ledger(store, [*proven.older, proven.checkpoint], progress)
            for checkpoint in kept:
                check_extends(store, proven.checkpoint.size, checkpoint)
            reproduced = tuple(_reproduced(bundle, store, stated))
    except BaseException:
        store.remove()
        raise
    store.close()
    return Replayed(stated, reproduced)


def _rebuild(bundle: Bundle, store: Store, progress: Progress) -> None:
    """Write every event with what follows from it, as posting did."""
    with closing(Restoring.whole(store, progress)) as restoring:
        for row in event_rows(bundle):
            _named(restoring, restoring.take, row)
        _named(restoring, restoring.flush)


def _named(restoring: Restoring, step: Callable[..., None], *row: EventRow) -> None:
    """Do the step; what can't be replayed is told with its entry."""
    try:
        step(*row)
    except UNUSABLE as error:
        raise _unusable(restoring.at, error) from None


def _restore_sealed(bundle: Bundle, store: Store, stated: Stated) -> None:
    """Write the values behind sealed fields; verifying holds them against digests."""
    rows = sealed_rows(bundle) if bundle.has(SEALED) else iter(())
    while some := list(islice(rows, BATCH)):
        sealed.append(store, some)
    if stated.withheld:
        sealed.withhold(store, stated.withheld, datetime.now(UTC))


def _unusable(entry: int, error: Exception) -> IntegrityError:
    return IntegrityError(
        "EVENT_UNREADABLE",
        "entry {entry} can't be replayed: {error}.",
        entry=entry,
        error=error,
    )


def _check_log(store: Reader, stated: Stated, checkpoint: Checkpoint) -> None:
    """The entries give the log that bundle.json and the checkpoint speak of."""
    entries = events.last_entry(store)
    own = (origin(store), entries, LogReader(store).root(entries).hex())
    for name, theirs in (
        (STATED, (stated.origin, stated.entries, stated.root)),
        (
            Words("the checkpoint"),
            (checkpoint.origin, checkpoint.size, checkpoint.root.hex()),
        ),
    ):
        if own != theirs:
            raise IntegrityError(
                "CHECKPOINT_DIFFERS",
                "{name} speaks of {told}; the entries are {own}.",
                name=name,
                told=_told(*theirs),
                own=_told(*own),
            )


def _told(name: Value, entries: Value, root: Value) -> Message:
    return message(
        "{entries} entries of {name} with root {root}",
        entries=entries,
        name=name,
        root=root,
    )


def _check_ledger(
    store: Store, checkpoints: Sequence[Checkpoint], progress: Progress
) -> None:
    """Streams, order, journal and balances, and the root at every checkpoint."""
    result = verify(store, checkpoints, progress=progress)
    for finding in result.findings:
        if finding.severity == "error":
            raise IntegrityError(finding.code, finding.said)


def _reproduced(bundle: Bundle, store: Store, stated: Stated) -> Iterator[str]:
    """Make every derived member again; raises at the first byte that differs.

    What another version of the program found to be remarkable is not held against
    what this one finds: a later one looks for more.
    """
    try:
        view = LedgerReader(store, read_frameworks(store)).view(stated.at)
        _compare(bundle, FRAMEWORK, iter([framework_text(store)]), stated)
        yield FRAMEWORK
        for name, parts in reports(view, SHAPES[stated.format]):
            if name == FINDINGS and stated.program != VERSION:
                continue
            _compare(bundle, name, parts, stated)
            yield name
    except UNUSABLE as error:
        raise IntegrityError(
            "BUNDLE_DIFFERS",
            "the reports can't be made from the entries: {error}.",
            error=Quoted(error),
        ) from None


def _compare(bundle: Bundle, name: str, made: Iterator[str], stated: Stated) -> None:
    lines = zip_longest(bundle.lines(name), _lines(made))
    for number, (theirs, ours) in enumerate(lines, start=1):
        if theirs != ours:
            raise IntegrityError(
                "BUNDLE_DIFFERS",
                "{name} differs at line {number}: the bundle has {theirs}, its"
                " entries give {ours} (bundle made by version {program} of"
                " the program).",
                {
                    "member": name,
                    "line": number,
                    "bundle": _shown(theirs),
                    "replayed": _shown(ours),
                },
                name=name,
                number=number,
                theirs=_line(theirs),
                ours=_line(ours),
                program=stated.program,
            )


def _lines(parts: Iterator[str]) -> Iterator[bytes]:
    """Text in parts as whole lines, each of which ends in a line feed."""
    rest = ""
    for part in parts:
        *lines, rest = (rest + part).split("\n")
        yield from (line.encode() for line in lines)


def _line(line: bytes | None) -> str:
    return Words("no such line") if line is None else shown(_shown(line), 200)


def _shown(line: bytes | None) -> Any:  # noqa: ANN401  # as JSON has it
    return None if line is None else line.decode("utf-8", "replace").strip()[:1000]
