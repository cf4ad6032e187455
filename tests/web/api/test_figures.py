"""The why of every figure over HTTP: lines that add up to what the answer shows."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.serving import Client

CLOCKS = ("", "?at=2011-12-31", "?at=2012-06-30&knownAt=%2320", "?knownAt=12")
SECTIONS = {
    "programmes": ("year", "programme"),
    "years": ("year",),
    "partners": ("year", "partner"),
    "projects": ("project",),
}
NO_SUM = {"year", "programme", "partner", "project", "status", "recipient", "title"}


def rows(client: Client, clock: str) -> Any:
    """Each row of balance with the path of its figures."""
    shown = client.get(f"/v1/reports/balance{clock}").json
    for section, names in SECTIONS.items():
        for row in shown[section]:
            told = "/".join(quote(str(row[name]), safe="") for name in names)
            yield f"{section}/{told}", row
    yield "current-account", shown["current_account"]


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_figure_is_the_sum_of_its_lines(lived: Client, clock: str) -> None:
    summed = 0
    for place, row in rows(lived, clock):
        for column, value in row.items():
            told = lived.get(f"/v1/figures/{place}/{column}{clock}")
            if told.status == 404:
                told.problem(404, "FIGURE_UNKNOWN")
                continue
            summed += 1
            found = told.json
            assert list(found) == [
                *("at", "known_at", "entry", "figure", "value", "sum", "lines"),
            ]
            assert (found["figure"], found["value"]) == (f"{place}/{column}", value)
            lines = found["lines"]
            total = sum(line["sign"] * Decimal(line["amount"]) for line in lines)
            assert f"{total:.2f}" == found["sum"] == value
            for line in lines:
                assert list(line) == [
                    *("entry", "date", "account", "amount", "sign", "decision"),
                    "document",
                ]
                assert line["sign"] in (1, -1)
                assert line["entry"] <= found["entry"]
                assert line["date"] <= found["at"]
    assert summed > 30


def test_what_it_rests_on(lived: Client) -> None:
    found = lived.get("/v1/figures/programmes/2011/SN/process_costs").json
    assert found["value"] == "1450.00"
    assert [line["account"] for line in found["lines"]]
    found = lived.get("/v1/figures/programmes/2011/SN/allocated").json
    assert {line["decision"] for line in found["lines"]} == {"SG-2011-01"}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("programmes/2011/SN/programme", "FIGURE_UNKNOWN"),
        ("programmes/2011/SN/nothing", "FIGURE_UNKNOWN"),
        ("programmes/2011/SN/__class__", "FIGURE_UNKNOWN"),
        ("programmes/2013/SN/available", "FIGURE_UNKNOWN"),
        ("programmes/1999/SN/available", "YEAR_UNKNOWN"),
        ("programmes/2011/XX/available", "PROGRAMME_UNKNOWN"),
        ("years/1999/spent", "YEAR_UNKNOWN"),
        ("partners/2011/nope/received", "PARTNER_UNKNOWN"),
        ("projects/nope/paid", "PROJECT_UNKNOWN"),
        ("projects/grecor/status", "FIGURE_UNKNOWN"),
        ("current-account/nothing", "FIGURE_UNKNOWN"),
        ("current-account/%00", "FIGURE_UNKNOWN"),
    ],
)
def test_what_is_no_figure(lived: Client, place: str, code: str) -> None:
    lived.get(f"/v1/figures/{place}").problem(404, code)


def test_codes_in_any_case_are_one_figure(lived: Client) -> None:
    found = lived.get("/v1/figures/programmes/2011/sn/available").json
    assert found["figure"] == "programmes/2011/SN/available"
    assert found == lived.get("/v1/figures/programmes/2011/SN/available").json


def test_its_keys(lived: Client) -> None:
    at = "/v1/figures/programmes/2011/SN/available"
    found = lived.get(f"{at}?x=1&at=y").problem(400, "BAD_COMMAND")["errors"]
    assert [each["pointer"] for each in found] == ["?x", "?at"]
    lived.get(f"{at}?knownAt=99").problem(409, "ENTRY_UNKNOWN")
    assert lived.get(f"{at}?knownAt=3").json["value"] == "0.00"


def test_lines_that_do_not_add_up_are_damage(lived: Client, tmp_path: Any) -> None:
    from tests.web.api.damaged import damaged

    with damaged(lived, tmp_path, "UPDATE lines SET amount = amount + 1") as client:
        told = client.get("/v1/figures/programmes/2011/SN/available")
        told.problem(500, "LEDGER_DAMAGED")
