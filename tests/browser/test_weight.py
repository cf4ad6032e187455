"""What a visit fetches: little, compressed where that is safe, and once."""

import gzip
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.addresses import PAGES
from tests.browser.conftest import PEOPLE
from tests.browser.ledgers import full
from tests.browser.looking import too_wide
from tests.browser.persons import Come, People, Person
from tests.browser.serving import Running, running

pytest.importorskip("playwright.sync_api")
MOST = 200_000
"""Bytes of a page with its style sheets and scripts."""
MOST_SENT = 100_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)\?v=[^"]+)"')


@pytest.fixture(scope="module")
def crowd(
    chromium: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Person]:
    """Somebody before a ledger of long texts and many rows, in a narrow window."""
    with running(full(tmp_path_factory.mktemp("full")), PEOPLE) as service:
        found = People(chromium, service)  # type: ignore[arg-type]
        yield found("officer", lang="nl", width=320)
        found.close()


@pytest.fixture(scope="module")
def officer(everybody: People) -> Person:
    return everybody("officer", lang="nl")


def fetched(url: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    """A file of the service: the answer and its body."""
    place = urlsplit(url)
    connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
    with closing(connection):
        path = f"{place.path}?{place.query}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=named)
        answer = connection.getresponse()
        return answer, answer.read()


@cache
def sent(url: str) -> tuple[int, int]:
    """Of a file: its bytes, and those that are sent of it."""
    answer, body = fetched(url, accept_encoding="gzip, deflate, br")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["Cache-Control"]
    return len(gzip.decompress(body)), len(body)


def weigh(person: Person, name: str) -> None:
    answer: Any = person.open(name)
    assert "content-encoding" not in answer.headers, "pages have secrets"
    page = len(answer.body())
    url = person.service.url.rstrip("/")
    files = [sent(url + each) for each in LINKED.findall(answer.text())]
    assert len(files) >= 4
    assert page + sum(whole for whole, _ in files) <= MOST
    assert page + sum(packed for _, packed in files) <= MOST_SENT


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little(officer: Person, name: str) -> None:
    weigh(officer, name)


@pytest.mark.one_in(9)
@pytest.mark.parametrize("name", sorted({*PAGES} - {"verify"}))
def test_so_does_one_of_a_large_ledger_that_fits_its_window(
    crowd: Person, name: str
) -> None:
    weigh(crowd, name)
    assert too_wide(crowd) <= 0


def test_whoever_takes_no_gzip_gets_the_file_itself(service: Running) -> None:
    answer, body = fetched(f"{service.url}static/page.css")
    assert answer.headers["Content-Encoding"] is None
    assert b".masthead" in body


def test_a_file_that_is_still_the_same_is_not_sent_again(service: Running) -> None:
    url = f"{service.url}static/page.css"
    first, _ = fetched(url, accept_encoding="gzip")
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    again, body = fetched(url, accept_encoding="gzip", if_none_match=etag)
    assert (again.status, body) == (304, b"")


def test_a_second_visit_fetches_no_style_and_no_script(
    people: Come,
) -> None:
    officer = people()
    officer.open("history")
    officer.page.wait_for_load_state("networkidle")
    found: list[str] = []
    kept: set[str] = set()
    session = officer.page.context.new_cdp_session(officer.page)
    session.send("Network.enable")
    session.on(
        "Network.requestServedFromCache", lambda told: kept.add(told["requestId"])
    )

    def answered(told: Any) -> None:
        response = told["response"]
        is_kept = response.get("fromDiskCache") or told["requestId"] in kept
        if "/static/" in response["url"] and not is_kept:
            found.append(response["url"])

    session.on("Network.responseReceived", answered)
    for name in ("history", "project", "history"):
        officer.open(name)
        officer.page.wait_for_load_state("networkidle")
    assert found == []
