"""The sign-in pages, over HTTP, as a browser and as an attacker uses them."""

import html
import http.client
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.web.serving import running
from tests.web.signin.clocks import Clock
from tests.web.signin.conftest import PASSWORD
from tests.web.signin.serving import Answer, Browser, service
from web.forms import MOST_BYTES
from web.signin import totp
from web.signin.accounts import Accounts
from web.signin.cookies import SESSION
from web.signin.pages import Ways
from web.signin.texts import TEXTS

WRONG = "incorrect horse battery"
RIGHT = {"name": "anna", "password": PASSWORD}


@pytest.fixture
def browser(accounts: Accounts) -> Iterator[Browser]:
    """A browser that looks at a service on this computer."""
    with running(service(Ways(accounts))) as port:
        yield Browser(port)


@pytest.fixture
def far(accounts: Accounts) -> Iterator[Browser]:
    """A browser that looks at a service that everybody can reach."""
    ways = Ways(accounts, second_factor_required=True)
    with running(service(ways, tls=True)) as port:
        yield Browser(port)


def error_of(answer: Answer) -> str:
    """What the page says went wrong."""
    found = re.search(r'id="error".*?"utrecht-paragraph">([^<]*)<', answer.body)
    assert found, answer.body
    return html.unescape(found[1])


# -- in and out ----------------------------------------------------------------


def test_in_and_out(browser: Browser) -> None:
    assert browser.get("/").body == "nobody"
    page = browser.get("/sign-in?next=/programmes")
    assert page.status == 200
    assert '<main data-page="sign-in">' in page.body
    assert 'name="next" value="/programmes"' in page.body
    answer = browser.post("/sign-in", {**RIGHT, "next": "/programmes"})
    assert (answer.status, answer.location) == (303, "/programmes")
    assert browser.get("/").body == "anna password"
    kept = browser.cookies[SESSION]
    answer = browser.post("/sign-out")
    assert (answer.status, answer.location) == (303, "/sign-in")
    assert SESSION not in browser.cookies
    browser.cookies[SESSION] = kept
    assert browser.get("/").body == "nobody", "the server ended it too"


def test_where_it_leads_may_stand_in_the_address(browser: Browser) -> None:
    assert browser.post("/sign-in?next=/bank", RIGHT).location == "/bank"
    assert browser.post("/sign-in", RIGHT).location == "/"


def test_the_cookie_is_for_this_host_alone_and_no_script(browser: Browser) -> None:
    answer = browser.post("/sign-in", RIGHT)
    (cookie,) = answer.headers.get_all("set-cookie", [])
    pair, *attributes = cookie.split("; ")
    assert re.fullmatch(r"__Host-zuidas=[\w-]{43}", pair)
    assert {each.lower() for each in attributes} == {
        *("httponly", "secure", "samesite=lax", "path=/")
    }
    (dropped,) = browser.post("/sign-out").headers.get_all("set-cookie", [])
    assert {"Secure", "Path=/", "Max-Age=0"} <= set(dropped.split("; "))


def test_a_failure_says_so_and_keeps_the_name(browser: Browser) -> None:
    form = {"name": "anna", "password": WRONG, "next": "/bank"}
    answer = browser.post("/sign-in", form)
    assert answer.status == 403
    assert error_of(answer) == TEXTS["en"]["SIGN_IN_REFUSED"]
    assert 'value="anna"' in answer.body
    assert 'value="/bank"' in answer.body
    assert WRONG not in answer.body
    assert answer.headers["set-cookie"] is None
    assert browser.get("/").body == "nobody"


def test_unknown_names_look_the_same(browser: Browser) -> None:
    def answered(name: str) -> tuple[int, str, list[str]]:
        answer = browser.post("/sign-in", {"name": name, "password": WRONG})
        told = [n for n in answer.headers if n not in ("date", "content-length")]
        return answer.status, answer.body.replace(name, ""), told

    assert answered("anna") == answered("nobody")


def test_guessing_is_answered_with_a_wait(browser: Browser, clock: Clock) -> None:
    for _ in range(5):
        browser.post("/sign-in", {"name": "anna", "password": WRONG})
    answer = browser.post("/sign-in", RIGHT)
    assert (answer.status, answer.headers["retry-after"]) == (429, "900")
    assert "15 minutes" in error_of(answer)
    clock.passes(minutes=14.5)
    answer = browser.post("/sign-in?lang=nl", RIGHT)
    assert (answer.status, answer.headers["retry-after"]) == (429, "30")
    assert "over een minuut" in error_of(answer)
    clock.passes(minutes=0.5)
    assert browser.post("/sign-in", RIGHT).status == 303


def test_from_elsewhere_a_second_factor_is_required(far: Browser) -> None:
    answer = far.post("/sign-in", RIGHT)
    assert answer.status == 403
    assert error_of(answer) == TEXTS["en"]["SECOND_FACTOR_MISSING"]
    assert far.get("/").body == "nobody"
    answer = far.post("/sign-in", {"name": "anna", "password": WRONG})
    assert error_of(answer) == TEXTS["en"]["SIGN_IN_REFUSED"]


def test_with_a_second_factor_somebody_comes_in_once_a_code(
    far: Browser, accounts: Accounts, clock: Clock
) -> None:
    bert = accounts.find("bert")
    assert bert is not None
    assert bert.totp is not None
    code = totp._codes(bert.totp).generate(clock().timestamp()).decode()
    form = {"name": "bert", "password": PASSWORD, "code": code}
    assert far.post("/sign-in", form).status == 303
    assert far.get("/").body == "bert password"
    answer = far.post("/sign-in", form)
    assert (answer.status, error_of(answer)) == (403, TEXTS["en"]["SIGN_IN_REFUSED"])


# -- sessions ------------------------------------------------------------------


def test_a_session_that_was_planted_is_worth_nothing(browser: Browser) -> None:
    browser.cookies[SESSION] = "A" * 43
    assert browser.get("/").body == "nobody"
    browser.post("/sign-in", RIGHT)
    assert browser.cookies[SESSION] != "A" * 43
    attacker = Browser(browser.port, {SESSION: "A" * 43})
    assert attacker.get("/").body == "nobody"


def test_signing_in_ends_the_session_that_was_carried(browser: Browser) -> None:
    browser.post("/sign-in", RIGHT)
    other = Browser(browser.port, dict(browser.cookies))
    browser.post("/sign-in", RIGHT)
    assert browser.get("/").body == "anna password"
    assert other.get("/").body == "nobody"


@pytest.mark.parametrize("spans", [{"minutes": 30}, {"hours": 10}])
def test_a_session_that_is_over_is_over(
    browser: Browser, clock: Clock, spans: dict[str, float]
) -> None:
    browser.post("/sign-in", RIGHT)
    clock.passes(**spans)
    assert browser.get("/").body == "nobody"


# -- other sites ---------------------------------------------------------------

OWN, OTHER = "http://127.0.0.1:{port}", "https://evil.example"
FROM_ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour": {"Sec-Fetch-Site": "same-site"},
    "another site that lies of its origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": OWN,
    },
    "nonsense": {"Sec-Fetch-Site": "x"},
    "an older browser": {"Origin": OTHER},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a frame without an origin": {"Origin": "null"},
    "a name in the address": {"Origin": "http://127.0.0.1:{port}@evil.example"},
    "a longer host": {"Origin": "http://127.0.0.1:{port}.evil.example"},
    "no address": {"Origin": "http://[::1"},
    "neither": {},
}


@pytest.mark.parametrize("what", FROM_ELSEWHERE)
def test_another_site_signs_nobody_in_or_out(browser: Browser, what: str) -> None:
    browser.post("/sign-in", RIGHT)
    kept = dict(browser.cookies)
    browser.site = None
    headers = {
        name: value.format(port=browser.port)
        for name, value in FROM_ELSEWHERE[what].items()
    }
    for path, form in (("/sign-out", {}), ("/sign-in", {**RIGHT, "next": "/x"})):
        answer = browser.post(path, form, headers)
        assert answer.status == 403
        assert error_of(answer) == TEXTS["en"]["CROSS_SITE"]
        assert answer.headers["set-cookie"] is None
    assert browser.cookies == kept
    assert browser.get("/").body == "anna password"


FROM_HERE = {
    "this site": {"Sec-Fetch-Site": "same-origin"},
    "somebody who typed it": {"Sec-Fetch-Site": "none"},
    "an older browser": {"Origin": OWN},
    "an origin in capitals": {"Origin": "HTTP://127.0.0.1:{port}"},
    "a proxy that ended TLS": {"Origin": "https://127.0.0.1:{port}"},
}


@pytest.mark.parametrize("what", FROM_HERE)
def test_our_own_forms_are_taken(browser: Browser, what: str) -> None:
    browser.post("/sign-in", RIGHT)
    browser.site = None
    headers = {
        name: value.format(port=browser.port) for name, value in FROM_HERE[what].items()
    }
    assert browser.post("/sign-in", RIGHT, headers).status == 303
    assert browser.post("/sign-out", {}, headers).status == 303


def test_a_program_without_cookies_says_nothing_of_sites(browser: Browser) -> None:
    browser.site = None
    assert browser.post("/sign-in", RIGHT).status == 303


def test_login_csrf_is_recorded_and_counts_for_nothing(browser: Browser) -> None:
    browser.site = "cross-site"
    for _ in range(10):
        answer = browser.post("/sign-in", {"name": "anna", "password": WRONG})
        assert answer.status == 403
    browser.site = "same-origin"
    assert browser.post("/sign-in", RIGHT).status == 303


# -- what is reflected ---------------------------------------------------------

ELSEWHERE = [
    *("https://evil.example", "//evil.example", "///evil.example", r"\\evil.example"),
    *(r"/\evil.example", r"/\/evil.example", "/\t/evil.example", "/\n/evil.example"),
    *("\t//evil.example", " //evil.example", "javascript:alert(1)", "evil.example"),
    *("/%2f/evil.example", "/%2fevil.example", "/%5cevil.example", "/%252fevil.com"),
    *("/%09/evil.example", "/%0d%0aSet-Cookie:%20a=b", "/x\r\nSet-Cookie: a=b"),
    *("http:evil.example", "/\x00/evil", "?next=//evil", "", "data:text/html,x"),
    *("/" + "x" * 3_000, "//[::1", "/\u2215/evil.example", "/sign-in", "/sign-out"),
]


@pytest.mark.one_in(5)
@pytest.mark.parametrize("path", ELSEWHERE)
def test_signing_in_leads_to_no_other_place(browser: Browser, path: str) -> None:
    page = browser.get("/sign-in?next=" + http_quoted(path))
    assert 'name="next" value="/"' in page.body
    answer = browser.post("/sign-in", {**RIGHT, "next": path})
    assert (answer.status, answer.location) == (303, "/")
    names = {name.lower() for name in answer.headers}
    assert "a=b" not in str(answer.headers["set-cookie"])
    assert len(answer.headers.get_all("set-cookie", [])) == 1
    assert "location" in names


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/programmes/SN/2011", "/decisions/SG%2F2011%2F1", "/history?actor=x"),
        *("/?at=2012-07-31&knownAt=%2320", "/a//b", "/search?text=a%5Cb%26c"),
    ],
)
def test_it_leads_to_our_own_pages(browser: Browser, path: str) -> None:
    answer = browser.post("/sign-in", {**RIGHT, "next": path})
    assert answer.location == path


SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


class Elements(HTMLParser):
    """The tags of a page and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See the library."""
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_that_was_sent_becomes_markup(browser: Browser, language: str) -> None:
    address = f"/sign-in?lang={language}&next=/x{http_quoted(SCRIPT)}&error=" + SCRIPT
    answers = [
        browser.get(address.replace(SCRIPT, http_quoted(SCRIPT))),
        browser.post(
            "/sign-in",
            {"name": SCRIPT, "password": SCRIPT, "code": SCRIPT, "next": f"/{SCRIPT}"},
        ),
        browser.get("/sign-in?lang=" + http_quoted(SCRIPT)),
    ]
    for answer in answers:
        assert "alert(1)</script" not in answer.body
        for tag, attributes in Elements(answer.body).found:
            assert tag not in ("script", "img", "style", "base", "iframe")
            assert not [n for n in attributes if n.startswith("on") or n == "style"]
    assert 'value="&#34;&#39;&gt;&lt;script&gt;' in answers[1].body


def http_quoted(text: str) -> str:
    """A text as a value in an address."""
    from urllib.parse import quote

    return quote(text, safe="")


def test_a_line_end_in_a_name_begins_no_header(browser: Browser) -> None:
    for name in ("anna\r\nSet-Cookie: a=b", "anna\r\n\r\n<script>"):
        answer = browser.post("/sign-in", {"name": name, "password": WRONG})
        assert answer.status == 403
        assert answer.headers["set-cookie"] is None


# -- forms that are none -------------------------------------------------------


def test_a_form_that_is_too_large_is_not_read(browser: Browser) -> None:
    answer = browser.post("/sign-in", {**RIGHT, "more": "x" * MOST_BYTES})
    assert answer.status == 413
    assert browser.post("/sign-in", {**RIGHT, "more": "x" * 60_000}).status == 303


def test_nor_is_one_that_does_not_say_how_large_it_is(browser: Browser) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
    chunks = (b"name=anna&password=" + b"x" * 10_000 for _ in range(10))
    kind = "application/x-www-form-urlencoded"
    connection.request(
        "POST", "/sign-in", chunks, {"Content-Type": kind}, encode_chunked=True
    )
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", '{"name": "anna"}', 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("text/plain", "name=anna", 415),
        ("application/x-www-form-urlencoded", "name=%ff", 400),
        ("application/x-www-form-urlencoded", "&".join(["a=b"] * 1_001), 400),
        ("application/x-www-form-urlencoded", "", 403),
        ("application/x-www-form-urlencoded; charset=utf-8", "name=anna", 403),
    ],
)
def test_what_is_no_form_of_ours(
    browser: Browser, kind: str, body: str, status: int
) -> None:
    answer = browser.send("POST", "/sign-in", body, {"Content-Type": kind})
    assert answer.status == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_there(browser: Browser, method: str) -> None:
    assert browser.send(method, "/sign-in", None, {}).status == 405
    assert browser.get("/sign-out").status == 405


# -- headers, languages, markup ------------------------------------------------


def test_every_answer_has_the_headers(browser: Browser, far: Browser) -> None:
    for each in (browser, far):
        for answer in (
            *(each.get("/sign-in"), each.get("/nowhere"), each.get("/sign-out")),
            *(each.get("/static/page.css"), each.post("/sign-in", RIGHT)),
            each.post("/sign-in", {"x": "x" * 70_000}),
        ):
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; ")
            assert "unsafe" not in policy
            assert (
                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" in policy
            )
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cache-control"] == "no-store"
            hsts = answer.headers["strict-transport-security"]
            assert (hsts is not None) == (each is far)


def test_an_answer_may_say_otherwise_and_one_that_failed_has_them_too(
    accounts: Accounts,
) -> None:
    def full(_: Request) -> PlainTextResponse:
        return PlainTextResponse("", headers={"Cache-Control": "immutable"})

    def failing(_: Request) -> PlainTextResponse:
        raise RuntimeError

    routes = (Route("/full", full), Route("/failing", failing))
    with running(service(Ways(accounts), *routes)) as port:
        browser = Browser(port)
        assert browser.get("/full").headers["cache-control"] == "immutable"
        answer = browser.get("/failing")
        assert answer.status == 500
        assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        *(("nl", "nl"), ("nl-BE,en;q=0.5", "nl"), ("en;q=0.5, nl;q=0.4", "en")),
        *(("de, nl;q=0.1", "nl"), ("de", "en"), ("", "en"), ("nl;q=0", "en")),
        *(("nl;q=x", "en"), ("NL", "nl"), ("x" * 5_000, "en"), ("*", "en")),
    ],
)
def test_the_language_is_the_browsers(
    browser: Browser, accepted: str, language: str
) -> None:
    page = browser.get("/sign-in", {"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.body
    assert page.headers["content-language"] == language
    assert TEXTS[language]["password"] in page.body


def test_a_language_that_was_chosen_is_kept(browser: Browser) -> None:
    assert '<html lang="nl">' in browser.get("/sign-in?lang=nl").body
    assert browser.cookies == {"lang": "nl"}
    assert '<html lang="nl">' in browser.get("/sign-in").body
    assert '<html lang="nl">' in browser.post("/sign-in", {}).body
    assert '<html lang="en">' in browser.get("/sign-in?lang=en").body
    assert browser.get("/sign-in?lang=x").headers["set-cookie"] is None


def test_both_languages_say_the_same_things() -> None:
    assert TEXTS["en"].keys() == TEXTS["nl"].keys()
    for name, text in TEXTS["en"].items():
        places = set(re.findall(r"{\w+}", text))
        assert places == set(re.findall(r"{\w+}", TEXTS["nl"][name])), name


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?lang=nl"])
def test_each_field_has_a_label_and_is_told_its_error(
    browser: Browser, path: str
) -> None:
    for answer in (browser.get(path), browser.post(path, {"name": "x"})):
        elements = Elements(answer.body).found
        ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        labelled = {a["for"] for tag, a in elements if tag == "label"}
        inputs = [a for tag, a in elements if tag == "input" and "type" not in a]
        inputs += [a for tag, a in elements if a.get("type") == "password"]
        assert {a["id"] for a in inputs} == labelled == {"name", "password", "code"}
        for attributes in inputs:
            described = (attributes.get("aria-describedby") or "").split()
            assert set(described) <= set(ids)
            assert ("error" in described) == (answer.status == 403)
        assert answer.body.count("<main") == answer.body.count("<h1") == 1


def test_a_session_of_the_page_is_no_token(
    browser: Browser, accounts: Accounts
) -> None:
    browser.post("/sign-in", RIGHT)
    assert accounts.tokens.holder(browser.cookies[SESSION]) is None
