"""IBANs (ISO 13616): one form, and their check digits."""

import re

_FORM = r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"
_RIGHT = 1
_MODULUS = 97


def plain_iban(text: str) -> str:
    """Without spaces, in capitals; nothing is checked."""
    return re.sub(r"\s", "", text).upper()


def is_iban(text: str) -> bool:
    """The plain form has the form of an IBAN, and its check digits are right."""
    if not re.fullmatch(_FORM, text):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % _MODULUS == _RIGHT
