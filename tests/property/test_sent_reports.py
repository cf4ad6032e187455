"""What holds of every report that another program sent: it is refused, or it prints."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.answering import shaped
from domain.values.messages import (
    Euro,
    Plain,
    Quoted,
    Value,
    Words,
    message,
    parts,
)
from projections.report import (
    FORMATS,
    Bars,
    Column,
    Facts,
    Footer,
    Kind,
    Lines,
    Problems,
    Prose,
    Report,
    Table,
)
from projections.sending import from_json, to_json

DAY = date(2012, 1, 31)
CELLS: dict[str, Value] = {
    "text": Quoted("x\n{y}"),
    "prose": message("{n:,} of {m}", n=1234, m=Euro(120_000)),
    "number": 12,
    "amount": "-1234.50",
    "movement": "+1234.50",
    "moment": "2012-01-31T12:00:00.000001Z",
    "entries": [1, 2],
    "numbers": [3],
    "facts": {"themes": ["a"], "met": True, "shares": {"emmen": "1.00"}},
    "words": "not_met",
    "fields": {"shares": {"TL": "40"}, "list": [1, "a"]},
}
"""A cell of every kind of column."""
EVERY_VALUE: tuple[Value, ...] = (
    *(Euro(-1), Plain(2), Words("a_b"), DAY, datetime(2012, 1, 31, 9, tzinfo=UTC)),
    *(Fraction(100, 3), None, True, 5, "é", [1, "b"], {"a": Euro(1)}),
    *(parts([message("at {t:%H:%M}", t=DAY), "c"], "; "), message("a {brace}")),
)


def _whole() -> Report:
    """A report of every part, column and value."""
    columns = [Column(kind, kind, kind) for kind in get_args(Kind)]
    title = message("Table of {day}", day=DAY)
    table = Table(columns, [CELLS, {}], title, {"text": "Total", "amount": "1.00"}, "!")
    bar = {"year": "2011", "programme": "TL"}
    bar |= {"ceiling": "100.00", "available": "40.00", "committed": "60.00"}
    said = message("what {x}", x=Plain(5))
    found = {"severity": "error", "code": "C", "check": "c", "said": said}
    told = (
        table,
        Facts([(f"fact {n}", value) for n, value in enumerate(EVERY_VALUE)]),
        Prose(parts(EVERY_VALUE, "\n"), heading=True),
        Lines([*EVERY_VALUE, "\x1b[31m"]),
        Bars([bar]),
        Problems([found | {"entries": [1, 2]}]),
    )
    sheet = Table([Column("text", "text")], [{"text": "x"}])
    return Report(
        {"answer": [1, None, "x"]},
        lambda: told,
        sheet,
        exit_code=1,
        texts={"hledger": lambda: ["a", "b"]},
        footer=Footer("2012-01-31", 3, 5, "Europe/Amsterdam", "00" * 32),
    )


SENT = json.dumps(to_json(_whole()))
SHAPES = (*FORMATS, "hledger")
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["{", "{0}", "{x.__class__}", "{day:>9999999}", "%", "²", "Z"])
    | st.sampled_from(["Europe", "9999-12-31T23:59:59Z", "table", "facts", "moment"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "parts", "euro", "date", "mapping", "quoted"]),
            inner,
            min_size=1,
            max_size=1,
        )
    ),
    max_leaves=6,
)


def test_a_report_of_everything_prints_the_same_when_read_back() -> None:
    read = from_json(json.loads(SENT))
    for shape in SHAPES:
        assert shaped(read, shape) == shaped(_whole(), shape)
    assert read.exit_code == 1
    assert json.dumps(to_json(read)) == SENT


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every container within a JSON value, with a key or index in it."""
    if isinstance(tree, dict | list):
        for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from places(tree[key])


def prints_or_is_refused(sent: Any) -> bool:
    """True where it was read; nothing but the errors of the contract may be raised."""
    try:
        read = from_json(sent)
    except (ValueError, KeyError, TypeError):
        return False
    for shape in SHAPES:
        shaped(read, shape)
    return True


@given(st.data())
def test_a_changed_report_prints_or_is_refused(data: st.DataObject) -> None:
    sent = json.loads(SENT)
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        found = list(places(sent))
        inside, key = found[data.draw(st.integers(0, len(found) - 1), label="place")]
        how = data.draw(st.sampled_from(["set", "drop", "repeat", "swap"]), label="how")
        match how:
            case "set":
                inside[key] = data.draw(json_values, label="value")
            case "drop":
                del inside[key]
            case "repeat" if isinstance(inside, list):
                inside.append(copy.deepcopy(inside[key]))
            case "swap":
                other, at = found[data.draw(st.integers(0, len(found) - 1))]
                inside[key] = copy.deepcopy(other[at]) if at in _keys(other) else None
    prints_or_is_refused(sent)


def _keys(container: Any) -> Any:
    return container if isinstance(container, dict) else range(len(container))


@given(json_values)
@example([])
@example({})
@example("parts")
def test_what_is_no_report_is_refused(sent: Any) -> None:
    assert not prints_or_is_refused(sent)


def changed(path: list[Any], value: object) -> Any:
    sent = json.loads(SENT)
    inside = sent
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return sent


FIRST_ROW = ["parts", 0, "rows", 0]
DEEP: Any = []
for _ in range(100):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["parts"], None),
        (["parts"], {"part": "prose"}),
        (["parts", 0, "part"], "chart"),
        (["parts", 0, "columns", 0, "kind"], "colour"),
        (["parts", 0, "columns", 0, "name"], ["text"]),
        (["parts", 0, "columns", 0, "wide"], True),
        (["parts", 0, "columns", 0, "spare"], 1),
        ([*FIRST_ROW, "amount"], "1,200"),
        ([*FIRST_ROW, "amount"], "²"),
        ([*FIRST_ROW, "amount"], 12),
        ([*FIRST_ROW, "moment"], "yesterday"),
        ([*FIRST_ROW, "moment"], "9999-12-31T23:59:59-05:00"),
        ([*FIRST_ROW, "entries"], 4),
        ([*FIRST_ROW, "facts"], "met"),
        ([*FIRST_ROW, "text"], {"colour": "red"}),
        ([*FIRST_ROW, "text"], {"euro": 1, "plain": 2}),
        ([*FIRST_ROW, "text"], DEEP),
        (["parts", 0, "totals"], {"moment": "x"}),
        (["parts", 1, "rows", 0], ["alone"]),
        (["parts", 2, "heading"], "yes"),
        (["parts", 4, "rows", 0, "ceiling"], "9" * 400),
        (["parts", 4, "rows", 0], {}),
        (["parts", 5, "rows", 0], {"entries": []}),
        (["sheet"], {"part": "prose", "said": "x", "heading": False}),
        (["texts"], ["hledger"]),
        (["texts"], {"hledger": "abc"}),
        (["plain"], 0),
        (["exit_code"], 256),
        (["exit_code"], 1.0),
        (["exit_code"], float("inf")),
        (["footer"], {}),
        (["footer", "zone"], "Europe"),
        (["footer", "zone"], "../../etc/passwd"),
        (["footer", "zone"], "Nowhere/Land"),
        (["footer", "entry"], "3"),
    ],
)
def test_a_wrong_report_is_refused(path: list[Any], value: object) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(changed(path, value))


@pytest.mark.parametrize("name", sorted(json.loads(SENT)))
def test_nothing_of_a_report_may_be_missing(name: str) -> None:
    sent = json.loads(SENT)
    del sent[name]
    with pytest.raises(KeyError):
        from_json(sent)
