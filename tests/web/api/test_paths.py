"""Which paths there are, and what is answered at all others."""

import json
import re
from urllib.parse import quote

import pytest

from tests.web.serving import SCOPES, Client, token
from web.api.answers import API_VERSION
from web.api.openapi import CONTACT
from web.api.operations import all_operations

CONTRACT = {
    *("/programmes", "/years", "/partners", "/partners/{partner}", "/current-account"),
    *("/projects", "/projects/{project}", "/decisions", "/decisions/{number}"),
    *("/meetings", "/statements", "/reconciliation", "/findings", "/agenda"),
    *("/submissions", "/submissions/{submission}", "/frameworks"),
    *("/frameworks/current", "/accounts/{account}/lines", "/trial-balance"),
    *("/journal", "/differences", "/entries", "/entries/{entry}", "/search"),
    *("/entries/{entry}/inclusion-proof", "/openapi.json", "/health", "/metrics"),
    *("/log/checkpoint", "/log/tile/{rest}", "/figures/years/{year}/{column}"),
    "/figures/programmes/{year}/{programme}/{column}",
    "/figures/partners/{year}/{partner}/{column}",
    *("/figures/projects/{project}/{column}", "/figures/current-account/{column}"),
    *("/reports/balance-sheet", "/reports/income-statement", "/reports/budget-report"),
    *("/reports/passiva", "/reports/lawfulness", "/reports/liquidity"),
}
"""What section 10 names, of GET."""
POSTED = {
    *("/entries", "/submissions", "/submissions/{submission}/approvals"),
    *("/submissions/{submission}/rejections", "/submissions/{submission}/withdrawals"),
}
NOWHERE = (
    *("/v1", "/v1/", "/v1/nothing", "/v1/Programmes", "/v1/programmes/x"),
    *("/v1//programmes", "/v1/programmes//", "/v1/./programmes", "/v1/x/../programmes"),
    *("/v1/../v1/programmes", "/v1/%2e%2e/programmes", "/v1/..%2fprogrammes"),
    *("/v1/..%2f..%2fetc%2fpasswd", "/v1/programmes%00", "/v1/programmes%2f"),
    *("/v1/programmes%20", "/v1/programmes;x", "/v1/%ff", "/v1/projects/%c3%28"),
    *("/v1/entries/3/", "/v1/entries/3/nothing", "/v1/reports", "/v1/figures"),
    *("/v1/log", "/v1/log/tile", "/v1/log/tile/", "/v1/reports/nothing"),
    *("/v1/__class__", "/v1/constructor", "/v1/__proto__", "/v1/reports/__init__"),
    *("/v1/reports/..%2fbalance", "/v1/reports/balance.py", "/v1/" + "a/" * 3000),
    "/v1/" + "a" * 9000,
)
"""Paths at which there is nothing, for everybody."""
OPEN = ("/v1/openapi.json", "/v1/health", "/v1/log/tile/0/000.p/26")


@pytest.fixture(scope="module")
def stranger(lived: Client) -> Client:
    return lived.of(None)


def test_every_path_of_the_contract_is_there() -> None:
    found = {(each.method, each.template) for each in all_operations(CONTACT)}
    assert not {path for path in CONTRACT if ("GET", path) not in found}
    assert {path for method, path in found if method == "POST"} == POSTED


@pytest.mark.parametrize("path", NOWHERE)
def test_there_is_nothing_at_other_paths(lived: Client, path: str) -> None:
    for method in ("GET", "POST"):
        told = lived(method, path)
        told.problem(404, "NOT_FOUND")
        assert told.headers["API-Version"] == API_VERSION


def test_no_path_ends_in_a_slash(lived: Client) -> None:
    for operation in all_operations(CONTACT):
        path = re.sub(r"\{\w+\}", "x", operation.template)
        told = lived(operation.method, f"/v1{path}/")
        told.problem(404, "NOT_FOUND")
        assert "Location" not in told.headers


@pytest.mark.parametrize(
    "path", ["projects", "partners", "decisions", "meetings", "entries", "submissions"]
)
@pytest.mark.parametrize(
    "name", ["%00", "..%2f..", "%2e%2e", "%E2%80%AE", "a" * 9000, "%23", "%0d%0aX:%20y"]
)
def test_hostile_names_name_nothing(lived: Client, path: str, name: str) -> None:
    told = lived.get(f"/v1/{path}/{name}")
    assert told.status == 404
    assert "errors" not in told.json
    assert "X" not in told.headers


def test_a_number_is_one_segment(fresh: Client) -> None:
    number = "SG/2011/1"
    given = {"number": number, "date": "2011-07-01", "subject": "With slashes"}
    assert fresh.post("/v1/entries", {"command": "record_decision", **given})
    told = fresh.get(f"/v1/decisions/{quote(number, safe='')}")
    assert told.json["number"] == number
    fresh.get(f"/v1/decisions/{number}").problem(404, "NOT_FOUND")
    by_entry = fresh.get("/v1/decisions/%2327").json
    assert by_entry["number"] == number
    assert fresh.get("/v1/decisions/27").status == 404, "27 is a number, #27 an entry"


@pytest.mark.parametrize(
    "path", ["/v1/entries/3", "/v1/entries/%233", "/v1/%65ntries/3"]
)
def test_an_entry_by_its_number(lived: Client, path: str) -> None:
    assert lived.get(path).json["entry"] == 3


@pytest.mark.parametrize(
    "path", ["/v1/entries/0", "/v1/entries/27", "/v1/entries/-1", "/v1/entries/x"]
)
def test_no_such_entry(lived: Client, path: str) -> None:
    lived.get(path).problem(404, "ENTRY_UNKNOWN")
    lived.get(f"{path}/inclusion-proof").problem(404, "ENTRY_UNKNOWN")


def test_what_the_path_names_goes_by_the_clocks(lived: Client) -> None:
    lived.get("/v1/projects/grecor?knownAt=3").problem(404, "PROJECT_UNKNOWN")
    lived.get("/v1/projects/grecor?knownAt=99").problem(409, "ENTRY_UNKNOWN")
    lived.get("/v1/partners/grecor").problem(404, "PARTNER_UNKNOWN")
    lived.get("/v1/accounts/nope/lines").problem(404, "BAD_COMMAND")
    lived.get("/v1/reports/partner?partner=nope").problem(409, "PARTNER_UNKNOWN")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/programmes", "GET, HEAD"),
        ("/v1/entries/3", "GET, HEAD"),
        ("/v1/entries", "GET, HEAD, POST"),
        ("/v1/submissions", "GET, HEAD, POST"),
        ("/v1/submissions/1/approvals", "POST"),
        ("/v1/openapi.json", "GET, HEAD"),
        ("/v1/health", "GET, HEAD"),
    ],
)
@pytest.mark.parametrize(
    "method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get", "X", "PROPFIND"]
)
def test_another_method(lived: Client, path: str, allowed: str, method: str) -> None:
    told = lived(method, path)
    told.problem(405, "METHOD_NOT_ALLOWED")
    assert ", ".join(sorted(told.headers["Allow"].split(", "))) == allowed
    assert "Access-Control-Allow-Origin" not in told.headers


def test_post_is_not_for_what_is_read(lived: Client) -> None:
    told = lived.post("/v1/programmes", {})
    told.problem(405, "METHOD_NOT_ALLOWED")
    told = lived.get("/v1/submissions/1/approvals")
    told.problem(405, "METHOD_NOT_ALLOWED")
    assert told.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    [
        *("/v1/programmes", "/v1/programmes?x=1", "/v1/projects/nope", "/v1/nothing"),
        *("/v1/openapi.json", "/v1/health", "/v1/metrics", "/v1/log/tile/0/000.p/26"),
    ],
)
def test_head_is_get_without_the_body(lived: Client, path: str) -> None:
    head, whole = lived("HEAD", path), lived.get(path)
    assert (head.status, head.body) == (whole.status, b"")
    names = ("Content-Type", "ETag", "API-Version", "Cache-Control")
    assert [head.headers[n] for n in names] == [whole.headers[n] for n in names]
    if path != "/v1/metrics":  # it counts what asks for it
        assert head.headers["Content-Length"] == str(len(whole.body))


def test_what_every_answer_says(lived: Client, stranger: Client) -> None:
    answers = [
        lived.get("/v1/programmes"),
        lived.get("/v1/programmes", {"If-None-Match": "*"}),
        lived.get("/v1/programmes?x=1"),
        lived.get("/v1/programmes", {"Accept": "text/html"}),
        lived.get("/v1/projects/nope"),
        lived.get("/v1/differences?from=1&to=99"),
        lived.get("/v1/nothing"),
        lived("DELETE", "/v1/entries"),
        lived.post("/v1/entries", "{"),
        lived.post("/v1/entries?dryRun=true", {"command": "reverse"}),
        lived("POST", "/v1/entries", "x", {"Content-Type": "text/plain"}),
        lived.of(token("x", "post")).get("/v1/programmes"),
        stranger.get("/v1/programmes"),
        *map(stranger.get, OPEN),
        stranger.get("/v1/log/checkpoint"),
        stranger.get("/v1/problems/busy"),
    ]
    assert {each.status for each in answers} == {
        *(200, 304, 400, 401, 403, 404, 405, 406, 409, 415),
    }
    for each in answers:
        assert each.headers.get_all("API-Version") == [API_VERSION]
        assert each.headers.get_all("Cache-Control") == ["no-store"]
        if each.status >= 400:
            each.problem(each.status, each.json["code"])


def test_only_the_document_is_for_other_sites(lived: Client, stranger: Client) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    document = stranger.get("/v1/openapi.json", origin)
    assert document.headers["Access-Control-Allow-Origin"] == "*"
    for path in ("/v1/programmes", "/v1/health", "/v1/entries/3/inclusion-proof"):
        told = lived.get(path, origin)
        assert told.status == 200
        assert "Access-Control-Allow-Origin" not in told.headers


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("application/*", 200),
        ("*/*", 200),
        ("text/html, */*;q=0.1", 200),
        ("APPLICATION/JSON;Q=0.5", 200),
        ("", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json;q=0, */*", 406),
        ("application/xml, image/*", 406),
        ("nonsense", 406),
    ],
)
def test_the_form_that_is_accepted(lived: Client, accept: str, status: int) -> None:
    told = lived.get("/v1/programmes", {"Accept": accept})
    assert told.status == status
    if status == 200:
        assert told.headers["Content-Type"] == "application/json"
    else:
        told.problem(406, "NOT_ACCEPTABLE")


def test_a_report_is_for_who_names_it(lived: Client) -> None:
    media = "application/vnd.zuidas.report+json"
    told = lived.get("/v1/programmes", {"Accept": media})
    assert told.headers["Content-Type"] == media
    assert told.json != lived.get("/v1/programmes").json
    for several in (
        f"{media}, application/json;q=0.5",
        f"application/json;q=0.1, {media}",
    ):
        told = lived.get("/v1/programmes", {"Accept": several})
        assert told.headers["Content-Type"] == media


def test_a_refusal_of_a_report_says_what_a_program_prints(lived: Client) -> None:
    accept = {"Accept": "application/vnd.zuidas.report+json"}
    told = lived.get("/v1/reports/project?project=nope", accept)
    found = told.problem(409, "PROJECT_UNKNOWN")
    assert found["exit_code"] == 1
    assert found["details"]["project"] == "nope"
    assert found["said"]


def test_what_is_read_takes_no_body(lived: Client) -> None:
    lived("GET", "/v1/programmes", "{}").problem(413, "TOO_LARGE")
    chunked = (
        b"GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
    )
    assert lived.raw(chunked).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "line",
    [
        b"GET /v1/programmes\x00 HTTP/1.1",
        b"GET /v1/ programmes HTTP/1.1",
        b"GET /v1/programmes",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v1/programmes HTTP/1.1\r\nHost: x\r\nContent-Length: x",
        b"GET /v1/programmes HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
    ],
)
def test_what_is_no_http_is_not_answered_as_if_it_were(
    lived: Client, line: bytes
) -> None:
    answer = lived.raw(line + b"\r\n\r\n")
    assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert lived.get("/v1/health").status == 200


def test_an_absolute_address_is_one_too(lived: Client) -> None:
    head = b"Host: x\r\nConnection: close\r\n\r\n"
    told = lived.raw(b"GET http://x/v1/health HTTP/1.1\r\n" + head)
    assert told.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 404 "))
    assert lived.raw(b"OPTIONS * HTTP/1.1\r\n" + head).startswith(b"HTTP/1.1 40")


def test_the_types_of_problems_are_told(stranger: Client) -> None:
    told = stranger.get("/v1/problems/ceiling-exceeded").json
    assert told["code"] == "CEILING_EXCEEDED"
    assert (told["title"], told["status"]) == ("Ceiling exceeded", 409)
    assert told["meaning"]
    for wrong in (
        "nonsense",
        "CEILING_EXCEEDED",
        "ceiling_exceeded",
        "ceiling-Exceeded",
    ):
        stranger.get(f"/v1/problems/{wrong}").problem(404, "NOT_FOUND")


def test_every_scope_is_one_that_an_account_can_have() -> None:
    from web.signin.tokens import SCOPES as OF_ACCOUNTS

    assert tuple(SCOPES) == tuple(OF_ACCOUNTS)
    used = {each.scope for each in all_operations(CONTACT)} - {None}
    assert used <= set(OF_ACCOUNTS)


def test_json_is_utf8_without_escapes(fresh: Client) -> None:
    given = {"number": "SG-2011-77", "date": "2011-07-01", "subject": "Café €"}
    fresh.post("/v1/entries", {"command": "record_decision", **given})
    told = fresh.get("/v1/decisions/SG-2011-77")
    assert "Café €".encode() in told.body
    assert json.loads(told.body)["subject"] == "Café €"
