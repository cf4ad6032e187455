"""The one place that signs: what was verified whole, and nothing else.

The log's own nodes agree with each other whatever happened to the events beside them,
and the tables hold whatever was put there. So nothing is signed or vouched for on
their word: `vouched` recomputes everything from the events first.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from domain.values.errors import IntegrityError, Refusal
from ledger.storage.store import Reader, Store
from ledger.transparency.checkpoints import (
    Checkpoint,
    cosign,
    sign_checkpoint,
    verify_checkpoint,
)
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SigningKey, VerifierKey
from ledger.transparency.notes import Note
from ledger.verifying.audit import check_extends, check_holds, origin
from ledger.verifying.verify import Progress, verify


@dataclass(frozen=True)
class Vouched:
    """A ledger that was verified whole; only `vouched` makes one."""

    reader: Reader
    present: Checkpoint
    """Of all its entries: the root that they themselves give."""

    def signed(self, key: SigningKey, *more: SigningKey) -> Note:
        """The present checkpoint signed with the log's key, whose name is the log's.

        With `more` of its keys too, while a new one replaces an old one. Raises
        `Refusal` for a key of another ledger, and for one given twice.
        """
        if len({key, *more}) <= len(more):
            raise Refusal("BAD_COMMAND", "the same key was given twice.")
        try:
            return sign_checkpoint(self.present, key, *more)
        except NoteError as error:
            raise Refusal(
                "BAD_COMMAND",
                "{error}. Make a key for this ledger with zuidas audit keygen.",
                error=error,
            ) from None

    def cosigned(
        self,
        note: Note,
        log_keys: Iterable[VerifierKey],
        key: SigningKey,
        seen: Checkpoint | None,
    ) -> Note:
        """A witness's cosignature added to a checkpoint of this ledger's log.

        `seen` is what the witness cosigned last: the checkpoint must extend it, and
        the ledger must hold both. Raises `IntegrityError` otherwise.
        """
        checkpoint = verify_checkpoint(note, log_keys).checkpoint
        check_holds(self.reader, checkpoint)
        if seen is not None:
            if seen.size > checkpoint.size:
                raise IntegrityError(
                    "LOG_TRUNCATED",
                    "a checkpoint of {size} entries was cosigned before; this one"
                    " has {verified_size}.",
                    size=seen.size,
                    verified_size=checkpoint.size,
                )
            check_extends(self.reader, checkpoint.size, seen)
        return cosign(note, key, int(time.time()))


def vouched(store: Store, progress: Progress = lambda _: None) -> Vouched:
    """Verify a ledger whole, in the open view.

    Raises `IntegrityError` (`LEDGER_DAMAGED`) for the first thing that is wrong.
    """
    result = verify(store, progress=progress)
    for finding in result.findings:
        if finding.severity == "error":
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "[{code_found}] {found} Nothing is vouched for.",
                code_found=finding.code,
                found=finding.said,
            )
    return Vouched(store, Checkpoint(origin(store), result.entries, result.root))
