"""Whose signatures count: the log's keys, its witnesses' keys, and how many of these.

Keys are counted, never names: a cosignature does not commit to its signer's name
(tlog-cosignature), so one key under two names is one witness.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ledger.transparency.checkpoints import (
    VerifiedCheckpoint,
    check_roles,
    verify_checkpoint,
)
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import VerifierKey
from ledger.transparency.notes import Note, SignatureError, VerifiedSignature

AHEAD_SECONDS = 60
"""Clocks of honest witnesses differ; a time further ahead is in the future."""


@dataclass(frozen=True)
class Trust:
    """The keys that whoever verifies was given, apart from what is verified.

    Several log keys are one log's before and after a rotation: any of them will do.
    """

    log_keys: tuple[VerifierKey, ...]
    witness_keys: tuple[VerifierKey, ...] = ()
    quorum: int | None = None
    """How many witnesses must have cosigned; None for all that are named."""

    def __post_init__(self) -> None:
        names = sorted({key.name for key in self.log_keys})
        if len(names) != 1:
            raise NoteError(f"the keys are not of one log: {', '.join(names) or None}")
        check_roles(self.log_keys, self.witness_keys)
        own = _public(self.log_keys)
        for key in self.witness_keys:
            if key.public_key in own:
                raise NoteError(f"the key of {key.name} is the log's own: no witness")
        named = len(_public(self.witness_keys))
        if not 0 <= self.needed <= named:
            raise NoteError(
                f"a quorum of {self.needed} needs the keys of as many witnesses;"
                f" {named} were given"
            )

    @property
    def name(self) -> str:
        """The log's name."""
        return self.log_keys[0].name

    @property
    def needed(self) -> int:
        """How many witnesses must have cosigned."""
        named = len(_public(self.witness_keys))
        return named if self.quorum is None else self.quorum

    def verify_log(self, note: Note) -> VerifiedCheckpoint:
        """The checkpoint that the log signed, whoever cosigned it.

        Raises as `verify_checkpoint` does.
        """
        return verify_checkpoint(note, self.log_keys)

    def verify(self, note: Note, now: float | None = None) -> VerifiedCheckpoint:
        """The checkpoint that the log signed and enough witnesses cosigned by now.

        Raises as `verify_checkpoint` does, and SignatureError for a cosignature of the
        future or too few of them.
        """
        found = verify_checkpoint(note, self.log_keys, self.witness_keys)
        check_times(found.cosignatures, now)
        cosigned = _public(each.key for each in found.cosignatures)
        if len(cosigned) < self.needed:
            missing = ", ".join(
                f"{key.name} ({key.key_id.hex()})"
                for key in self.witness_keys
                if key.public_key not in cosigned
            )
            raise SignatureError(
                f"{len(cosigned)} of the witnesses cosigned the checkpoint,"
                f" {self.needed} are needed; not {missing}"
            )
        return found


def check_times(
    cosignatures: Iterable[VerifiedSignature], now: float | None = None
) -> None:
    """Refuse (SignatureError) cosignatures without a time, or of the future.

    `now` is in Unix seconds, and the clock's time unless it is given.
    """
    latest = (time.time() if now is None else now) + AHEAD_SECONDS
    for each in cosignatures:
        if not each.timestamp:
            raise SignatureError(f"the cosignature of {each.key.name} has no time")
        if each.timestamp > latest:
            raise SignatureError(
                f"the cosignature of {each.key.name} is of the future:"
                f" {moment(each.timestamp)}"
            )


def moment(timestamp: int) -> str:
    """A time in Unix seconds as UTC in ISO form; seconds beyond all calendars."""
    try:
        found = datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, ValueError, OSError):
        return f"{timestamp} seconds after 1970"
    return found.isoformat().replace("+00:00", "Z")


def distinct(cosignatures: Iterable[VerifiedSignature]) -> int:
    """How many witnesses these cosignatures are of."""
    return len(_public(each.key for each in cosignatures))


def _public(keys: Iterable[VerifierKey]) -> set[bytes]:
    return {key.public_key for key in keys}
