"""The keys of a request's query: which are known, and all that is wrong with them."""

import pytest

from tests.web.serving import Client, Told


def pointers(told: Told, code: str = "BAD_COMMAND") -> list[str]:
    return [each["pointer"] for each in told.problem(400, code)["errors"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("x=1", ["?x"]),
        ("x=1&y=2", ["?x", "?y"]),
        ("known_at=3", ["?known_at"]),
        ("At=2011-01-01", ["?At"]),
        ("at=2011-01-01&at=2011-01-01", ["?at"]),
        ("x=1&at=2011-01-01&at=x", ["?x", "?at"]),
        ("=1", ["?"]),
        ("&", ["?", "?"]),
        ("at=%ff", ["?at"]),
        ("%ff=1", ["?\ufffd"]),
        ("at=2011-01-01&knownAt=2%00", ["?knownAt"]),
        ("at[]=2011-01-01", ["?at[]"]),
        ("dryRun=true", ["?dryRun"]),
    ],
)
def test_keys_that_are_wrong(lived: Client, query: str, expected: list[str]) -> None:
    assert pointers(lived.get(f"/v1/programmes?{query}")) == expected


@pytest.mark.parametrize(
    "value",
    ["", "x", "2011-02-30", "2011-1-1", "20110101", "1-8-2011", "today", "%20x"],
)
def test_dates_that_are_wrong(lived: Client, value: str) -> None:
    told = lived.get(f"/v1/programmes?at={value}")
    assert pointers(told, "BAD_DATE") == ["?at"]
    assert told.json["errors"][0]["code"] == "BAD_DATE"
    if not value.isdigit():  # which is an entry there
        told = lived.get(f"/v1/differences?from={value}&to=3")
        assert pointers(told, "BAD_DATE") == ["?from"]


@pytest.mark.parametrize("number", ["0", "%230", "999999"])
def test_an_entry_that_is_not_there_is_told_with_the_last_one(
    lived: Client, number: str
) -> None:
    last = lived.get("/v1/programmes").json["entry"]
    told = lived.get(f"/v1/programmes?knownAt={number}")
    assert told.problem(409, "ENTRY_UNKNOWN")["last"] == last


def test_a_checkpoint_that_is_none(lived: Client) -> None:
    told = lived.get("/v1/bundle?checkpoint=x")
    assert pointers(told) == ["?checkpoint"]


def test_everything_that_is_wrong_is_told_at_once(lived: Client) -> None:
    told = lived.get("/v1/entries?x=1&at=x&limit=0&after=-1&min=1,5&command=rewind")
    found = told.problem(400, "BAD_COMMAND")["errors"]
    assert {(each["pointer"], each["code"]) for each in found} == {
        ("?x", "BAD_COMMAND"),
        ("?at", "BAD_DATE"),
        ("?limit", "BAD_COMMAND"),
        ("?after", "BAD_COMMAND"),
        ("?min", "BAD_AMOUNT"),
        ("?command", "BAD_COMMAND"),
    }
    assert all(each["detail"] for each in found)


def test_required_keys_that_lack(lived: Client) -> None:
    assert pointers(lived.get("/v1/differences")) == ["?from", "?to"]
    assert pointers(lived.get("/v1/differences?from=1&x=1")) == ["?x", "?to"]
    assert pointers(lived.get("/v1/search")) == ["?text"]
    assert pointers(lived.get("/v1/search?text=")) == ["?text"]
    assert pointers(lived.get("/v1/search?text=%20")) == ["?text"]


def test_ranges_that_run_backward(lived: Client) -> None:
    at = "/v1/accounts/current-account/lines"
    told = lived.get(f"{at}?from=2012-01-01&to=2011-01-01")
    assert pointers(told, "BAD_DATE") == ["?from", "?to"]
    told = lived.get(f"{at}?to=2012-01-01&at=2011-01-01")
    assert pointers(told, "BAD_DATE") == ["?to", "?at"]
    told = lived.get("/v1/entries?min=2.00&max=1.00&partner=emmen")
    assert pointers(told, "BAD_AMOUNT") == ["?min", "?max"]
    told = lived.get("/v1/entries?recordedFrom=%234&recordedTo=%233&from=2011-01-01")
    assert pointers(told, "BAD_DATE") == ["?recordedFrom", "?recordedTo"]


def test_a_message_names_keys_as_they_are_here(lived: Client) -> None:
    told = lived.get("/v1/entries?recordedFrom=%234&recordedTo=%233")
    assert "recordedFrom" in told.json["detail"]
    assert "--" not in told.json["detail"]


@pytest.mark.parametrize("form", ["%2312", "12", "%20%2312%20", "12%20"])
def test_a_bare_number_is_an_entry(lived: Client, form: str) -> None:
    expected = lived.get("/v1/programmes?knownAt=%2312").json
    assert expected["entry"] == 12
    assert lived.get(f"/v1/programmes?knownAt={form}").json == expected
    there = lived.get("/v1/differences?from=%233&to=%2312").json
    assert there
    assert lived.get(f"/v1/differences?from=3&to={form}").json == there
    recorded = lived.get(f"/v1/entries?recordedFrom={form}&recordedTo=14").json
    assert [row["entry"] for row in recorded] == [12, 13, 14]


@pytest.mark.parametrize("form", ["27", "%2327", "%230", "999999999999999999"])
def test_an_entry_that_is_not_there(lived: Client, form: str) -> None:
    for at in (
        f"/v1/programmes?knownAt={form}",
        f"/v1/differences?from=1&to={form}",
        f"/v1/differences?from={form}&to=1",
        f"/v1/projects/grecor?knownAt={form}",
        f"/v1/figures/programmes/2011/SN/available?knownAt={form}",
    ):
        told = lived.get(at).problem(409, "ENTRY_UNKNOWN")
        assert "errors" not in told


def test_moments_of_all_forms(lived: Client) -> None:
    whole = lived.get("/v1/programmes?at=2014-12-31").json
    for form in ("2014-12-31", "2014-12-31T13:00", "2014-12-31T12:00:00Z"):
        told = lived.get(f"/v1/programmes?at=2014-12-31&knownAt={form}")
        assert told.json["programmes"] == whole["programmes"]
    plus = lived.get("/v1/programmes?at=2014-12-31&knownAt=2014-12-31T13:00%2B01:00")
    assert plus.json["programmes"] == whole["programmes"]
    bare = lived.get("/v1/programmes?at=2014-12-31&knownAt=2014-12-31T13:00+01:00")
    assert pointers(bare, "BAD_DATE") == ["?knownAt"], "a plus is a space"


def test_today_is_today(lived: Client) -> None:
    with lived.service.readers.reading() as ledger:
        today = ledger.today
    assert lived.get("/v1/programmes").json["at"] == today.isoformat()


def test_keys_that_repeat(lived: Client) -> None:
    told = lived.get("/v1/findings?names=key&names=suspense")
    assert told.status == 200
    assert {row["check"] for row in told.json} <= {"key", "suspense"}
    told = lived.get("/v1/findings?names=key&names=nope")
    assert pointers(told) == ["?names"]


@pytest.mark.parametrize(("value", "status"), [("true", 200), ("false", 200)])
def test_flags(lived: Client, value: str, status: int) -> None:
    assert lived.get(f"/v1/submissions?all={value}").status == status


@pytest.mark.parametrize("value", ["", "1", "True", "yes", "on"])
def test_flags_that_are_neither(lived: Client, value: str) -> None:
    assert pointers(lived.get(f"/v1/submissions?all={value}")) == ["?all"]


def test_codes_of_the_framework_in_any_case(lived: Client) -> None:
    expected = lived.get("/v1/entries?partner=emmen").json
    assert lived.get("/v1/entries?partner=EMMEN").json == expected
    lived.get("/v1/entries?partner=nope").problem(409, "PARTNER_UNKNOWN")
    lived.get("/v1/entries?actor=nobody").problem(409, "FILTER_UNKNOWN")


def test_what_a_file_says_is_sent_and_no_file_is_opened(lived: Client) -> None:
    for name in ("/etc/passwd", "pyproject.toml", "../zuidas.db"):
        told = lived.get(f"/v1/reports/framework-show?source={name}")
        told.problem(409, "FRAMEWORK_INVALID")


def test_keys_are_told_before_what_they_would_find(lived: Client) -> None:
    """Of a form that is wrong and a thing that is not there the form is told."""
    told = lived.get("/v1/entries?partner=nope&limit=x")
    assert pointers(told) == ["?limit"]
    assert pointers(lived.get("/v1/projects/nope?x=1")) == ["?x"]
    for path in (
        "health",
        "metrics",
        "openapi.json",
        "log/checkpoint",
        "problems/busy",
    ):
        assert pointers(lived.get(f"/v1/{path}?x=1")) == ["?x"]
    assert pointers(lived.get("/v1/entries/3/inclusion-proof?x=1")) == ["?x"]
    assert pointers(lived.get("/v1/log/tile/0/000.p/26?x=1")) == ["?x"]
    assert pointers(lived.get("/v1/submissions/9?x=1")) == ["?x"]
