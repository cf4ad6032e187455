"""Single values as people type them, read to the contract's JSON."""

from datetime import date
from typing import Any

from domain.values.days import Today, day_from_typed
from domain.values.money import amount_from_typed, signed_from_typed
from ledger.fields.described import Schema

_TRUTHS = {"true": True, "yes": True, "ja": True}
_TRUTHS |= {"false": False, "no": False, "nee": False}
_MOST_DIGITS = 19


def scalar_from_typed(text: str, schema: Schema, today: Today) -> object:
    """One value of a field in JSON form: `44.800,00` is "44800.00".

    What is none of its forms comes back as it is, for the model to refuse. Raises
    `Refusal` (`BAD_AMOUNT`) for an amount that is none, or could be two.
    """
    match schema.get("format"):
        case "euro-amount":
            return amount_from_typed(text)
        case "signed-euro-amount":
            return signed_from_typed(text)
        case "date":
            return day_from_typed(text, today)
        case "hours":
            return text.strip().replace(",", ".")
        case "percentage":
            return text.strip().removesuffix("%").rstrip().replace(",", ".")
    if schema.get("type") == "boolean":
        return _TRUTHS.get(text.strip().lower(), text)
    digits = text.strip().removeprefix("#")
    if schema.get("type") == "integer" and digits.isascii() and digits.isdigit():
        return int(digits[:_MOST_DIGITS])
    return text


def dutch(value: Any, schema: Schema) -> str:  # noqa: ANN401  # JSON of any scalar
    """A value of the contract's JSON as Dutch types it: the way back.

    What has not the form of its field comes back as it is.
    """
    text = str(value).lower() if isinstance(value, bool) else str(value)
    match schema.get("format"):
        case "euro-amount" | "signed-euro-amount":
            return _dutch_amount(text)
        case "date":
            return _dutch_day(text)
        case "hours" | "percentage":
            return text.replace(".", ",")
    return text


def _dutch_amount(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    euros, point, cents = text.removeprefix("-").partition(".")
    if not (euros.isascii() and euros.isdigit()):
        return text
    return f"{sign}{int(euros):,}".replace(",", ".") + f",{cents if point else '00'}"


def _dutch_day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}-{day.month}-{day.year:04d}"
