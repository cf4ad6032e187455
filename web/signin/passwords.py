"""Passwords: which are taken, what is kept of them, and comparing.

Argon2id (RFC 9106) with the parameters that OWASP gives, kept in PHC form, so that
later ones may differ. Which passwords are taken goes by NIST SP 800-63B, 3.1.1: long
ones, no rules about kinds of characters, none that everybody tries first.
"""

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from domain.values.errors import Refusal

SHORTEST, LONGEST = 12, 1_000
"""Characters after composing (NFC)."""
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
SUM_BYTES, SALT_BYTES = 32, 16
AT_ONCE = BoundedSemaphore(2)
"""Each takes 19 MiB: who tries many at once fills no memory."""

_TRIED_FIRST = frozenset(
    (
        *("123456789012", "1234567890123", "123456123456", "012345678901"),
        *("password1234", "passwordpassword", "password12345", "administrator"),
        *("qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf", "1q2w3e4r5t6y"),
        *("welkom123456", "welkom012345", "wachtwoord12", "wachtwoord123"),
        *("wachtwoordwachtwoord", "changeme1234", "letmeinletmein"),
        *("iloveyou1234", "zuidas-ledger", "zuidasledger"),
    )
)


def checked(password: str, name: str) -> str:
    """A new password as it is kept a sum of; raises `Refusal` (`BAD_PASSWORD`)."""
    composed = unicodedata.normalize("NFC", password)
    if len(composed) < SHORTEST:
        raise Refusal(
            "BAD_PASSWORD",
            "the password has {length} characters; it needs {shortest} at least."
            " A sentence is easy to remember and hard to guess.",
            length=len(composed),
            shortest=SHORTEST,
        )
    if len(composed) > LONGEST:
        raise Refusal(
            "BAD_PASSWORD",
            "the password has {length} characters; it may have {longest}.",
            length=len(composed),
            longest=LONGEST,
        )
    plain = composed.casefold()
    if plain in _TRIED_FIRST or plain == name.casefold() or len(set(plain)) == 1:
        raise Refusal(
            "BAD_PASSWORD", "the password is among those that are guessed first."
        )
    return composed


def hashed(password: str) -> str:
    """What is kept of a password: its Argon2id sum, with salt and parameters (PHC)."""
    with AT_ONCE:
        return _derived(password.encode("utf-8", "surrogatepass"))


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password that `kept` is the sum of.

    Without one, as for a name that nobody has, the same work is done, so that the
    time it takes tells nothing either.
    """
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    composed = unicodedata.normalize("NFC", password)
    data = composed[: LONGEST + 1].encode("utf-8", "surrogatepass")
    with AT_ONCE:
        try:
            Argon2id.verify_phc_encoded(data, kept or _nobodys())
        except (InvalidKey, ValueError):  # the latter of a damaged sum
            return False
    return kept is not None and len(composed) <= LONGEST


@cache
def _nobodys() -> str:
    """The sum of a password that nobody knows."""
    return _derived(secrets.token_bytes(SUM_BYTES))


def _derived(data: bytes) -> str:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=secrets.token_bytes(SALT_BYTES),
        length=SUM_BYTES,
        iterations=PASSES,
        lanes=LANES,
        memory_cost=MEMORY_KIB,
    ).derive_phc_encoded(data)
