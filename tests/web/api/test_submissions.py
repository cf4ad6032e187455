"""The second person over HTTP: what is looked at is what is approved."""

from typing import Any

import pytest

from tests.unit.domain.posting import Row, cost, payment
from tests.web.serving import Client, token

COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
NONE = "0" * 16
WAYS = ("approvals", "rejections", "withdrawals")


class Submission:
    """One that was proposed, as it is now."""

    def __init__(self, client: Client, command: Row | None = None) -> None:
        told = client.post("/v1/submissions", command or COST)
        assert told.status == 201, told.body
        self.client = client
        self.number = told.json["entry"]
        self.path = f"/v1/submissions/{self.number}"
        assert told.headers["Location"] == self.path

    @property
    def shown(self) -> Any:
        return self.client.get(self.path).json

    @property
    def tag(self) -> str:
        return self.client.get(self.path).etag

    @property
    def binding(self) -> Row:
        shown = self.shown
        return {"leaf": shown["leaf"], "effect": shown["effect"]}


@pytest.fixture
def other(fresh: Client) -> Client:
    """Somebody else than who submits."""
    return fresh.of(token("bo"))


def test_from_proposal_to_entry(fresh: Client, other: Client) -> None:
    one = Submission(fresh, {**COST, "id": "mine", "note": "Please"})
    listed = fresh.get("/v1/submissions").json
    shown = {k: v for k, v in one.shown.items() if k != "root"}
    assert listed == [shown]
    assert (shown["maker"], shown["status"]) == ("officer", "waiting")
    assert one.tag == f'"{shown["leaf"][:16]}-{shown["effect"][:16]}"'
    body = {**one.binding, "id": "approval"}
    told = other.post(f"{one.path}/approvals", body, {"If-Match": one.tag})
    assert told.status == 201, told.body
    entry, posted = one.number + 1, one.number + 2
    assert told.json == {
        "entry": entry,
        "posted": posted,
        "id": "approval",
        "duplicate": False,
        "notes": [],
    }
    assert told.headers["Location"] == f"/v1/entries/{posted}"
    assert other.get(f"/v1/entries/{posted}").json["command"] == "post_process_cost"
    assert fresh.get("/v1/submissions").json == []
    (row,) = fresh.get("/v1/submissions?all=true").json
    assert (row["status"], row["settled_by"]) == ("approved", entry)


def test_if_match_is_required_and_holds(fresh: Client, other: Client) -> None:
    one = Submission(fresh)
    at, body, tag = f"{one.path}/approvals", one.binding, one.tag
    leaf, _, effect = tag.strip('"').partition("-")
    other.post(at, body).problem(428, "PRECONDITION_MISSING")
    other.post(f"{at}?dryRun=true", body).problem(428, "PRECONDITION_MISSING")
    for header, code in (
        (f'"{leaf}-{NONE}"', "EFFECT_CHANGED"),
        (f'"{NONE}-{effect}"', "SUBMISSION_DIFFERS"),
        (f'"{leaf}"', "SUBMISSION_DIFFERS"),
        (fresh.get("/v1/submissions").etag, "SUBMISSION_DIFFERS"),
        ("", "SUBMISSION_DIFFERS"),
    ):
        found = other.post(at, body, {"If-Match": header}).problem(412, code)
        assert (found["leaf"], found["effect"]) == (body["leaf"], body["effect"])
    assert other.post(at, body, {"If-Match": f"W/{tag}"}).status == 412
    assert other.post(f"{at}?dryRun=true", body, {"If-Match": tag}).status == 200
    assert one.shown["status"] == "waiting"
    assert other.post(at, body, {"If-Match": f'"x", {tag}'}).status == 201


def test_leaf_and_effect_of_the_body_hold_too(fresh: Client, other: Client) -> None:
    one = Submission(fresh)
    at, tag = f"{one.path}/approvals", {"If-Match": one.tag}
    other.post(at, {**one.binding, "leaf": "0" * 64}, tag).problem(
        412, "SUBMISSION_DIFFERS"
    )
    other.post(at, {**one.binding, "effect": "0" * 64}, tag).problem(
        412, "EFFECT_CHANGED"
    )
    found = other.post(at, {}, tag).problem(400, "BAD_COMMAND")["errors"]
    assert {each["pointer"] for each in found} == {"/leaf", "/effect"}
    found = other.post(at, {**one.binding, "leaf": "x"}, tag).json["errors"]
    assert [each["pointer"] for each in found] == ["/leaf"]


def test_the_effect_that_changed_is_another_tag(fresh: Client, other: Client) -> None:
    """A payment of what is left; then less is left, and nothing would be posted."""
    left = "15000.00"
    pay = {"command": "pay_grant", **payment(left, "2012-01-16")}
    one = Submission(fresh, pay)
    tag, body = one.tag, one.binding
    fresh.post("/v1/entries", {**pay, "amount": "1.00", "document": "other"})
    assert one.tag == f'"{body["leaf"][:16]}-{NONE}"'
    assert one.shown["accepted_now"] is False
    told = other.post(f"{one.path}/approvals", body, {"If-Match": tag})
    told.problem(412, "EFFECT_CHANGED")
    told = other.post(f"{one.path}/approvals", body, {"If-Match": one.tag})
    assert told.status in (409, 412)
    assert one.shown["status"] == "waiting"


def test_the_second_person_is_another(fresh: Client, other: Client) -> None:
    one = Submission(fresh)
    told = fresh.post(f"{one.path}/approvals", one.binding, {"If-Match": one.tag})
    told.problem(409, "SAME_PERSON")
    told = other.post(f"{one.path}/withdrawals", {"reason": "Not mine"})
    assert told.status in (403, 409)
    assert one.shown["status"] == "waiting"


def test_a_settled_one_is_told_before_the_precondition(
    fresh: Client, other: Client
) -> None:
    one = Submission(fresh)
    tag, body = one.tag, {**one.binding, "id": "a-1"}
    other.post(f"{one.path}/approvals", body, {"If-Match": tag})
    assert one.tag == tag, "it keeps the tag of what was approved"
    again = other.post(f"{one.path}/approvals", body, {"If-Match": tag})
    assert (again.status, again.headers["Idempotency-Hit"]) == (200, "true")
    assert again.json["duplicate"] is True
    assert again.headers["Location"] == f"/v1/entries/{one.number + 2}"
    for headers in ({}, {"If-Match": tag}, {"If-Match": '"x"'}):
        for way in WAYS:
            fields = one.binding if way == "approvals" else {"reason": "x"}
            who = fresh if way == "withdrawals" else other
            told = who.post(f"{one.path}/{way}", fields, headers)
            found = told.problem(409, "SUBMISSION_SETTLED")
            assert found["entry"] == one.number + 1


@pytest.mark.parametrize(
    ("way", "status"), [("rejections", "declined"), ("withdrawals", "retracted")]
)
def test_declined_and_taken_back(
    fresh: Client, other: Client, way: str, status: str
) -> None:
    one = Submission(fresh)
    who = other if way == "rejections" else fresh
    at, body = f"{one.path}/{way}", {"reason": "Twice"}
    found = who.post(at, {}).problem(400, "BAD_COMMAND")["errors"]
    assert [each["pointer"] for each in found] == ["/reason"]
    who.post(at, body, {"If-Match": '"x"'}).problem(412, "SUBMISSION_DIFFERS")
    told = who.post(at, body, {"If-Match": one.tag, "Idempotency-Key": "r-1"})
    assert told.status == 201, told.body
    assert told.json == {
        "entry": one.number + 1,
        "id": "r-1",
        "duplicate": False,
        "notes": [],
    }
    assert told.headers["Location"] == f"/v1/entries/{one.number + 1}"
    assert one.shown["status"] == status
    assert one.tag == f'"{one.shown["leaf"][:16]}-{NONE}"'
    again = who.post(at, {**body, "id": "r-1"})
    assert (again.status, again.headers["Idempotency-Hit"]) == (200, "true")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["0", "99", "x", "1", "%23", "26"])
def test_there_is_no_such_submission(fresh: Client, way: str, name: str) -> None:
    fields = {"leaf": "0" * 64, "effect": "0" * 64}
    body = fields if way == "approvals" else {"reason": "x"}
    told = fresh.post(f"/v1/submissions/{name}/{way}", body, {"If-Match": "*"})
    told.problem(404, told.json["code"])
    assert told.json["code"] in ("ENTRY_UNKNOWN", "SCOPE_INVALID")
    assert fresh.get(f"/v1/submissions/{name}").status == 404


def test_the_path_says_what_the_body_leaves_out(fresh: Client, other: Client) -> None:
    one = Submission(fresh)
    tag = {"If-Match": one.tag}
    for field, value in (("command", "approve"), ("submission", one.number)):
        body = {**one.binding, field: value}
        told = other.post(f"{one.path}/approvals", body, tag)
        found = told.problem(400, "BAD_COMMAND")["errors"]
        assert [each["pointer"] for each in found] == [f"/{field}"]
    told = other.post_lines(f"{one.path}/approvals", [one.binding], tag)
    told.problem(415, "MEDIA_TYPE_UNKNOWN")


def test_the_header_fills_the_id(fresh: Client, other: Client) -> None:
    one = Submission(fresh)
    headers = {"If-Match": one.tag, "Idempotency-Key": "key-1"}
    at = f"{one.path}/approvals"
    told = other.post(at, {**one.binding, "id": "other"}, headers)
    found = told.problem(400, "BAD_COMMAND")["errors"]
    assert [each["pointer"] for each in found] == ["/id"]
    told = other.post(at, {**one.binding, "id": None}, headers)
    assert (told.status, told.json["id"]) == (201, "key-1")


def test_if_none_match_of_one(fresh: Client) -> None:
    one = Submission(fresh)
    for header in (one.tag, f"W/{one.tag}", "*"):
        told = fresh.get(one.path, {"If-None-Match": header})
        assert (told.status, told.body, told.etag) == (304, b"", one.tag)
    told = fresh.get(one.path, {"If-None-Match": fresh.get("/v1/submissions").etag})
    assert told.status == 200


def test_what_can_not_be_submitted(fresh: Client) -> None:
    for command in (
        {"command": "submit", "as": COST},
        {"command": "erase_sealed", "before": "2014-01-01", "reason": "x"},
        {"command": "approve", "submission": 1, "leaf": "0" * 64, "effect": "0" * 64},
    ):
        told = fresh.post("/v1/submissions", command)
        told.problem(409, "SCOPE_INVALID")


def test_faults_of_what_is_proposed_are_at_its_own_fields(fresh: Client) -> None:
    body = {"command": "pay_grant", "amount": "x", "bogus": 1}
    found = fresh.post("/v1/submissions", body).problem(400, "BAD_COMMAND")["errors"]
    assert {each["pointer"] for each in found} >= {"/amount", "/bogus", "/project"}
    wrapped = {"command": "submit", "as": body}
    found = fresh.post("/v1/entries", wrapped).problem(400, "BAD_COMMAND")["errors"]
    assert {each["pointer"] for each in found} >= {"/as/amount", "/as/bogus"}


def test_a_file_is_proposed_whole(fresh: Client) -> None:
    told = fresh.post_lines("/v1/submissions", [COST, {**COST, "id": "two"}])
    assert told.status == 201
    assert told.headers["Location"] == "/v1/submissions/27"
    assert len(fresh.get("/v1/submissions").json) == 2
    told = fresh.post_lines("/v1/submissions", [COST, {**COST, "amount": "x"}])
    assert told.problem(400, "BAD_AMOUNT")["line"] == 2
    assert len(fresh.get("/v1/submissions").json) == 2
