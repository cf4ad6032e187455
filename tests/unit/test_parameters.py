"""Values of a query's parameters: what was typed, what was sent, what is refused."""

from datetime import date, time
from typing import get_args

import pytest

from domain.framework.course import Course
from domain.framework.framework import Framework
from domain.values.errors import Refusal
from ledger.frameworks import load
from projections.parameters import parse
from projections.query import Parameter, ParameterKind

AS_TEXT: tuple[ParameterKind, ...] = (
    "text",
    "moment",
    "project",
    "decision",
    "meeting",
    "account",
    "bank_account",
    "choice",
)
"""Kinds whose values are looked at by the query itself."""
SAME: list[tuple[ParameterKind, str, object]] = [
    ("date", "2011-08-01", date(2011, 8, 1)),
    ("date", "2012-02-29", date(2012, 2, 29)),
    ("amount", "44800.00", 4_480_000),
    ("amount", "44800", 4_480_000),
    ("amount", "0", 0),
    ("entry", "12", 12),
    ("entry", "#12", 12),
    ("entry", "0", 0),
    ("partner", "emmen", "emmen"),
    ("partner", "EMMEN", "emmen"),
    ("programme", "tl", "TL"),
    ("year", "2011", "2011"),
    ("command", "pay-grant", "pay_grant"),
    ("command", "pay_grant", "pay_grant"),
    ("count", "30", 30),
    ("flag", "true", True),
    ("flag", "false", False),
    ("hours", "07:00-19:30", (time(7), time(19, 30))),
    ("file", " rules.toml", " rules.toml"),
    ("framework", " of-ours.toml", " of-ours.toml"),
    *((kind, " Any #5 text ", "Any #5 text") for kind in AS_TEXT),
]
"""Kind, text and value; typed or sent makes no difference."""
WRONG: list[tuple[ParameterKind, str, str]] = [
    ("date", "2011-8-1", "BAD_DATE"),
    ("date", "1/8/2011", "BAD_DATE"),
    ("date", "1-8-11", "BAD_DATE"),
    ("date", "31-2-2011", "BAD_DATE"),
    ("date", "tomorrow", "BAD_DATE"),
    ("command", "rewind", "BAD_COMMAND"),
    ("text", "x\u200b", "BAD_COMMAND"),
    ("project", "x\u00ad", "BAD_COMMAND"),
    ("date", "20110801", "BAD_DATE"),
    ("date", "2011-02-29", "BAD_DATE"),
    ("date", "2011-08-01T00:00", "BAD_DATE"),
    ("date", "٢٠١١-٠٨-٠١", "BAD_DATE"),
    ("date", "", "BAD_DATE"),
    ("amount", "44.800", "BAD_AMOUNT"),
    ("amount", "44,800", "BAD_AMOUNT"),
    ("amount", "-1.00", "BAD_AMOUNT"),
    ("amount", "1e3", "BAD_AMOUNT"),
    ("amount", "", "BAD_AMOUNT"),
    ("entry", "twelve", "ENTRY_UNKNOWN"),
    ("entry", "##12", "ENTRY_UNKNOWN"),
    ("entry", "-1", "ENTRY_UNKNOWN"),
    ("entry", "²", "ENTRY_UNKNOWN"),
    ("entry", "9" * 19, "ENTRY_UNKNOWN"),
    ("entry", "", "ENTRY_UNKNOWN"),
    ("partner", "utrecht", "PARTNER_UNKNOWN"),
    ("programme", "emmen", "PROGRAMME_UNKNOWN"),
    ("year", "2019", "YEAR_UNKNOWN"),
    ("count", "-1", "BAD_COMMAND"),
    ("count", "1.0", "BAD_COMMAND"),
    ("count", "٣", "BAD_COMMAND"),
    ("count", "9" * 19, "BAD_COMMAND"),
    ("flag", "yes", "BAD_COMMAND"),
    ("flag", "", "BAD_COMMAND"),
    ("hours", "07:00", "BAD_COMMAND"),
    ("hours", "19:00-07:00", "BAD_COMMAND"),
    ("hours", "07:00-07:00", "BAD_COMMAND"),
    ("hours", "07:00-25:00", "BAD_COMMAND"),
    ("hours", "07:00+01:00-19:00", "BAD_COMMAND"),
    ("hours", "", "BAD_COMMAND"),
]
"""Kind, text and the code it is refused under, typed or sent."""


def today() -> date:
    return date(2012, 3, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1-8-2011", "2011-08-01"),
        (" 01-08-2011 ", "2011-08-01"),
        ("today", "2012-03-01"),
        ("Yesterday", "2012-02-29"),
    ],
)
def test_a_day_as_people_type_it_is_none_in_json(text: str, day: str) -> None:
    expected = date.fromisoformat(day)
    assert parse(of("date"), text, unasked, today) == expected
    assert parse(of("moment"), text, unasked, today) == day
    with pytest.raises(Refusal) as caught:
        parse(of("date"), text, unasked)
    assert caught.value.code == "BAD_DATE"
    assert caught.value.message.startswith("--it: ")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load("drentse-zuidas")


def of(kind: ParameterKind) -> Parameter:
    return Parameter("it", kind)


def unasked() -> Course:
    raise AssertionError("the ledger was opened for its framework")


@pytest.mark.parametrize("typed", [False, True], ids=["sent", "typed"])
@pytest.mark.parametrize(("kind", "text", "value"), SAME)
def test_what_is_understood(
    framework: Framework, kind: ParameterKind, text: str, value: object, typed: bool
) -> None:
    assert (
        parse(of(kind), text, lambda: Course(framework), today if typed else None)
        == value
    )


def test_every_kind_is_among_them() -> None:
    assert {kind for kind, _, _ in SAME} == set(get_args(ParameterKind))


@pytest.mark.parametrize("typed", [False, True], ids=["sent", "typed"])
@pytest.mark.parametrize(("kind", "text", "code"), WRONG)
def test_what_is_refused(
    framework: Framework, kind: ParameterKind, text: str, code: str, typed: bool
) -> None:
    with pytest.raises(Refusal) as caught:
        parse(of(kind), text, lambda: Course(framework), today if typed else None)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["44800,00", "44.800,00", "44.800,-"])
def test_an_amount_as_people_type_it_is_no_amount_in_json(text: str) -> None:
    assert parse(of("amount"), text, unasked, today) == 4_480_000
    with pytest.raises(Refusal) as caught:
        parse(of("amount"), text, unasked)
    assert caught.value.code == "BAD_AMOUNT"


def test_only_its_codes_need_the_framework() -> None:
    for kind, text, value in SAME:
        if kind in ("partner", "programme", "year"):
            with pytest.raises(AssertionError):
                parse(of(kind), text, unasked)
        else:
            assert parse(of(kind), text, unasked) == value


def test_a_refused_code_names_those_there_are(framework: Framework) -> None:
    with pytest.raises(Refusal) as caught:
        parse(of("programme"), "XX", lambda: Course(framework))
    assert caught.value.message == (
        "the framework has no programme 'XX'; it has SN, TL, IBO, OUTSIDE, UNALLOCATED."
    )


def test_what_is_hostile_is_escaped_in_the_refusal() -> None:
    with pytest.raises(Refusal) as caught:
        parse(of("date"), "\x1b[2J{text}", unasked)
    assert caught.value.message == (
        r"--it: '\x1b[2J{text}' contains a control character or one that can't be seen"
        " (U+001B)."
    )
