"""Account numbers as statements write them."""

import re

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def compact(account: str | None) -> str | None:
    """An account number as it is compared: no blanks, capitals; None without any."""
    return "".join(account.split()).upper() or None if account else None


def as_iban(account: str | None) -> str | None:
    """The account where it has the form of an IBAN, else None."""
    return account if account and _IBAN.fullmatch(account) else None
