"""The second factor: a code of six digits that an app makes of a secret and the time.

RFC 6238 with its usual choices (SHA-1, six digits, half a minute), since authenticator
apps know no others.
"""

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
"""The length of SHA-1's sums, as RFC 4226 (R6) advises."""
DIGITS, STEP_S = 6, 30
SLACK = (0, -1, 1)
"""Steps that a phone's clock may be off, the likeliest first."""
ISSUER = "zuidas"


def new_secret() -> str:
    """A secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def uri(name: str, secret: str) -> str:
    """What an app reads as a QR code: `otpauth://totp/...`."""
    return _codes(secret).get_provisioning_uri(name, ISSUER)


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The half minute that a code is of, None where it is of none near `moment`.

    Each may be used once: whoever asks keeps the last one.
    """
    from cryptography.hazmat.primitives.twofactor import InvalidToken

    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    step = int(moment.timestamp()) // STEP_S
    for off in SLACK:
        try:
            _codes(secret).verify(digits.encode(), (step + off) * STEP_S)
        except InvalidToken:
            continue
        return step + off
    return None


def _codes(secret: str) -> "TOTP":
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    # SHA-1 as RFC 6238 has it: what is broken of it is no matter in an HMAC.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303
