"""Creditor references (ISO 11649): what a partner is asked to mention when it pays.

`RF`, two check digits, and a reference of our own. It is derived and never stored: a
letter that calls a contribution and whoever reads the bank's line make the same one.
"""

import re

_NOT_ALLOWED = re.compile(r"[^A-Z0-9]")
_LONGEST = 21
"""Characters behind the check digits."""
_OWN = "ZD"
_FORM = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_MODULUS = 97


def contribution_reference(year: str, partner: str) -> str:
    """The reference of a partner's contribution to a year: `RF64ZD2011EMMEN`.

    `ZD`, the year and the partner's code in capitals, without hyphens and cut at 21
    characters. Codes that differ in nothing else share a reference.
    """
    own = _NOT_ALLOWED.sub("", f"{_OWN}{year}{partner}".upper())[:_LONGEST]
    return f"RF{_check_digits(own):02d}{own}"


def is_creditor_reference(text: str) -> bool:
    """It has the form of one, spaces apart, and its check digits are right."""
    plain = re.sub(r"\s", "", text).upper()
    return bool(_FORM.fullmatch(plain)) and _remainder(plain[4:] + plain[:4]) == 1


def printed(reference: str) -> str:
    """In groups of four, as letters show it."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def _check_digits(own: str) -> int:
    return _MODULUS + 1 - _remainder(f"{own}RF00")


def _remainder(text: str) -> int:
    return int("".join(str(int(each, 36)) for each in text)) % _MODULUS
