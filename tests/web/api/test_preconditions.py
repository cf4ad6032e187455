"""Entity tags: what is not sent again, and what is not posted any more."""

import datetime as dt
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.unit.domain.posting import LedgerInTest, Row, cost
from tests.web.serving import Client, served, token

COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
READ = (
    *(
        "/v1/programmes",
        "/v1/programmes?at=2011-12-31&knownAt=20",
        "/v1/projects/grecor",
    ),
    *("/v1/entries", "/v1/entries/3", "/v1/reports/balance", "/v1/findings"),
    *(
        "/v1/figures/programmes/2011/SN/available",
        "/v1/submissions",
        "/v1/trial-balance",
    ),
)


def root_of(client: Client) -> str:
    """The root of the log, as the proof of an entry says it."""
    return str(client.get("/v1/entries/1/inclusion-proof").json["root"])[:16]


def today(client: Client) -> dt.date:
    """Today in the framework's time zone."""
    with client.service.readers.reading() as ledger:
        return ledger.today


@pytest.mark.parametrize("path", READ)
def test_a_tag_is_size_root_and_day(lived: Client, path: str) -> None:
    dated = "" if "?at=" in path else f"-{today(lived)}"
    assert lived.get(path).etag == f'"26-{root_of(lived)}{dated}"'


@pytest.mark.parametrize("path", READ)
def test_what_has_not_changed_is_not_sent(lived: Client, path: str) -> None:
    tag = lived.get(path).etag
    for header in (tag, f"W/{tag}", f'"x", {tag}', f'"x",W/{tag} ,"y"', "*", " * "):
        told = lived.get(path, {"If-None-Match": header})
        assert (told.status, told.body) == (304, b""), header
        assert told.etag == tag
        assert "Content-Type" not in told.headers
    for header in ('"x"', tag.strip('"'), "", '"26-0000000000000000"', f'{tag[:-1]}x"'):
        told = lived.get(path, {"If-None-Match": header})
        assert told.status == 200, header
        assert told.body


def test_a_day_is_another_tag(lived: Client) -> None:
    plain, dated = (
        lived.get("/v1/programmes"),
        lived.get("/v1/programmes?at=2011-12-31"),
    )
    assert plain.etag != dated.etag
    told = lived.get("/v1/programmes", {"If-None-Match": dated.etag})
    assert told.status == 200
    day_before = today(lived) - dt.timedelta(days=1)
    old = f'{dated.etag[:-1]}-{day_before}"'
    assert lived.get("/v1/programmes", {"If-None-Match": old}).status == 200
    known = lived.get("/v1/programmes?knownAt=3")
    assert known.etag == plain.etag, "it stands still no more than the day does"


def test_another_entry_is_another_tag(fresh: Client) -> None:
    tag = fresh.get("/v1/programmes?at=2011-12-31").etag
    assert fresh.post("/v1/entries", COST).status == 201
    told = fresh.get("/v1/programmes?at=2011-12-31", {"If-None-Match": tag})
    assert told.status == 200
    assert told.etag != tag
    fresh.post("/v1/entries?dryRun=true", COST)
    fresh.post("/v1/entries", {**COST, "amount": "9999999.00"}).problem(
        409, "CEILING_EXCEEDED"
    )
    again = fresh.get("/v1/programmes?at=2011-12-31")
    assert again.etag == told.etag, "what is refused or tried changes nothing"


def test_what_is_wrong_is_told_whatever_was_seen(lived: Client) -> None:
    tags = {"If-None-Match": f"*, {lived.get('/v1/programmes').etag}"}
    for header in (tags, {"If-None-Match": "*"}):
        lived.get("/v1/programmes?x=1", header).problem(400, "BAD_COMMAND")
        lived.get("/v1/programmes?knownAt=x", header).problem(400, "BAD_DATE")
        lived.get("/v1/entries?limit=0", header).problem(400, "BAD_COMMAND")
        lived.get("/v1/entries?partner=nope", header).problem(409, "PARTNER_UNKNOWN")
    any_tag = {"If-None-Match": "*"}
    lived.get("/v1/projects/nope", any_tag).problem(404, "PROJECT_UNKNOWN")
    lived.get("/v1/entries/99", any_tag).problem(404, "ENTRY_UNKNOWN")


def test_who_asks_is_known_before_it(lived: Client, staffed: Client) -> None:
    for client, who, status in (
        (lived, None, 401),
        (lived, "nonsense", 401),
        (lived, token("officer", "post"), 403),
        (staffed, token("nobody", "read"), 403),
        (staffed, token("dee", "read"), 304),
    ):
        tag = client.of(token("anna")).get("/v1/programmes").etag
        asked = client.of(who)
        for header in (tag, "*"):
            told = asked.get("/v1/programmes", {"If-None-Match": header})
            assert told.status == status
            assert ("ETag" in told.headers) == (status == 304)


def test_nothing_of_the_books_is_read_for_it(
    lived: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.asking import Asker

    tag = lived.get("/v1/programmes").etag

    def read(*_: object, **__: object) -> None:
        raise AssertionError("the books were opened")

    monkeypatch.setattr(Asker, "view", read)
    monkeypatch.setattr(Asker, "ask", read)
    assert lived.get("/v1/programmes", {"If-None-Match": tag}).status == 304
    assert lived.get("/v1/programmes").status == 500


# -- If-Match ------------------------------------------------------------------


def test_posting_only_if_nothing_came_since(fresh: Client) -> None:
    for path in ("/v1/programmes", "/v1/entries?at=2011-12-31"):
        tag = fresh.get(path).etag
        for header in (tag, f'"x", {tag}', "*"):
            dry = {**COST, "note": header}
            told = fresh.post("/v1/entries?dryRun=true", dry, {"If-Match": header})
            assert told.status == 200
        assert fresh.post("/v1/entries", COST, {"If-Match": tag}).status == 201
        for place in ("/v1/entries", "/v1/submissions", "/v1/entries?dryRun=true"):
            told = fresh.post(place, COST, {"If-Match": tag})
            told.problem(412, "PRECONDITION_FAILED")
        told = fresh.post_lines("/v1/entries", [COST], {"If-Match": tag})
        told.problem(412, "PRECONDITION_FAILED")
        told = fresh.post_lines("/v1/entries?dryRun=true", [COST], {"If-Match": tag})
        told.problem(412, "PRECONDITION_FAILED")
    assert fresh.get("/v1/health").json["entries"] == 28


@pytest.mark.parametrize(
    "form", ["W/{}", "x", '"x"', '"99-0000000000000000"', '"26-0000000000000000"', ""]
)
def test_tags_that_hold_for_nothing(lived: Client, form: str) -> None:
    tag = form.format(lived.get("/v1/programmes").etag)
    told = lived.post("/v1/entries", COST, {"If-Match": tag})
    told.problem(412, "PRECONDITION_FAILED")
    assert lived.get("/v1/health").json["entries"] == 26


def test_a_tag_of_an_older_state_of_this_log_holds_no_more(path: Path) -> None:
    """Its root was that of the log, and the log has grown."""
    with served(Location.parse(str(path))) as client:
        tag = client.get("/v1/entries").etag
        for _ in range(2):
            assert client.post("/v1/entries", COST).status == 201
        client.post("/v1/entries", COST, {"If-Match": tag}).problem(
            412, "PRECONDITION_FAILED"
        )
    ledger = LedgerInTest(path)
    assert ledger.last_entry == 28
    ledger.close()
