"""What signing in and accounts are refused with.

Refusal
├── Unauthenticated    nobody is known to ask: 401
├── SignInRefused      name, password or code is wrong, or the way in is closed
└── TooManyAttempts    later again: 429, `retry_after_s`
"""

from domain.values.errors import Refusal
from domain.values.messages import Value


class Unauthenticated(Refusal):
    """A request that says no name, or none that counts (`UNAUTHENTICATED`).

    `challenge` is what `WWW-Authenticate` says (RFC 6750, section 3): without a token
    no error is named.
    """

    def __init__(self, *, token_given: bool) -> None:
        if token_given:
            told = "the token is unknown, has expired, or was withdrawn."
        else:
            told = "give a token: Authorization: Bearer zl_... (zuidas account token)."
        super().__init__("UNAUTHENTICATED", told)
        error = ', error="invalid_token"' if token_given else ""
        self.challenge = f'Bearer realm="zuidas"{error}'


class SignInRefused(Refusal):
    """A sign-in that was refused: `SIGN_IN_REFUSED`, `SECOND_FACTOR_MISSING`."""


class ProviderFailed(Refusal):
    """What a provider says can't be used (`PROVIDER_FAILED`): nobody is signed in."""

    def __init__(self, template: str, **values: Value) -> None:
        super().__init__("PROVIDER_FAILED", template, **values)


class TooManyAttempts(Refusal):
    """Too many sign-ins failed lately (`TOO_MANY_ATTEMPTS`)."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            "TOO_MANY_ATTEMPTS",
            "too many attempts failed; try again in {seconds} seconds.",
            seconds=retry_after_s,
        )
        self.retry_after_s = retry_after_s


def wrong() -> SignInRefused:
    """The same for an unknown name, a wrong password, a wrong code, a closed account.

    Whoever guesses learns nothing from it.
    """
    return SignInRefused("SIGN_IN_REFUSED", "name, password or code is not right.")
