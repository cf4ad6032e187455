"""Health, counts and the log of requests: what they say, and what they never say."""

import datetime as dt
import json
import logging
import re
from pathlib import Path

import pytest

from ledger.storage import sqlite_opening
from tests.holding import held
from tests.unit.domain.posting import Row, cost
from tests.web.serving import Client, token
from web.logs import JsonLines
from web.observing import BOUNDS, Observations, Observed

COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
SECRETS = (
    *("annajansen", "SECRET-7", "Geheime Stichting", "4321.09", "zoekterm", "grecor"),
    *("geheimtoken", "vertrouwelijk"),
)
"""A name, a voucher, a payee, an amount, what is looked for, an id, a token, a note."""
SAMPLE = re.compile(
    r"(?P<name>[a-z_]+)"
    r"(?:\{(?P<labels>(?:[a-z]+=\"[^\"]*\",?)*)\})?"
    r" (?P<value>[0-9.e+-]+)"
)


# -- health --------------------------------------------------------------------


def test_health(fresh: Client) -> None:
    stranger = fresh.of(None)
    found = stranger.get("/v1/health").json
    assert dt.date.fromisoformat(found.pop("today"))
    assert found == {"status": "ok", "entries": 26, "version": "1.0.0"}
    fresh.post("/v1/entries", COST)
    assert stranger.get("/v1/health").json["entries"] == 27


def test_health_of_a_ledger_that_is_gone_and_back(fresh: Client, path: Path) -> None:
    aside = path.with_name("aside.db")
    assert fresh.get("/v1/health").status == 200
    moved = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    for file in moved:
        file.rename(aside.with_name(file.name.replace(path.name, aside.name)))
    for at in ("/v1/health", "/v1/programmes", "/v1/log/tile/0/000.p/26"):
        told = fresh.get(at)
        told.problem(503, "LEDGER_NOT_FOUND")
        assert int(told.headers["Retry-After"]) > 0
        if at != "/v1/programmes":
            assert str(path.parent) not in told.body.decode(), "anybody may ask"
    for file in moved:
        aside.with_name(file.name.replace(path.name, aside.name)).rename(file)
    assert fresh.get("/v1/health").status == 200
    assert fresh.get("/v1/programmes").status == 200


def test_health_of_what_is_no_ledger(fresh: Client, path: Path) -> None:
    assert fresh.get("/v1/health").status == 200
    path.unlink()
    path.write_text("something else")
    told = fresh.get("/v1/health")
    assert told.status == 503
    assert told.headers["Retry-After"]


def test_a_ledger_that_is_busy(
    fresh: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_opening, "BUSY_SECONDS", 0.05)
    with held(path):
        for told in (
            fresh.post("/v1/entries", COST),
            fresh.post_lines("/v1/entries", [COST]),
        ):
            told.problem(503, "BUSY")
            assert int(told.headers["Retry-After"]) > 0
        assert fresh.get("/v1/programmes").status == 200
        told = fresh.post("/v1/entries?dryRun=true", COST)
        assert told.status == 200, "a dry run never asks for the lock"
    assert fresh.post("/v1/entries", COST).status == 201


def test_a_ledger_of_another_layout_is_read_and_not_posted_to(tmp_path: Path) -> None:
    from ledger.storage.location import Location
    from tests.functional.test_codes import OLD_LEDGER
    from tests.web.serving import served

    path = tmp_path / "old.db"
    path.write_bytes(OLD_LEDGER.read_bytes())
    with served(Location.parse(str(path))) as client:
        assert client.get("/v1/programmes").status == 200
        lock = {"command": "lock_period", "until": "2014-12-30"}
        told = client.post("/v1/entries", lock)
        told.problem(503, "LEDGER_OUTDATED")


def test_a_fault_of_the_program_says_nothing_of_it(
    fresh: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("vertrouwelijk")

    monkeypatch.setattr(fresh.service.readers, "reading", broken)
    told = fresh.get("/v1/programmes")
    told.problem(500, "INTERNAL")
    assert b"vertrouwelijk" not in told.body
    assert any("/programmes" in each.getMessage() for each in caplog.records)
    monkeypatch.undo()
    monkeypatch.setattr(fresh.service.writer, "post", broken)
    fresh.post("/v1/entries", COST).problem(500, "INTERNAL")
    monkeypatch.undo()
    assert fresh.post("/v1/entries", COST).status == 201


# -- metrics -------------------------------------------------------------------


def samples(client: Client) -> dict[str, float]:
    """The counts, each of the form that Prometheus reads, under a known type."""
    told = client.get("/v1/metrics")
    assert told.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = told.body.decode()
    assert text.endswith("\n")
    found, kinds = {}, {}
    for line in text.splitlines():
        if line.startswith("#"):
            _, what, name, rest = line.split(" ", 3)
            assert what in ("HELP", "TYPE")
            if what == "TYPE":
                assert name not in kinds
                kinds[name] = rest
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        base = re.sub("_(bucket|sum|count)$", "", match["name"])
        assert kinds.get(match["name"]) or kinds[base] == "histogram"
        for label in filter(None, (match["labels"] or "").split(",")):
            assert re.fullmatch(r'[a-z]+="[^"\\\n]*"', label), line
        key = line.rpartition(" ")[0]
        assert key not in found, f"{key} is there twice"
        found[key] = float(match["value"])
    return found


def test_what_is_counted(fresh: Client) -> None:
    fresh.get("/v1/projects/grecor")
    fresh.get("/v1/projects/nope")
    fresh.get("/v1/nothing/at/all")
    fresh("BREW", "/v1/programmes")
    fresh.post("/v1/entries", COST)
    fresh.post("/v1/entries?dryRun=true", {**COST, "document": "other"})
    fresh.post_lines("/v1/entries", [{**COST, "document": f"D-{n}"} for n in range(3)])
    found = samples(fresh)
    project = 'method="GET",path="/v1/projects/{project}"'
    # Braces stand in the path, so these labels are looked up as they are written.
    assert found[f'zuidas_requests_total{{{project},status="200"}}'] == 1
    assert found[f'zuidas_requests_total{{{project},status="404"}}'] == 1
    posted = 'zuidas_requests_total{method="POST",path="/v1/entries",status="201"}'
    assert found[posted] == 2
    assert found['zuidas_requests_total{method="GET",path="",status="404"}'] == 1
    assert found['zuidas_requests_total{method="other",path="",status="405"}'] == 1
    assert found["zuidas_entries_recorded_total"] == 4
    assert found["zuidas_entries"] == 30
    assert found["zuidas_writer_waiting"] == 0
    bucket = 'zuidas_request_seconds_bucket{path="/v1/entries",le="%s"}'
    counts = [found[bucket % le] for le in (*map(str, BOUNDS), "+Inf")]
    assert counts == sorted(counts)
    count = found['zuidas_request_seconds_count{path="/v1/entries"}']
    assert counts[-1] == count == 3
    assert found['zuidas_request_seconds_sum{path="/v1/entries"}'] > 0


def test_a_bucket_has_what_took_no_longer() -> None:
    seen = Observations()
    for seconds in (0.001, 0.005, 0.0051, 2.5, 11.0):
        seen.add(Observed("GET", "/", 200, seconds, None, None))
    counts = [
        int(line.rpartition(" ")[2]) for line in seen.lines() if "_bucket{" in line
    ]
    assert counts == [2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5]


def test_no_request_makes_a_count_of_its_own(fresh: Client) -> None:
    before = set(samples(fresh)) | set(samples(fresh))
    for number in range(20):
        fresh.get(f"/v1/nothing-{number}")
        fresh(f"M{number}", "/v1/programmes")
        fresh.get(f"/v1/log/tile/0/{number}")
    new = {re.sub("le=.*", "", key) for key in set(samples(fresh)) - before}
    assert len(new) < 10


# -- the log -------------------------------------------------------------------


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="zuidas.requests")
    return caplog


def test_a_line_for_each_request(
    fresh: Client, logged: pytest.LogCaptureFixture
) -> None:
    fresh.get("/v1/projects/grecor?at=2012-01-01")
    fresh.get("/v1/projects/nope")
    fresh.post_lines("/v1/entries", [COST, {**COST, "document": "D-2"}])
    fresh.post("/v1/entries", {**COST, "amount": "9999999.00"})
    lines = [
        json.loads(JsonLines().format(each))
        for each in logged.records
        if each.name == "zuidas.requests"
    ]
    assert all(line.pop("ms") >= 0 for line in lines)
    assert {line.pop("log") for line in lines} == {"zuidas.requests"}
    assert {line.pop("level") for line in lines} == {"info"}
    assert all(line.pop("time") for line in lines)
    path = "/v1/projects/{project}"
    assert lines == [
        {"method": "GET", "path": path, "status": 200},
        {"method": "GET", "path": path, "status": 404, "code": "PROJECT_UNKNOWN"},
        {"method": "POST", "path": "/v1/entries", "status": 201, "entries": [27, 28]},
        {
            "method": "POST",
            "path": "/v1/entries",
            "status": 409,
            "code": "CEILING_EXCEEDED",
        },
    ]


def test_nothing_of_what_was_said_is_logged(
    fresh: Client, logged: pytest.LogCaptureFixture
) -> None:
    logged.set_level(logging.DEBUG)
    anna = fresh.of(token("annajansen"))
    stranger = fresh.of("geheimtoken")
    row = {**COST, "document": "SECRET-7", "payee": "Geheime Stichting"}
    row |= {"amount": "4321.09", "note": "vertrouwelijk"}
    for told in (
        anna.post("/v1/entries?dryRun=true", row),
        anna.post("/v1/entries", row),
        anna.post("/v1/entries", {**row, "id": "vertrouwelijk"}),
        anna.post("/v1/entries", {**row, "amount": "4321.099"}),
        anna.post("/v1/entries", row, {"Idempotency-Key": "vertrouwelijk"}),
        anna.post_lines("/v1/entries", [row, {**row, "date": "vertrouwelijk"}]),
        anna.post("/v1/submissions", row),
        anna.get("/v1/search?text=zoekterm"),
        anna.get("/v1/search?zoekterm=1"),
        anna.get("/v1/projects/grecor"),
        anna.get("/v1/projects/Geheime%20Stichting"),
        anna.get("/v1/Geheime%20Stichting/vertrouwelijk"),
        anna.get("/v1/entries?actor=annajansen&min=4321.09&document=SECRET-7"),
        anna.get("/v1/programmes", {"If-None-Match": "vertrouwelijk"}),
        anna.get("/v1/programmes", {"Accept": "vertrouwelijk"}),
        stranger.get("/v1/programmes"),
        stranger.get("/v1/programmes?token=geheimtoken"),
        stranger.get("/v1/health"),
    ):
        assert told.status
    assert len([r for r in logged.records if r.name == "zuidas.requests"]) == 18
    # pytest listens to the log of accesses too, which nothing else does.
    ours = [each for each in logged.records if each.name != "uvicorn.access"]
    text = "\n".join(map(JsonLines().format, ours))
    metrics = fresh.get("/v1/metrics").body.decode()
    for secret in SECRETS:
        assert secret not in text
        assert secret not in metrics
