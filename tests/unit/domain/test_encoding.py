"""Messages as JSON: they read back to the same, and nothing else is read."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest

from domain.values.encoding import DEEPEST, decode, decode_message, encode
from domain.values.messages import (
    Euro,
    Message,
    Parts,
    Plain,
    Quoted,
    Value,
    Words,
    english,
    message,
    parts,
)

DAY = date(2012, 1, 31)
ZONED = datetime(2012, 1, 31, 9, 30, 0, 5, timezone(timedelta(hours=1)))
HOSTILE = ["{", "}", "{0}", "{x}", "{x.__class__}", "{{x}}", "\x1b[2J", "\u202e", ""]
VALUES = [
    Euro(-4_480_000),
    Plain(0),
    Quoted("it's {x}"),
    Words("not_met"),
    DAY,
    ZONED,
    ZONED.astimezone(UTC),
    Fraction(33),
    Fraction(1, 8),
    Fraction(1_000_000),
    12,
    10**30,
    True,
    False,
    None,
    "a_b",
    *HOSTILE,
    [1, ["a", None]],
    {"emmen": Euro(1), "a b": [True]},
    {},
    parts(["a", Euro(1), parts([])], "; "),
    message("sum {a} of {b}", a=Euro(1), b=message("{c}", c=Words("a_b"))),
    message("no {values} here"),
]


def there_and_back(value: Value) -> Value:
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_value_reads_back_to_the_same(value: Value) -> None:
    read = there_and_back(value)
    assert read == value
    assert type(read) is type(value)
    assert english(read) == english(value)
    said = message("<{it}>", it=value)
    assert there_and_back(said) == said


def test_a_tuple_reads_back_as_a_list() -> None:
    assert there_and_back((1, Euro(2))) == [1, Euro(2)]
    assert english(there_and_back((1, Euro(2)))) == english((1, Euro(2)))


def test_a_fraction_reads_back_as_it_is_written() -> None:
    assert there_and_back(Fraction(100, 3)) == Fraction("33.3333")


def test_the_types_of_what_is_inside_are_kept() -> None:
    read = there_and_back(parts([message("{a}", a=Plain(1))]))
    assert isinstance(read, Parts)
    (inner,) = read.items
    assert isinstance(inner, Message)
    assert type(inner.values["a"]) is Plain


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_fill_a_place_and_no_more(text: str) -> None:
    read = decode_message(json.loads(json.dumps(encode(message("<{x}>", x=text)))))
    assert english(read) == f"<{text}>"


@pytest.mark.parametrize(
    "template",
    [
        *("{", "}", "{}", "{0}", "{y}", "{x.__class__}", "{x[0]}", "{x!r}", "{x!s}"),
        *("{x:>1000000000}", "{x:,}", "{x:%H}", "{x:{x}}", "{n:x}", "{n:,d}"),
        *("{n:>9}", "{day:>9}", "{day:%c}", "{day:,}", "{x} {", "{n:}}"),
    ],
)
def test_a_template_that_does_more_than_name_its_values(template: str) -> None:
    values = {"x": "a", "n": 5, "day": {"date": "2012-01-31"}}
    with pytest.raises(ValueError, match=r"."):
        decode({"message": [template, values]})


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{x} {n:,} {day:%A %d} {{x}}", "a 5000 Tuesday 31 {x}"),
        ("nothing named", "nothing named"),
    ],
)
def test_a_template_that_names_its_values(template: str, text: str) -> None:
    values = {"x": "a", "n": 5000, "day": {"date": "2012-01-31"}}
    read = decode({"message": [template, values]})
    assert english(read) == text.replace("5000", "5,000")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"colour": "red"},
        {"euro": 1, "plain": 2},
        {"euro": "1"},
        {"euro": True},
        {"euro": 1.0},
        {"plain": None},
        {"quoted": 5},
        {"words": ["a"]},
        {"date": "2012-02-30"},
        {"date": 20120131},
        {"moment": "noon"},
        {"percentage": "a half"},
        {"percentage": "-1"},
        {"percentage": "1e999999"},
        {"percentage": 50},
        {"mapping": {"a": 1}},
        {"mapping": [["a"]]},
        {"mapping": [[1, 2]]},
        {"parts": ["a", ", "]},
        {"parts": [["a"], 1]},
        {"parts": [["a"]]},
        {"message": "text"},
        {"message": ["text"]},
        {"message": ["text", None]},
        {"message": [5, {}]},
        {"message": ["{a}", {"a": {"unknown": 1}}]},
        [{"unknown": 1}],
        1.5,
        float("nan"),
    ],
    ids=json.dumps,
)
def test_other_json_is_refused(data: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode(data)


@pytest.mark.parametrize("data", ["text", 5, None, {"euro": 1}, {"parts": [[], ""]}])
def test_a_message_is_asked_for_and_another_value_found(data: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode_message(data)


def test_values_within_values_have_an_end() -> None:
    def nested(depth: int) -> Any:
        return {"parts": [[nested(depth - 1)], ""]} if depth else "x"

    assert english(decode(nested(DEEPEST))) == "x"
    with pytest.raises(ValueError, match="parts"):
        decode(nested(DEEPEST + 5))
    with pytest.raises(ValueError, match=r"."):
        decode(nested(300))
