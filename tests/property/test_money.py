"""What holds of every amount, percentage and split."""

import contextlib
import math
import string
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.values.errors import Refusal
from domain.values.money import MAXIMUM_CENTS, amount_from_typed, parse_amount
from domain.values.shares import parse_percentage, split
from domain.values.texts import euros, format_cents, format_percentage, shown

amounts = st.integers(0, MAXIMUM_CENTS)
weights = st.dictionaries(
    st.text(string.ascii_lowercase, min_size=1, max_size=3),
    st.fractions(0, 100, max_denominator=10_000),
    min_size=1,
    max_size=8,
).filter(lambda found: sum(found.values()) > 0)
# Nearly an amount: what a hostile or hurried hand would type.
hostile = (
    st.text()
    | st.text("0123456789.,-+eE_ \u0663\uff15\u00b2\u00bd\n\t€", max_size=20)
    | st.from_regex(r"[0-9]{1,14}([.,][0-9]{1,3}){0,2}", fullmatch=True)
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def cents_or_code(text: str, *, typed: bool = False) -> int | str:
    try:
        return parse_amount(amount_from_typed(text) if typed else text)
    except Refusal as refusal:
        return refusal.code


@given(amount=amounts, shares=weights)
def test_parts_add_up_and_are_within_a_cent(
    amount: int, shares: dict[str, Fraction]
) -> None:
    parts = split(amount, shares)
    total = sum(shares.values())
    assert list(parts) == list(shares)
    assert sum(parts.values()) == amount
    for name, share in shares.items():
        exact = amount * share / total
        assert math.floor(exact) <= parts[name] <= math.ceil(exact)


@given(amount=amounts, shares=weights)
def test_leftover_cents_go_to_the_largest_remainders(
    amount: int, shares: dict[str, Fraction]
) -> None:
    parts = split(amount, shares)
    total = sum(shares.values())
    remainders = {
        name: amount * share / total - math.floor(amount * share / total)
        for name, share in shares.items()
    }
    ranked = sorted(shares, key=lambda name: -remainders[name])
    up = [parts[n] > math.floor(amount * shares[n] / total) for n in ranked]
    assert up == sorted(up, reverse=True)


@given(cents=amounts)
@example(cents=MAXIMUM_CENTS)
def test_an_amount_reads_back_as_written(cents: int) -> None:
    assert parse_amount(format_cents(cents)) == cents
    assert amount_from_typed(format_cents(cents)) == format_cents(cents)


@given(cents=amounts)
def test_an_amount_typed_the_dutch_way_is_the_same(cents: int) -> None:
    plain = format_cents(cents).replace(".", ",")
    grouped = euros(cents).removeprefix("€ ")
    dutch = grouped.translate(str.maketrans(".,", ",."))
    assert parse_amount(amount_from_typed(plain)) == cents
    assert parse_amount(amount_from_typed(dutch)) == cents


@given(cents=st.integers(-MAXIMUM_CENTS, MAXIMUM_CENTS))
def test_a_written_amount_is_exact(cents: int) -> None:
    assert Fraction(format_cents(cents)) * 100 == cents
    assert euros(cents).removeprefix("€ ").replace(",", "") == format_cents(cents)


@given(text=hostile)
@example(text="44.800")
@example(text="\u0664\u0664")
@example(text="1\n")
@example(text="1000000000000.00")
def test_a_string_is_an_exact_amount_or_refused(text: str) -> None:
    cents = cents_or_code(text)
    if cents == "BAD_AMOUNT":
        return
    assert text.isascii()
    assert isinstance(cents, int)
    assert 0 <= cents <= MAXIMUM_CENTS
    assert Fraction(text) * 100 == cents


@given(text=hostile)
@example(text="44.800")
@example(text="44,800")
@example(text="1.000.000")
def test_typing_never_changes_what_an_amount_is_worth(text: str) -> None:
    """Where a point and a comma could mean two things, the amount is refused."""
    cents = cents_or_code(text, typed=True)
    if cents == "BAD_AMOUNT":
        return
    assert isinstance(cents, int)
    whole, mark, decimals = text.strip().replace(",", ".").rpartition(".")
    assert len(decimals) == 2 if mark else cents % 100 == 0
    if mark:
        assert cents == int(whole.replace(".", "") + decimals)


@given(value=anything.filter(lambda value: not isinstance(value, str)))
@pytest.mark.parametrize("parse", [parse_amount, parse_percentage])
def test_only_a_string_is_an_amount(parse: object, value: object) -> None:
    assert callable(parse)
    with pytest.raises(Refusal) as refused:
        parse(value)
    assert refused.value.code == "BAD_AMOUNT"


@given(units=st.integers(0, 9_999_999))
def test_a_percentage_reads_back_as_written(units: int) -> None:
    percentage = Fraction(units, 10_000)
    assert parse_percentage(format_percentage(percentage)) == percentage


@given(text=hostile)
def test_a_string_is_an_exact_percentage_or_refused(text: str) -> None:
    with contextlib.suppress(Refusal):
        assert parse_percentage(text) == Fraction(text)


@given(value=anything)
def test_anything_can_be_shown_in_one_short_line(value: object) -> None:
    text = shown(value)
    assert len(text) <= 61
    assert "\n" not in text
    assert "\x1b" not in text
