"""Texts as they are kept and compared."""

import pytest

from domain.values.texts import folded, tidy, unseen

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A 12/3", "a-12-3"),
        ("Bakker B.V.", "bakker bv"),
        ("R_C  2012", "RC2012"),
        (COMPOSED, DECOMPOSED),
        ("F-1\u200b", "f1"),
        ("STRASSE", "stra\u00dfe"),
        ("F+1 #2", "f12"),
    ],
)
def test_same_voucher_or_party(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("A 12/3", "A 12/4"), (COMPOSED, "cafe"), ("-", "/"), ("", "-")],
)
def test_different_voucher_or_party(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_one_text_is_kept_in_one_way() -> None:
    assert tidy(f"  {DECOMPOSED}\u00a0") == COMPOSED


@pytest.mark.parametrize(
    "character",
    [
        "\u200b",
        "\ufeff",
        "\xad",
        "\u200e",
        "\u202e",
        "\u2028",
        "\u2029",
        "\x07",
        "\u2060",
        "�",
        "\U000e0041",
    ],
)
def test_unseen(character: str) -> None:
    assert unseen(f"voucher{character}") == character


@pytest.mark.parametrize(
    "text", ["", "plain", COMPOSED, DECOMPOSED, "a\u00a0b", "\u20ac"]
)
def test_seen(text: str) -> None:
    assert unseen(text) is None
