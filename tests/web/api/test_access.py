"""Who may ask what: tokens, their scopes, and roles where they are in force."""

import pytest

from tests.unit.domain.posting import Row, cost
from tests.web.serving import SCOPES, Client, token
from web.api.openapi import CONTACT
from web.api.operations import all_operations

COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
GRANT: Row = {"person": "eva", "role": "officer", "date": "2014-06-01"}
ADMINISTERS: Row = {"command": "grant_role", **GRANT}
OPEN = {
    *("/openapi.json", "/health", "/log/checkpoint", "/log/tile/{rest}"),
    *("/entries/{entry}/inclusion-proof", "/problems/{code}"),
}
"""Of section 10; and what the type of a problem means."""
NAMED = {
    "{project}": "grecor",
    "{partner}": "emmen",
    "{number}": "SG-2011-01",
    "{account}": "current-account",
    "{rest}": "0/000.p/26",
    "{code}": "busy",
    "{year}": "2011",
    "{programme}": "SN",
    "{column}": "available",
    "{entry}": "3",
    "{submission}": "3",
    "{meeting}": "x",
    "{kind}": "partners",
    "{line}": "30.1",
    "{statement}": "30",
}


def address(template: str) -> str:
    for name, value in NAMED.items():
        template = template.replace(name, value)
    return f"/v1{template}"


MADE_WHOLE = "/bundle"
"""It verifies the ledger first, which takes its time."""
READ = [each for each in all_operations(CONTACT) if each.method == "GET"]


def test_what_is_open() -> None:
    found = {each.template for each in all_operations(CONTACT) if each.scope is None}
    assert found == OPEN


@pytest.mark.one_in(7)
@pytest.mark.parametrize("template", [each.template for each in READ])
def test_reading_takes_a_token_for_it(lived: Client, template: str) -> None:
    at = address(template)
    if template == MADE_WHOLE:
        lived.of(None).get(at).problem(401, "UNAUTHENTICATED")
        lived.of(token("officer", *SCOPES[1:])).get(at).problem(403, "SCOPE_MISSING")
        return
    with_all = lived.get(at)
    assert with_all.status not in (401, 403)
    told = lived.of(None).get(at)
    none_of_it = lived.of(token("officer", *SCOPES[1:])).get(at)
    if template in OPEN:
        assert told.status == none_of_it.status == with_all.status
        return
    told.problem(401, "UNAUTHENTICATED")
    assert told.headers["WWW-Authenticate"].startswith("Bearer")
    assert none_of_it.problem(403, "SCOPE_MISSING")["scope"] == "read"
    assert lived.of(token("officer", "read")).get(at).status == with_all.status


@pytest.mark.parametrize(
    "header",
    ["Basic b2ZmaWNlcjp4", "Bearer", "Bearer ", "officer", "Bearer x, Bearer y"],
)
def test_what_is_no_token(lived: Client, header: str) -> None:
    stranger = lived.of(None)
    told = stranger.get("/v1/programmes", {"Authorization": header})
    told.problem(401, "UNAUTHENTICATED")
    told = stranger.post("/v1/entries", COST, {"Authorization": header})
    told.problem(401, "UNAUTHENTICATED")
    assert told.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_is_no_token(lived: Client) -> None:
    cookie = {"Cookie": f"__Host-session={token('officer')}; token={token('officer')}"}
    told = lived.of(None).get("/v1/programmes", cookie)
    told.problem(401, "UNAUTHENTICATED")
    assert "Set-Cookie" not in lived.get("/v1/programmes").headers


def test_no_token_in_the_address(lived: Client) -> None:
    stranger = lived.of(None)
    for key in ("token", "access_token", "authorization"):
        told = stranger.get(f"/v1/programmes?{key}={token('officer')}")
        told.problem(401, "UNAUTHENTICATED")


def test_who_it_is_goes_before_what_it_says(lived: Client) -> None:
    stranger = lived.of(None)
    stranger.get("/v1/programmes?x=1").problem(401, "UNAUTHENTICATED")
    stranger.get("/v1/projects/nope").problem(401, "UNAUTHENTICATED")
    for body in ("{", "x" * 9_000_000):
        stranger.post("/v1/entries", body).problem(401, "UNAUTHENTICATED")
    reader = lived.of(token("officer", "read"))
    found = reader.post("/v1/entries", "{").problem(403, "SCOPE_MISSING")
    assert found["scopes"] == ["read"]
    told = reader.post("/v1/submissions/99/approvals", "{")
    assert told.problem(403, "SCOPE_MISSING")["scope"] == "approve"


@pytest.mark.parametrize("scope", SCOPES)
def test_no_scope_includes_another(fresh: Client, scope: str) -> None:
    who = fresh.of(token("officer", scope))
    asked = {
        "read": who.get("/v1/programmes"),
        "post": who.post("/v1/entries?dryRun=true", COST),
        "approve": who.post("/v1/submissions/3/rejections", {"reason": "x"}),
        "administer": who.post("/v1/entries?dryRun=true", ADMINISTERS),
    }
    for needed, told in asked.items():
        if needed == scope:
            assert told.status != 403
        else:
            found = told.problem(403, "SCOPE_MISSING")
            assert scope in found["scopes"]


def test_the_command_says_which_scope_it_takes(fresh: Client) -> None:
    poster = fresh.of(token("officer", "post"))
    approves: Row = {"command": "decline", "submission": 3, "reason": "x"}
    for command, scope in ((ADMINISTERS, "administer"), (approves, "approve")):
        for at in ("/v1/entries", "/v1/entries?dryRun=true"):
            told = poster.post(at, command).problem(403, "SCOPE_MISSING")
            assert told["scope"] == scope
            told = poster.post_lines(at, [COST, command]).problem(403, "SCOPE_MISSING")
            assert (told["scope"], told["line"]) == (scope, 2)
    told = poster.post("/v1/submissions", ADMINISTERS).problem(403, "SCOPE_MISSING")
    assert told["scope"] == "administer", "what is proposed is judged as what it is"
    wrapped = {"command": "submit", "as": ADMINISTERS}
    told = poster.post("/v1/entries", wrapped).problem(403, "SCOPE_MISSING")
    assert told["scope"] == "administer"
    assert fresh.get("/v1/health").json["entries"] == 26


def test_a_token_of_several_scopes(fresh: Client) -> None:
    who = fresh.of(token("officer", "read", "post"))
    assert who.get("/v1/programmes").status == 200
    assert who.post("/v1/entries", COST).status == 201
    who.post("/v1/entries", ADMINISTERS).problem(403, "SCOPE_MISSING")


# -- roles in force ------------------------------------------------------------


@pytest.mark.one_in(7)
@pytest.mark.parametrize(
    "template", [each.template for each in READ if each.scope is not None]
)
def test_reading_takes_any_role(staffed: Client, template: str) -> None:
    if template == "/metrics":  # it says nothing of the ledger
        return
    at = address(template)
    told = staffed.of(token("nobody")).get(at).problem(403, "NOT_ALLOWED")
    assert told["person"] == "nobody"
    if template == MADE_WHOLE:
        return
    for person in ("anna", "bo", "cy", "dee"):
        assert staffed.of(token(person)).get(at).status != 403


def test_open_paths_need_no_role(staffed: Client) -> None:
    for template in OPEN - {"/log/checkpoint"}:
        at = address(template)
        assert staffed.of(None).get(at).status == 200
        assert staffed.of(token("nobody")).get(at).status == 200


def test_posting_takes_the_role_for_it(staffed: Client) -> None:
    for person, status in (("bo", 201), ("cy", 403), ("dee", 403), ("nobody", 403)):
        for at, done in (("/v1/entries?dryRun=true", 200), ("/v1/entries", status)):
            told = staffed.of(token(person)).post(at, COST)
            if status == 201:
                assert told.status == done
            else:
                told.problem(403, "NOT_ALLOWED")
                assert "balance" not in told.json
    told = staffed.of(token("anna")).post("/v1/entries", ADMINISTERS)
    assert told.status == 201
    told = staffed.of(token("bo")).post("/v1/entries", ADMINISTERS)
    told.problem(403, "NOT_ALLOWED")


def test_a_role_counts_from_its_entry_on(staffed: Client) -> None:
    eva = staffed.of(token("eva"))
    eva.get("/v1/programmes").problem(403, "NOT_ALLOWED")
    anna = staffed.of(token("anna"))
    assert anna.post("/v1/entries", ADMINISTERS).status == 201
    assert eva.get("/v1/programmes").status == 200
    revoke = {"command": "revoke_role", **GRANT}
    assert anna.post("/v1/entries", revoke).status == 201
    eva.get("/v1/programmes").problem(403, "NOT_ALLOWED")


def test_nobody_learns_of_a_submission_without_a_role(staffed: Client) -> None:
    told = staffed.of(token("bo")).post("/v1/submissions", COST)
    at = told.headers["Location"]
    nobody = staffed.of(token("nobody"))
    fields = {"leaf": "0" * 64, "effect": "0" * 64}
    told = nobody.post(f"{at}/approvals", fields, {"If-Match": '"x"'})
    told.problem(403, "NOT_ALLOWED")
    assert "leaf" not in told.json
    for number in ("3", "99"):
        at = f"/v1/submissions/{number}/rejections"
        nobody.post(at, {"reason": "x"}).problem(403, "NOT_ALLOWED")


def test_only_approvers_decide(staffed: Client) -> None:
    shown = staffed.of(token("bo")).post("/v1/submissions", COST)
    at = shown.headers["Location"]
    found = staffed.of(token("dee")).get(at)
    fields = {name: found.json[name] for name in ("leaf", "effect")}
    for person in ("anna", "dee"):
        told = staffed.of(token(person)).post(
            f"{at}/approvals", fields, {"If-Match": found.etag}
        )
        told.problem(403, "NOT_ALLOWED")
    told = staffed.of(token("cy")).post(
        f"{at}/approvals", fields, {"If-Match": found.etag}
    )
    assert told.status == 201
