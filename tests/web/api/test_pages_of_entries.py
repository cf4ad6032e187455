"""Entries over HTTP, page after page, as the command line lists them whole."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.posting import cost
from tests.web.serving import Client

FILTERS = (
    "",
    "command=receive_contribution",
    "partner=emmen&at=2011-12-31",
    "knownAt=17",
    "knownAt=%2320&year=2011",
    "from=2011-08-01&to=2011-10-31",
    "min=1000&recordedFrom=5",
    "project=grecor&knownAt=2014-12-31T13:00%2B01:00",
    "document=" + quote("INV-SN-2011-10-12", safe=""),
    "actor=officer&programme=SN",
)


def pages(client: Client, query: str) -> list[list[Any]]:
    """Every page from the first, by the links between them."""
    found, following = [], f"/v1/entries?{query}"
    while following:
        told = client.get(following)
        assert told.status == 200, told.body
        found.append(told.json)
        link = told.headers["Link"]
        following = ""
        if link is not None:
            match = re.fullmatch(r'<(/v1/entries\?[^>]*)>; rel="next"', link)
            assert match
            following = match[1]
    return found


@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("limit", [1, 3, 26, 500])
def test_pages_are_the_whole(lived: Client, query: str, limit: int) -> None:
    whole = lived.get(f"/v1/reports/history?{query}").json
    found = pages(lived, f"{query}&limit={limit}" if query else f"limit={limit}")
    assert [row for page in found for row in page] == whole
    assert all(len(page) == limit for page in found[:-1])
    assert len(found[-1]) <= limit
    assert found[-1] or not whole, "a page that is empty was not announced"
    numbers = [row["entry"] for row in whole]
    assert numbers == sorted(numbers)


def test_filters_and_clocks_stay_in_the_link(lived: Client) -> None:
    query = "knownAt=%2320&at=2012-06-30&actor=officer&limit=2&min=1.00&after=3"
    told = lived.get(f"/v1/entries?{query}")
    following = urlsplit(re.findall("<(.*)>", told.headers["Link"])[0])
    said = parse_qs(following.query, strict_parsing=True)
    last = str(told.json[-1]["entry"])
    assert said == {**parse_qs(query), "after": [last]}


def test_after_is_after(lived: Client) -> None:
    rows = lived.get("/v1/entries?after=5&limit=3").json
    assert [row["entry"] for row in rows] == [6, 7, 8]
    assert lived.get("/v1/entries?after=26").json == []
    assert "Link" not in lived.get("/v1/entries?after=26").headers
    assert lived.get("/v1/entries?after=0").json[0]["entry"] == 1
    assert lived.get("/v1/entries?after=999999999999").json == []


def test_a_page_has_a_hundred_unless_told(fresh: Client) -> None:
    row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
    rows = [{**row, "document": f"D-{n}"} for n in range(500)]
    assert fresh.post_lines("/v1/entries", rows).status == 201
    assert len(fresh.get("/v1/entries").json) == 100
    assert len(fresh.get("/v1/entries?limit=500").json) == 500
    assert [len(page) for page in pages(fresh, "")] == [100] * 5 + [26]


@pytest.mark.parametrize("value", ["0", "501", "-1", "x", "", "1.5", "9" * 30, "%2B1"])
def test_limits(lived: Client, value: str) -> None:
    found = lived.get(f"/v1/entries?limit={value}").problem(400, "BAD_COMMAND")
    assert [each["pointer"] for each in found["errors"]] == ["?limit"]
    if value not in ("0", "501"):
        found = lived.get(f"/v1/entries?after={value}").problem(400, "BAD_COMMAND")
        assert [each["pointer"] for each in found["errors"]] == ["?after"]


def test_a_page_as_a_report_has_its_rows_and_its_link(lived: Client) -> None:
    accept = {"Accept": "application/vnd.zuidas.report+json"}
    told = lived.get("/v1/entries?limit=3", accept)
    assert told.headers["Link"] == '</v1/entries?limit=3&after=3>; rel="next"'
    assert [row["entry"] for row in told.json["data"]] == [1, 2, 3]


def test_an_entry_is_the_one_of_the_list(
    lived: Client, cli: InProcess, path: Path
) -> None:
    rows = lived.get("/v1/entries").json
    for row in rows:
        shown = lived.get(f"/v1/entries/{row['entry']}").json
        assert {**shown, **row} == shown
    assert rows == cli.json("history", "--db", str(path))
