"""Secrets that this program hands out, and the sums that it keeps of them.

They have 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
Passwords, which people choose, have their own module.
"""

import hashlib
import secrets

BITS = 256


def new_secret() -> str:
    """256 random bits in 43 characters that fit a cookie, a header and an address."""
    return secrets.token_urlsafe(BITS // 8)


def sum_of(secret: str) -> bytes:
    """What is kept of a secret; any text has one."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
