"""Posting over HTTP: one command, a file of them, and what would be."""

from typing import Any

import pytest

from tests.unit.domain.posting import Row, cost, proposal
from tests.web.serving import Client, Told

COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
OVER: Row = {**COST, "amount": "9999999.00"}
AS: Row = {"command": "reclassify", "entry": 14, "date": "2012-01-01", "reason": "x"}


def at(told: Told, code: str = "BAD_COMMAND") -> dict[str, str]:
    """The errors of form by their pointers."""
    return {each["pointer"]: each["code"] for each in told.problem(400, code)["errors"]}


def size(client: Client) -> Any:
    return client.get("/v1/health").json["entries"]


def test_a_command_is_an_entry(fresh: Client) -> None:
    told = fresh.post("/v1/entries", {**COST, "id": "c-1"})
    assert told.status == 201
    assert told.headers["Location"] == "/v1/entries/27"
    assert "Idempotency-Hit" not in told.headers
    assert told.json == {"entry": 27, "id": "c-1", "duplicate": False, "notes": []}
    shown = fresh.get(told.headers["Location"]).json
    assert (shown["command"], shown["amount"]) == ("post_process_cost", "1.00")
    assert (shown["actor"], shown["person"]) == ("officer", "officer")
    assert shown["person_by"] == "token"


def test_notes_come_with_it(fresh: Client) -> None:
    more = {"year": "2011", "partner": "emmen", "date": "2011-09-01", "document": "x"}
    told = fresh.post(
        "/v1/entries", {"command": "receive_contribution", "amount": "5.00", **more}
    )
    assert [note["code"] for note in told.json["notes"]] == ["OVER_RECEIVED"]


def test_a_repeated_id_is_posted_once(fresh: Client) -> None:
    first = fresh.post("/v1/entries", {**COST, "id": "c-1"})
    again = fresh.post("/v1/entries", {**COST, "id": "c-1"})
    assert (first.status, again.status) == (201, 200)
    assert again.headers["Idempotency-Hit"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert again.json == {**first.json, "duplicate": True}
    other = fresh.post("/v1/entries", {**COST, "id": "c-1", "amount": "2.00"})
    assert other.problem(409, "IDEMPOTENCY_CONFLICT")["entry"] == 27
    assert size(fresh) == 27


def test_the_key_of_the_header_is_the_id(fresh: Client) -> None:
    key = {"Idempotency-Key": "k" * 64}
    first = fresh.post("/v1/entries", COST, key)
    assert (first.status, first.json["id"]) == (201, "k" * 64)
    for headers, body in (
        (key, COST),
        ({"Idempotency-Key": f'"{"k" * 64}"'}, COST),
        ({}, {**COST, "id": "k" * 64}),
        (key, {**COST, "id": "k" * 64}),
        (key, {**COST, "id": None}),
    ):
        told = fresh.post("/v1/entries", body, headers)
        assert (told.status, told.headers["Idempotency-Hit"]) == (200, "true")
    assert size(fresh) == 27


@pytest.mark.parametrize("place", ["/v1/entries", "/v1/submissions"])
@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("k", {"id": "other"}),
        ("k", {"id": 5}),
        ("k" * 65, {}),
        (f'"{"k" * 65}"', {}),
        ("", {}),
        ('""', {}),
    ],
)
def test_keys_that_are_wrong(lived: Client, place: str, key: str, body: Row) -> None:
    told = lived.post(place, {**COST, **body}, {"Idempotency-Key": key})
    assert at(told) == {"/id": "BAD_COMMAND"}
    assert size(lived) == 26


def test_a_file_takes_no_key(lived: Client) -> None:
    told = lived.post_lines("/v1/entries", [COST], {"Idempotency-Key": "k"})
    assert at(told) == {"": "BAD_COMMAND"}
    assert size(lived) == 26


def test_a_dry_run_records_nothing(fresh: Client) -> None:
    tag = fresh.get("/v1/entries").etag
    told = fresh.post("/v1/entries?dryRun=true", {**COST, "id": "c-1"})
    assert told.status == 200
    assert not {"Location", "Idempotency-Hit"} & set(told.headers)
    found = told.json
    assert (found["entry"], found["dry_run"], found["duplicate"]) == (27, True, False)
    assert {line["account"] for line in found["lines"]} >= {"assets:current-account"}
    assert found["balance"]["programmes"]
    fresh.post("/v1/entries?dryRun=true", OVER).problem(409, "CEILING_EXCEEDED")
    assert fresh.get("/v1/entries").etag == tag
    assert fresh.post("/v1/entries?dryRun=false", {**COST, "id": "c-1"}).status == 201
    again = fresh.post("/v1/entries?dryRun=true", {**COST, "id": "c-1"})
    assert (again.status, again.json["duplicate"]) == (200, True)


def test_what_a_rule_refuses_comes_with_its_sum(lived: Client) -> None:
    found = lived.post("/v1/entries", OVER).problem(409, "CEILING_EXCEEDED")
    assert {"total", "used", "short"} <= set(found)
    assert "errors" not in found
    assert "line" not in found


# -- the form of a command -----------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "expected"),
    [
        ("", "BAD_JSON", {""}),
        ("{", "BAD_JSON", {""}),
        ("[]", "BAD_JSON", {""}),
        ('"x"', "BAD_JSON", {""}),
        ("[" * 100_000, "BAD_JSON", {""}),
        ('{"a": 1, "a": 2}', "BAD_JSON", {""}),
        ('{"a": NaN}', "BAD_JSON", {""}),
        (b'{"command": "\xff"}', "BAD_JSON", {""}),
        ({}, "BAD_COMMAND", {"/command"}),
        ({"command": None}, "BAD_COMMAND", {"/command"}),
        ({"command": 5}, "BAD_COMMAND", {"/command"}),
        ({"command": "rewind"}, "BAD_COMMAND", {"/command"}),
        ({"command": "init"}, "BAD_COMMAND", {"/command"}),
        ({**COST, "amount": "1.5"}, "BAD_AMOUNT", {"/amount"}),
        ({**COST, "amount": 1.5}, "BAD_AMOUNT", {"/amount"}),
        ({**COST, "date": "1-8-2011"}, "BAD_DATE", {"/date"}),
        ({**COST, "a/b~c": 1}, "BAD_COMMAND", {"/a~1b~0c"}),
        (
            {**COST, "amount": "x", "date": "x", "bogus": 1, "payee": ""},
            "BAD_COMMAND",
            {"/amount", "/date", "/bogus", "/payee"},
        ),
        (
            {**AS, "as": {"command": "receive_funds", "project": 5, "bogus": 1}},
            "BAD_COMMAND",
            {"/as/project", "/as/source", "/as/bogus"},
        ),
    ],
)
def test_a_form_that_is_wrong(
    lived: Client, body: object, code: str, expected: set[str]
) -> None:
    for address in ("/v1/entries", "/v1/entries?dryRun=true", "/v1/submissions"):
        assert set(at(lived.post(address, body), code)) == expected
    assert size(lived) == 26


def test_pointers_go_into_what_is_nested(lived: Client) -> None:
    parties = [{"name": "TT", "active": True, "contribution": "x"}, {"name": "U"}]
    body = {"command": "propose_project", **proposal("new", third_parties=parties)}
    found = at(lived.post("/v1/entries", body), "BAD_AMOUNT")
    assert found["/third_parties/0/contribution"] == "BAD_AMOUNT"
    assert "/third_parties/1/active" in found
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-2011-01"}
    shares = {"SN": "x", "TL": "60", "a/b": "1"}
    body = {"command": "allocate", **rest, "shares": shares}
    found = at(lived.post("/v1/entries", body), "BAD_AMOUNT")
    assert "/shares/SN" in found
    assert "/shares/TL" not in found


def test_keys_header_and_body_are_told_together(lived: Client) -> None:
    body = {**COST, "id": "other", "amount": "x"}
    told = lived.post("/v1/entries?dryrun=1&x=", body, {"Idempotency-Key": "k"})
    assert set(at(told)) == {"?dryrun", "?x", "/id", "/amount"}
    told = lived.post("/v1/entries?dryRun=maybe", "{")
    assert at(told) == {"?dryRun": "BAD_COMMAND", "": "BAD_JSON"}
    told = lived.post_lines("/v1/entries?x=1", [COST, "{"], {"Idempotency-Key": "k"})
    assert at(told) == {"?x": "BAD_COMMAND", "": "BAD_COMMAND", "/2": "BAD_JSON"}


@pytest.mark.parametrize("value", ["", "1", "TRUE", "yes"])
def test_a_dry_run_is_true_or_false(lived: Client, value: str) -> None:
    told = lived.post(f"/v1/entries?dryRun={value}", COST)
    assert at(told) == {"?dryRun": "BAD_COMMAND"}
    told = lived.post("/v1/entries?dryRun=true&dryRun=true", COST)
    assert at(told) == {"?dryRun": "BAD_COMMAND"}
    assert size(lived) == 26


def test_nothing_is_erased_here(lived: Client) -> None:
    erase = {"command": "erase_sealed", "before": "2014-01-01", "reason": "x"}
    for address in ("/v1/entries", "/v1/entries?dryRun=true"):
        assert at(lived.post(address, erase)) == {"/command": "BAD_COMMAND"}
        told = lived.post_lines(address, [COST, erase])
        assert at(told) == {"/2/command": "BAD_COMMAND"}
    assert size(lived) == 26


@pytest.mark.parametrize(
    "media",
    ["", "text/plain", "application/xml", "application/json-patch+json", "json"],
)
def test_a_body_of_another_type(lived: Client, media: str) -> None:
    for address in ("/v1/entries", "/v1/submissions", "/v1/submissions/1/rejections"):
        told = lived("POST", address, "{}", {"Content-Type": media})
        told.problem(415, "MEDIA_TYPE_UNKNOWN")
    lived("POST", "/v1/entries", "{}").problem(415, "MEDIA_TYPE_UNKNOWN")


@pytest.mark.parametrize(
    "media", ["application/json", "Application/JSON", "application/json; charset=utf-8"]
)
def test_json_by_its_names(lived: Client, media: str) -> None:
    headers = {"Content-Type": media}
    told = lived.post("/v1/entries?dryRun=true", {**COST, "note": media}, headers)
    assert told.status == 200


def test_a_body_may_begin_with_a_mark(lived: Client) -> None:
    body = b'\xef\xbb\xbf{"command": "rewind"}'
    assert at(lived.post("/v1/entries", body)) == {"/command": "BAD_COMMAND"}


def test_a_body_that_is_too_long(lived: Client) -> None:
    told = lived.post("/v1/entries", b" " * 8_000_001)
    assert told.problem(413, "TOO_LARGE")["most"] == 8_000_000
    at = "/v1/submissions/1/rejections"
    lived.post(at, b" " * 8_000_001).problem(413, "TOO_LARGE")


# -- files ---------------------------------------------------------------------


def test_a_file_is_posted_whole(fresh: Client) -> None:
    rows = [{**COST, "id": "j-1"}, "", {**COST, "id": "j-2", "document": "D-2"}]
    told = fresh.post_lines("/v1/entries", rows)
    assert told.status == 201
    assert told.headers["Location"] == "/v1/entries/27"
    assert told.json == {
        "accepted": 2,
        "duplicates": 0,
        "first_entry": 27,
        "last_entry": 28,
        "notes": [],
    }
    again = fresh.post_lines("/v1/entries", rows)
    assert (again.status, again.json["duplicates"]) == (200, 2)
    assert "Location" not in again.headers
    some = fresh.post_lines("/v1/entries", [*rows, {**COST, "id": "j-3"}])
    assert (some.status, some.headers["Location"]) == (201, "/v1/entries/29")
    assert fresh.post_lines("/v1/entries", []).status == 200
    assert size(fresh) == 29


def test_all_or_nothing(fresh: Client) -> None:
    for rows, status, code, line in (
        ([COST, "", OVER], 409, "CEILING_EXCEEDED", 3),
        ([COST, {**COST, "amount": "x"}], 400, "BAD_AMOUNT", 2),
        ([COST, COST, "{"], 400, "BAD_JSON", 3),
        (
            [COST, {**COST, "id": "a"}, {**OVER, "id": "a"}],
            409,
            "IDEMPOTENCY_CONFLICT",
            3,
        ),
        ([{"command": "rewind"}], 400, "BAD_COMMAND", 1),
    ):
        for address in ("/v1/entries", "/v1/entries?dryRun=true"):
            found = fresh.post_lines(address, rows).problem(status, code)
            assert found["line"] == line
            assert size(fresh) == 26


def test_the_first_line_that_is_refused_is_told(lived: Client) -> None:
    told = lived.post_lines("/v1/entries", [OVER, "{"])
    assert told.problem(409, "CEILING_EXCEEDED")["line"] == 1


def test_all_lines_with_a_wrong_form_are_told(lived: Client) -> None:
    rows = [COST, {**COST, "amount": "x"}, COST, "{", {**COST, "date": "x", "z": 1}]
    found = lived.post_lines("/v1/entries", rows)
    assert at(found, "BAD_AMOUNT") == {
        "/2/amount": "BAD_AMOUNT",
        "/4": "BAD_JSON",
        "/5/date": "BAD_DATE",
        "/5/z": "BAD_COMMAND",
    }
    assert found.json["line"] == 2
    many = lived.post_lines("/v1/entries", ["{"] * 5000)
    assert len(many.problem(400, "BAD_JSON")["errors"]) == 1000


def test_a_dry_run_of_a_file(fresh: Client) -> None:
    told = fresh.post_lines("/v1/entries?dryRun=true", [COST, {**COST, "id": "x"}])
    assert (told.status, told.json["accepted"], told.json["dry_run"]) == (200, 2, True)
    assert "Location" not in told.headers
    assert size(fresh) == 26


def test_a_long_file(fresh: Client) -> None:
    """Longer than what is read between two requests."""
    rows = [{**COST, "id": f"n-{n}", "document": f"D-{n}"} for n in range(300)]
    told = fresh.post_lines("/v1/entries", rows)
    assert (told.status, told.json["accepted"]) == (201, 300)
    assert size(fresh) == 326
