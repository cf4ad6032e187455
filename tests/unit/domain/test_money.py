"""Amounts are euros, exact to the cent; parts always add up."""

from fractions import Fraction

import pytest

from domain.values.errors import Refusal
from domain.values.money import MAXIMUM_CENTS, amount_from_typed, parse_amount
from domain.values.shares import parse_percentage, split
from domain.values.texts import euros, format_cents, format_percentage


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("44800.00", 4_480_000),
        ("44800", 4_480_000),
        ("0.01", 1),
        ("0", 0),
        ("007.10", 710),
        ("999999999999.99", MAXIMUM_CENTS),
    ],
)
def test_an_amount_is_a_string_with_a_decimal_point(text: str, cents: int) -> None:
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1.00",
        "1.00 ",
        "1.00\n",
        "1.0",
        "1.000",
        ".50",
        "1.",
        "-1.00",
        "+1.00",
        "1,00",
        "1.234,00",
        "1e3",
        "1_000",
        "0x10",
        "€1.00",
        "NaN",
        "Infinity",
        "1000000000000.00",
        "9" * 5000,
        "\u0661\u0662.00",  # Arabic-Indic digits
        "\uff11.00",  # full-width digit
        "²",
    ],
)
def test_any_other_string_is_no_amount(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_amount(text)
    assert caught.value.code == "BAD_AMOUNT"


@pytest.mark.parametrize("value", [1, 1.5, 0, True, None, ["1.00"], {"a": "1.00"}])
def test_a_number_is_refused_with_the_reason(value: object) -> None:
    with pytest.raises(Refusal, match="string such as") as caught:
        parse_amount(value)
    assert caught.value.code == "BAD_AMOUNT"


@pytest.mark.parametrize(
    "text",
    [
        *("44800", "44800.00", "44800,00", "44.800,00", "44.800,-", "44800,-"),
        *("€ 44.800,00", "44.800,- €", "€44800", " 44 800 ", "44 800,00", "44 800.00"),
        *("44\u00a0800,-", "\u20ac\u00a044\u202f800", "44800 €"),
    ],
)
def test_a_person_may_type_dutch_or_plain_notation(text: str) -> None:
    assert parse_amount(amount_from_typed(text)) == 4_480_000


@pytest.mark.parametrize(
    "text", ["44.800", "44,800", "1.234.567", "1,234,567", "€ 9.000"]
)
def test_thousands_that_might_be_decimals_are_ambiguous(text: str) -> None:
    with pytest.raises(Refusal, match="ambiguous") as caught:
        amount_from_typed(text)
    assert caught.value.code == "BAD_AMOUNT"


@pytest.mark.parametrize(
    "text",
    [
        *("44,800.00", "4.48.00,00", "44.80,00", "1.2345,00", "4 48 00", "44 8000"),
        *("€", "", "-", ",-", "€ -5,00", "€€5", "5.-", "1 500.000", "1 500,5", "5,--"),
        *("44.800 00", "44 .800,00", "EUR 5", "5 euro", "$ 5", "1.500.00", "+5"),
    ],
)
def test_other_groupings_are_no_amounts(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_amount(amount_from_typed(text))
    assert caught.value.code == "BAD_AMOUNT"


@pytest.mark.parametrize(
    ("cents", "text", "shown"),
    [
        (0, "0.00", "€ 0.00"),
        (5, "0.05", "€ 0.05"),
        (-5, "-0.05", "€ -0.05"),
        (-123_456, "-1234.56", "€ -1,234.56"),
        (MAXIMUM_CENTS, "999999999999.99", "€ 999,999,999,999.99"),
    ],
)
def test_amounts_are_written_with_two_decimals(
    cents: int, text: str, shown: str
) -> None:
    assert format_cents(cents) == text
    assert euros(cents) == shown


def test_a_percentage_has_up_to_four_decimals() -> None:
    assert parse_percentage("33.3333") == Fraction("33.3333")
    assert format_percentage(Fraction("33.3333")) == "33.3333"
    assert format_percentage(Fraction("40.0")) == "40"
    assert format_percentage(Fraction("12.50")) == "12.5"


@pytest.mark.parametrize("text", ["33.33333", "-1", "1e1", "40%", "", "1000", 40, 0.4])
def test_anything_else_is_no_percentage(text: object) -> None:
    with pytest.raises(Refusal) as caught:
        parse_percentage(text)
    assert caught.value.code == "BAD_AMOUNT"


def test_leftover_cents_go_to_the_largest_remainders() -> None:
    shares = {
        "a": Fraction("33.3333"),
        "b": Fraction("33.3333"),
        "c": Fraction("33.3334"),
    }
    assert split(100, shares) == {"a": 33, "b": 33, "c": 34}
    assert split(101, shares) == {"a": 34, "b": 33, "c": 34}


def test_a_tie_goes_to_the_order_of_the_framework() -> None:
    equal = dict.fromkeys("abc", Fraction(1))
    assert split(2, equal) == {"a": 1, "b": 1, "c": 0}
    assert split(1, dict.fromkeys("cba", Fraction(1))) == {"c": 1, "b": 0, "a": 0}


def test_nothing_divided_is_nothing() -> None:
    assert split(0, {"a": Fraction(1), "b": Fraction(2)}) == {"a": 0, "b": 0}
    assert split(7, {"a": Fraction(0), "b": Fraction(2)}) == {"a": 0, "b": 7}
