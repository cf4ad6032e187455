"""Signing in at a provider: one that is honest, and ones that are not."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.values.errors import Refusal
from tests.web.serving import running
from tests.web.signin import providers
from tests.web.signin.clocks import Clock
from tests.web.signin.providers import CLIENT, SECRET, SmallProvider
from tests.web.signin.serving import Answer, Browser, service
from tests.web.signin.test_pages import error_of
from web.signin import trips
from web.signin.accounts import Accounts
from web.signin.cookies import SESSION, TRIP
from web.signin.pages import Ways
from web.signin.provider import Provider
from web.signin.provider_file import read_provider
from web.signin.texts import TEXTS

START = "/sign-in/provider"
SAYS = TEXTS["en"]


@pytest.fixture
def provider(clock: Clock) -> Iterator[SmallProvider]:
    """A provider on this computer."""
    small = SmallProvider(clock)
    with running(small.app()) as port:
        small.issuer = f"http://127.0.0.1:{port}"
        yield small


def named(issuer: str, tmp_path: Path, claim: str = "preferred_username") -> Path:
    """The file that names a provider."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    path = tmp_path / "provider.toml"
    path.write_text(
        f'issuer = "{issuer}"\nclient_id = "{CLIENT}"\n'
        f'client_secret_file = "secret"\nperson_claim = "{claim}"\n'
    )
    return path


@pytest.fixture
def browser(
    accounts: Accounts, provider: SmallProvider, tmp_path: Path, clock: Clock
) -> Iterator[Browser]:
    """A browser that looks at a service whose people sign in there."""
    found = Provider(read_provider(named(provider.issuer, tmp_path)), clock)
    with running(service(Ways(accounts, found, second_factor_required=True))) as port:
        yield Browser(port)


def back_from(provider: SmallProvider, browser: Browser, path: str = START) -> str:
    """The path with which the provider sends a browser back."""
    there = browser.get(path)
    assert there.status == 303, there.body
    assert there.location.startswith(f"{provider.issuer}/authorize?")
    port = urlsplit(provider.issuer).port
    assert port is not None
    answer = Browser(port).get(there.location.removeprefix(provider.issuer))
    assert answer.location.startswith(browser.origin)
    return answer.location.removeprefix(browser.origin)


def through(provider: SmallProvider, browser: Browser, path: str = START) -> Answer:
    """There and back again, as a browser goes: from another site."""
    back = back_from(provider, browser, path)
    return browser.get(back, {"Sec-Fetch-Site": "cross-site"})


def refused(browser: Browser, answer: Answer, code: str) -> None:
    """Nobody is signed in, and the page says why."""
    assert answer.status == (502 if code == "PROVIDER_FAILED" else 403)
    assert error_of(answer) == SAYS[code]
    assert SESSION not in browser.cookies
    assert browser.get("/").body == "nobody"


def test_there_and_back(provider: SmallProvider, browser: Browser) -> None:
    assert START in browser.get("/sign-in").body
    answer = through(provider, browser, f"{START}?next=/bank")
    assert (answer.status, answer.location) == (303, "/bank")
    assert browser.get("/").body == "erik oidc"
    assert TRIP not in browser.cookies


def test_what_is_asked_of_the_provider(
    provider: SmallProvider, browser: Browser
) -> None:
    asked = parse_qs(urlsplit(browser.get(START).location).query)
    told = {name: value for name, (value,) in asked.items()}
    secrets = [told.pop(name) for name in ("state", "nonce", "code_challenge")]
    assert len({*secrets, browser.cookies[TRIP]}) == 4
    assert told == {
        "response_type": "code",
        "response_mode": "query",
        "client_id": CLIENT,
        "redirect_uri": f"{browser.origin}/sign-in/callback",
        "scope": "openid profile email",
        "code_challenge_method": "S256",
    }
    (cookie,) = browser.get(START).headers.get_all("set-cookie", [])
    assert {each.lower() for each in cookie.split("; ")[1:]} == {
        *("httponly", "secure", "samesite=lax", "path=/", "max-age=600")
    }


def test_the_session_that_was_carried_ends(
    provider: SmallProvider, browser: Browser
) -> None:
    through(provider, browser)
    before = Browser(browser.port, dict(browser.cookies))
    through(provider, browser)
    assert (browser.get("/").body, before.get("/").body) == ("erik oidc", "nobody")


def test_it_leads_to_no_other_place(provider: SmallProvider, browser: Browser) -> None:
    answer = through(provider, browser, f"{START}?next=//evil.example")
    assert answer.location == "/"


def test_the_secret_may_go_in_the_form(
    provider: SmallProvider, browser: Browser
) -> None:
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert through(provider, browser).status == 303


def test_it_is_asked_what_it_is_once_an_hour(
    provider: SmallProvider, browser: Browser, clock: Clock
) -> None:
    for _ in range(3):
        through(provider, browser)
    assert provider.asked == ["configuration", "jwks"]
    clock.passes(hours=1)
    through(provider, browser)
    assert provider.asked == ["configuration", "jwks"] * 2


def test_a_new_key_is_asked_for_at_once(
    provider: SmallProvider, browser: Browser
) -> None:
    through(provider, browser)
    provider.keys.append(providers.new_key("second"))
    assert through(provider, browser).status == 303
    assert provider.asked == ["configuration", "jwks", "jwks"]


# -- hostile, or broken --------------------------------------------------------

HOSTILE: dict[str, dict[str, Any]] = {
    "of another issuer": {"claims": {"iss": "https://evil.example"}},
    "of an issuer with a slash more": {"claims": {"iss": "{issuer}/"}},
    "of no issuer": {"claims": {"iss": None}},
    "for another audience": {"claims": {"aud": "another"}},
    "for several, of whom another asked": {
        "claims": {"aud": [CLIENT, "another"], "azp": "another"}
    },
    "for several, without saying who asked": {"claims": {"aud": [CLIENT, "another"]}},
    "for nobody": {"claims": {"aud": None}},
    "with another nonce": {"claims": {"nonce": "x"}},
    "without a nonce": {"claims": {"nonce": None}},
    "that expired": {"claims": {"exp": 1_790_000_000}},
    "that never expires": {"claims": {"exp": None}},
    "that expires in words": {"claims": {"exp": "tomorrow"}},
    "of tomorrow": {"claims": {"iat": 1_990_000_000, "exp": 1_990_000_300}},
    "that counts only later": {"claims": {"nbf": 1_990_000_000}},
    "of nobody": {"claims": {"sub": None}},
    "of a subject that is no text": {"claims": {"sub": 7}},
    "without a name": {"claims": {"preferred_username": None}},
    "with a name that is a list": {"claims": {"preferred_username": ["anna"]}},
    "with a wrong sum of the access token": {"claims": {"at_hash": "x"}},
    "without a signature": {"sign": providers.unsigned},
    "summed with the public key": {
        "sign": providers.summed_with(lambda provider: provider.keys[0].as_pem(False))
    },
    "summed with the shared secret": {
        "sign": providers.summed_with(lambda _: SECRET.encode())
    },
    "signed by another key of that name": {"sign": providers.by_another_key},
    "that brings its own key": {"sign": providers.with_its_own_key},
    "changed afterwards": {"sign": providers.changed_afterwards},
    "that is no token": {"sign": lambda *_: "no.token"},
    "that is none of the texts": {"sign": lambda *_: None},
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("what", HOSTILE)
def test_a_token_is_refused(
    provider: SmallProvider,
    browser: Browser,
    what: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in HOSTILE[what].items():
        if isinstance(value, dict):
            told = {
                k: v.format(issuer=provider.issuer) if isinstance(v, str) else v
                for k, v in value.items()
            }
            setattr(provider, name, told)
        else:
            setattr(provider, name, value)
    refused(browser, through(provider, browser), "PROVIDER_FAILED")
    (reason,) = (r.signin["reason"] for r in caplog.records if hasattr(r, "signin"))
    assert "token" in reason
    assert "can't be used" not in reason, "the provider did give one"


@pytest.mark.parametrize("kind", ["unsigned", "by_another_key"])
def test_nor_is_one_let_in_that_others_are_signed_in_beside(
    provider: SmallProvider, browser: Browser, kind: str
) -> None:
    """What was kept of an earlier sign-in opens no door."""
    assert through(provider, Browser(browser.port)).status == 303
    provider.sign = getattr(providers, kind)
    refused(browser, through(provider, browser), "PROVIDER_FAILED")


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"jwks_uri": "https://127.0.0.1\r\nx"},
    ],
)
def test_what_it_says_of_itself_is_looked_at(
    provider: SmallProvider, browser: Browser, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata
    refused(browser, browser.get(START), "PROVIDER_FAILED")


def test_an_answer_that_is_anothers_is_refused(
    provider: SmallProvider, browser: Browser
) -> None:
    """RFC 9207: mixing up two providers is noticed before the code is used."""
    provider.answer = {"iss": "https://evil.example"}
    refused(browser, through(provider, browser), "PROVIDER_FAILED")
    provider.answer = {"iss": provider.issuer}
    assert through(provider, browser).status == 303


def test_one_that_should_say_whose_it_is_and_does_not(
    provider: SmallProvider, browser: Browser
) -> None:
    said = "authorization_response_iss_parameter_supported"
    provider.metadata = {said: True}
    refused(browser, through(provider, browser), "PROVIDER_FAILED")


def test_a_provider_that_is_not_there(
    accounts: Accounts, tmp_path: Path, clock: Clock
) -> None:
    with running(SmallProvider(clock).app()) as port:
        issuer = f"http://127.0.0.1:{port}"
    found = Provider(read_provider(named(issuer, tmp_path)), clock)
    with running(service(Ways(accounts, found))) as port:
        browser = Browser(port)
        refused(browser, browser.get(START), "PROVIDER_FAILED")


def test_whom_the_provider_does_not_let_in(
    provider: SmallProvider, browser: Browser
) -> None:
    script = "<script>alert(1)</script>"
    provider.answer = {"code": None, "error": script, "error_description": script}
    answer = through(provider, browser)
    refused(browser, answer, "PROVIDER_REFUSED")
    assert "alert(1)" not in answer.body


# -- the way back --------------------------------------------------------------


def test_a_state_is_used_once(provider: SmallProvider, browser: Browser) -> None:
    back = back_from(provider, browser)
    trip = browser.cookies[TRIP]
    assert browser.get(back).status == 303
    browser.post("/sign-out")
    browser.cookies[TRIP] = trip
    refused(browser, browser.get(back), "TRIP_OVER")


def test_it_is_over_after_ten_minutes(
    provider: SmallProvider, browser: Browser, clock: Clock
) -> None:
    back = back_from(provider, browser)
    clock.passes(minutes=10)
    refused(browser, browser.get(back), "TRIP_OVER")


def test_another_browsers_code_signs_nobody_in(
    provider: SmallProvider, browser: Browser
) -> None:
    """Login CSRF: an attacker has a victim's browser follow the attacker's way back."""
    attacker, victim = Browser(browser.port), browser
    back = back_from(provider, attacker)
    refused(victim, victim.get(back), "TRIP_OVER")
    victim.get(START)  # a trip of its own changes nothing
    refused(victim, victim.get(back), "TRIP_OVER")
    assert attacker.get(back).status == 303, "it was the attacker's own"


def test_a_code_that_was_stolen_is_no_use_in_another_trip(
    provider: SmallProvider, browser: Browser
) -> None:
    """Code injection: the thief's verifier is not that of the code (PKCE)."""
    victim, thief = Browser(browser.port), browser
    stolen = parse_qs(urlsplit(back_from(provider, victim)).query)["code"][0]
    state = parse_qs(urlsplit(thief.get(START).location).query)["state"][0]
    answer = thief.get(f"/sign-in/callback?code={stolen}&state={state}")
    refused(thief, answer, "PROVIDER_FAILED")


def test_who_begins_many_trips_fills_no_disk(
    provider: SmallProvider,
    browser: Browser,
    accounts: Accounts,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    monkeypatch.setattr(trips, "MOST", 3)
    for _ in range(6):
        clock.passes(seconds=1)
        browser.get(START)
    assert accounts._file.row("SELECT count(*) FROM trips") == (3,)
    assert through(provider, browser).status == 303


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=", "?code=%00&state=%ff"]
)
def test_a_way_back_that_nobody_went(browser: Browser, query: str) -> None:
    refused(browser, browser.get(f"/sign-in/callback{query}"), "TRIP_OVER")


# -- who it is -----------------------------------------------------------------


def test_a_name_that_somebody_took_over_is_not_let_in(
    provider: SmallProvider, browser: Browser
) -> None:
    through(provider, browser)
    browser.post("/sign-out")
    provider.subject = "subject-8"
    refused(browser, through(provider, browser), "NOT_KNOWN")


def test_nor_is_whoever_has_no_account_any_more(
    provider: SmallProvider, browser: Browser, accounts: Accounts
) -> None:
    through(provider, browser)
    accounts.disable("erik")
    assert browser.get("/").body == "nobody"
    browser.cookies.clear()
    refused(browser, through(provider, browser), "NOT_KNOWN")


@pytest.mark.parametrize(
    "claim", ["", " ", "x" * 64, "a\u200bb", "\x1b[2J", "a\r\nSet-Cookie: a=b", " a"]
)
def test_a_claim_that_is_no_name(
    provider: SmallProvider, browser: Browser, claim: str
) -> None:
    provider.person = claim
    refused(browser, through(provider, browser), "NOT_KNOWN")


@pytest.mark.parametrize("claim", ["<script>alert(1)</script>", "Zoë de Vries", "'\";"])
def test_a_claim_that_is_one_however_strange(
    provider: SmallProvider, browser: Browser, claim: str
) -> None:
    provider.person = claim
    assert through(provider, browser).status == 303
    assert browser.get("/").body == f"{claim} oidc"


def test_an_address_that_nobody_verified_is_no_name(
    accounts: Accounts, provider: SmallProvider, tmp_path: Path, clock: Clock
) -> None:
    file = read_provider(named(provider.issuer, tmp_path, "email"))
    with running(service(Ways(accounts, Provider(file, clock)))) as port:
        browser = Browser(port)
        provider.claims = {"email": "anna@example.nl", "email_verified": False}
        refused(browser, through(provider, browser), "PROVIDER_FAILED")
        provider.claims = {"email": "anna@example.nl", "email_verified": True}
        assert through(provider, browser).status == 303
        assert browser.get("/").body == "anna@example.nl oidc"


def test_what_went_wrong_is_recorded_without_secrets(
    provider: SmallProvider, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "zuidas.signin")
    provider.claims = {"aud": "another"}
    back = back_from(provider, browser)
    browser.get(back)
    (record,) = [r for r in caplog.records if r.name == "zuidas.signin"]
    told = json.loads(record.getMessage())
    assert (told["action"], told["result"]) == ("sign-in", "PROVIDER_FAILED")
    assert (told["account"], told["origin"]) == (None, "127.0.0.1")
    assert "aud" in told["reason"]
    for secret in (SECRET, *(v for (v,) in parse_qs(urlsplit(back).query).values())):
        assert secret not in record.getMessage()


# -- the file ------------------------------------------------------------------

GOOD = {
    "issuer": "https://id.example",
    "client_id": "x",
    "client_secret_file": "secret",
    "person_claim": "sub",
}


def written(tmp_path: Path, told: dict[str, object]) -> Path:
    (tmp_path / "secret").write_text("s3cret\n")
    path = tmp_path / "provider.toml"
    path.write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in told.items()))
    return path


def test_the_file_of_the_provider(tmp_path: Path) -> None:
    found = read_provider(written(tmp_path, dict(GOOD)))
    assert (found.issuer, found.client_id) == ("https://id.example", "x")
    assert (found.client_secret, found.person_claim) == ("s3cret", "sub")
    assert "s3cret" not in repr(found)


def without(name: str) -> Callable[[dict[str, object]], None]:
    def change(told: dict[str, object]) -> None:
        del told[name]

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(without(name) for name in GOOD),
        {"more": "x"},
        {"issuer": "http://id.example"},
        {"issuer": "https://user@id.example"},
        {"issuer": "https://id.example?x"},
        {"issuer": "ftp://id.example"},
        {"issuer": ["https://id.example", "https://other.example"]},
        {"client_id": 7},
        {"client_id": " "},
        {"person_claim": "a b"},
        {"client_secret_file": "nowhere"},
        {"client_secret_file": "."},
    ],
)
def test_a_file_that_names_no_provider(
    tmp_path: Path, change: dict[str, object] | Callable[[dict[str, object]], None]
) -> None:
    told: dict[str, object] = dict(GOOD)
    if callable(change):
        change(told)
    else:
        told |= change
    with pytest.raises(Refusal) as refusal:
        read_provider(written(tmp_path, told))
    assert refusal.value.code == "BAD_COMMAND"
    assert "s3cret" not in str(refusal.value)
