"""Euro amounts as whole cents: reading and writing them exactly.

Money is an `int` of euro cents everywhere inside the program and a decimal string
at its edges; no float is ever involved.
"""

import re

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, message

Cents = int
MAXIMUM_CENTS = 99_999_999_999_999
"""999999999999.99 euros, the largest amount of the contract."""

_CANONICAL = r"[0-9]{1,12}(\.[0-9]{2})?"
_GROUPED = r"[0-9]{1,3}(\.[0-9]{3})+,([0-9]{2}|-)"
_COMMA = r"[0-9]{1,12},([0-9]{2}|-)"
_SPACED = r"[0-9]{1,3}( [0-9]{3})+(,([0-9]{2}|-)|\.[0-9]{2})?"
_SPACES = r"\s+"
_AMBIGUOUS = r"[0-9]{1,3}([.,][0-9]{3})+"


def parse_amount(text: object) -> Cents:
    """Cents of an amount in the contract's JSON form: `"44800.00"` or `"44800"`.

    Raises `Refusal` with code `BAD_AMOUNT` for anything else; a JSON number is
    refused too, because a program may already have rounded it.
    """
    if isinstance(text, str):
        if re.fullmatch(_CANONICAL, text):
            return (
                int(text[:-3]) * 100 + int(text[-2:])
                if "." in text
                else (int(text) * 100)
            )
        raise Refusal(
            "BAD_AMOUNT",
            "{text} is not an amount; write euros with two decimals, like"
            ' "44800.00" (at most 999999999999.99, no sign, no thousands'
            " separator).",
            text=Quoted(text),
        )
    raise Refusal(
        "BAD_AMOUNT",
        'an amount is a string such as "44800.00", not {kind}: a JSON number'
        " may have been rounded on its way here. Put it in quotes.",
        kind=_kind(text),
    )


def parse_signed(text: object) -> Cents:
    """The same with a minus where it is negative; raises `Refusal` (`BAD_AMOUNT`)."""
    if isinstance(text, str) and text.startswith("-"):
        return -parse_amount(text[1:])
    return parse_amount(text)


def amount_from_typed(text: str) -> str:
    """The JSON form of an amount as a person types it, Dutch or plain notation.

    `44800`, `44800.00`, `44800,00`, `44.800,00`, `44.800,-` and these with `€` or
    spaces around, or spaces between thousands, are accepted; `44.800` and `44,800` are
    refused as ambiguous. Raises `Refusal` (`BAD_AMOUNT`).
    """
    given, text = text, re.sub(_SPACES, " ", text).strip()
    text = text.removeprefix("€").removesuffix("€").strip()
    if re.fullmatch(_SPACED, text):
        text = text.replace(" ", "")
    if re.fullmatch(_AMBIGUOUS, text):
        plain = re.sub("[.,]", "", text)
        raise Refusal(
            "BAD_AMOUNT",
            "{text} is ambiguous: thousands or decimals? Write {plain} or"
            " {plain}.00 for the large amount, or all two decimals for the"
            " small one.",
            text=Quoted(given),
            plain=plain,
        )
    if re.fullmatch(_GROUPED, text) or re.fullmatch(_COMMA, text):
        text = text.replace(".", "").replace(",-", ".00").replace(",", ".")
    if not re.fullmatch(_CANONICAL, text):
        raise Refusal(
            "BAD_AMOUNT",
            "{text} is not an amount; write euros like 44800, 44800,00 or 44.800,00:"
            " no decimals or both, no sign, at most 999999999999.99.",
            text=Quoted(given),
        )
    return text


def signed_from_typed(text: str) -> str:
    """The same with a minus where it is negative: `-1.200,00` is "-1200.00".

    Raises `Refusal` (`BAD_AMOUNT`).
    """
    plain = text.strip()
    sign = "-" if plain.startswith("-") else ""
    return sign + amount_from_typed(plain.removeprefix("-"))


def _kind(value: object) -> Message:
    if value is None:
        return message("null")
    if isinstance(value, bool):
        return message("a boolean")
    if isinstance(value, int | float):
        return message("a number")
    return message("a list") if isinstance(value, list) else message("an object")
