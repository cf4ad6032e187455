"""Every query as text, JSON and CSV, at both clocks, and to a file."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess

QUERIES: list[list[str]] = [
    ["balance"],
    ["balance", "programmes"],
    ["balance", "partners"],
    ["balance", "current-account"],
    ["balance", "projects"],
    ["statement", "current-account"],
    ["explain", "project:grecor"],
    ["trial-balance"],
    ["journal"],
    ["history"],
    ["show", "3"],
    ["decisions"],
    ["decision", "SG-2011-01"],
    ["diff", "#3", "#5"],
    ["assess", "grecor"],
    ["check", "key"],
    ["framework", "show"],
]


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
@pytest.mark.parametrize("shape", ["text", "json", "csv"])
def test_each_query_in_each_shape(
    lived: InProcess, query: list[str], shape: str
) -> None:
    result = lived.ok(*query, "-O", shape)
    assert result.out.endswith("\n")
    assert "\x1b" not in result.out
    if shape == "json":
        assert result.json is not None
    if shape == "csv":
        lengths = {len(row) for row in csv.reader(io.StringIO(result.out))}
        assert len(lengths) == 1


@pytest.mark.parametrize("query", QUERIES[:-1], ids=" ".join)
def test_each_query_looks_with_both_clocks(lived: InProcess, query: list[str]) -> None:
    clocks = ["--at", "2012-07-31", "--known-at", "#26"]
    assert lived.ok(*query, *clocks).out
    assert lived.refused(*query, "--known-at", "#27") == "ENTRY_UNKNOWN"
    assert lived.refused(*query, "--at", "2012-13-01") == "BAD_DATE"


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_each_query_writes_to_a_file(
    lived: InProcess, tmp_path: Path, query: list[str]
) -> None:
    printed = lived.ok(*query, "-O", "json").out
    result = lived.ok(*query, "-O", "json", "-o", "answer.json")
    assert result.out == ""
    assert (tmp_path / "answer.json").read_text("utf-8") == printed


@pytest.mark.parametrize("place", ["missing/answer.json", "."])
def test_a_file_that_can_not_be_written(lived: InProcess, place: str) -> None:
    assert lived.refused("balance", "-o", place) == "BAD_COMMAND"


def test_reading_changes_nothing(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    path = prepared("lived")
    before = path.read_bytes()
    for query in QUERIES:
        cli.ok(*query)
    assert path.read_bytes() == before


def test_an_answer_is_the_same_each_time(lived: InProcess) -> None:
    for query in QUERIES:
        assert lived.json(*query) == lived.json(*query)
