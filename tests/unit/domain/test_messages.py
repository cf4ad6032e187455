"""Messages: a template and typed values, made text or data at the edge."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import (
    Euro,
    Message,
    Parts,
    Plain,
    Quoted,
    Value,
    Words,
    as_data,
    english,
    message,
    of_one_day,
    parts,
)

DAY = date(2012, 1, 31)
MOMENT = datetime(2012, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text", "data"),
    [
        (Euro(4_480_000), "€ 44,800.00", "44800.00"),
        (Euro(-5), "€ -0.05", "-0.05"),
        (Plain(4_480_000), "44,800.00", "44800.00"),
        (Quoted("it's"), '"it\'s"', "it's"),
        (Quoted("\x1b[31m"), r"'\x1b[31m'", "\x1b[31m"),
        (Words("not_met"), "not met", "not_met"),
        (DAY, "2012-01-31", "2012-01-31"),
        (MOMENT, "2012-01-31T09:30:00+00:00", "2012-01-31T09:30:00+00:00"),
        (Fraction(100, 3), "33.3333", "33.3333"),
        (Fraction(50), "50", "50"),
        (12, "12", 12),
        (True, "True", True),
        (None, "", None),
        ("a_b", "a_b", "a_b"),
        (parts(["a", Euro(1)]), "a, € 0.01", ["a", "0.01"]),
        (parts(["a", "b"], "\n"), "a\nb", ["a", "b"]),
        (["a", 1], "a, 1", ["a", 1]),
        (("a", None), "a, ", ["a", None]),
        ({"emmen": Euro(100)}, "emmen € 1.00", {"emmen": "1.00"}),
    ],
)
def test_every_value_as_text_and_as_data(value: Value, text: str, data: object) -> None:
    assert english(value) == text
    assert as_data(value) == data
    assert english(message("<{it}>", it=value)) == f"<{text}>"


def test_a_message_within_a_message() -> None:
    inner = message("until {day}", day=DAY)
    outer = message("locked {until}: {sum}.", until=inner, sum=Euro(100))
    assert str(outer) == "locked until 2012-01-31: € 1.00."
    assert as_data(outer) == {"until": {"day": "2012-01-31"}, "sum": "1.00"}


def test_braces_in_a_value_stay_what_they_are() -> None:
    hostile = "{0} {x} {x.__class__} }{"
    said = message("{x} and {y}", x=hostile, y=Quoted(hostile))
    assert english(said) == f"{hostile} and {hostile!r}"


def test_without_values_the_template_is_the_text() -> None:
    assert english(message("{not a place} }{")) == "{not a place} }{"
    assert str(Message("plain")) == "plain"


def test_a_place_may_say_how_a_number_or_a_moment_is_written() -> None:
    said = message("{n:,} bytes at {t:%H:%M}", n=1_234_567, t=MOMENT)
    assert english(said) == "1,234,567 bytes at 09:30"


def test_a_place_without_its_value_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        english(message("{a} {b}", a=1))


def test_what_was_typed_is_cut_short_in_text_and_told_further_in_data() -> None:
    long = Quoted("x" * 100)
    assert english(long) == f"'{'x' * 59}…"
    assert as_data(long) == "x" * 100


def test_a_text_in_data_is_two_hundred_characters_at_most() -> None:
    assert as_data("x" * 200) == "x" * 200
    assert as_data("x" * 201) == "x" * 200 + "…"


def test_parts_keep_their_items() -> None:
    assert parts(x for x in "ab") == Parts(("a", "b"), ", ")


def test_a_failure_tells_its_message_and_its_values() -> None:
    refusal = Refusal("CODE", "{a} of {b}", a=Euro(100), b=Quoted("x"))
    assert refusal.message == "€ 1.00 of 'x'"
    assert refusal.details == {"a": "1.00", "b": "x"}
    assert str(refusal.at_line(3)) == "[CODE] line 3: € 1.00 of 'x'"
    assert repr(refusal) == """Refusal("€ 1.00 of 'x'")"""


def test_details_that_are_given_replace_the_values() -> None:
    failure = IntegrityError("CODE", message("{a}", a=1), {"told": 2})
    assert (failure.message, failure.details) == ("1", {"told": 2})


@pytest.mark.parametrize(("days", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_one_day_is_a_day(days: int, said: str) -> None:
    assert english(message("open for {days} days ({a}).", days=days, a=1)) == (
        f"open for {said} (1)."
    )
    dutch = of_one_day("{days} dagen oud, {a} dagenlang", {"days": days, "a": 1})
    assert dutch == f"{{days}} {'dag' if days == 1 else 'dagen'} oud, {{a}} dagenlang"
