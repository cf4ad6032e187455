"""Pages of records: each is there, in two languages, and leads on."""

import re
from collections.abc import Iterator
from getpass import getuser
from urllib.parse import parse_qs, urlsplit

import pytest

from papers.wording.catalogue import in_dutch
from tests.web.pages.recorded import CLOCKS
from tests.web.pages.records import HARM
from tests.web.pages.visiting import Node, Visitor
from tools.catalogue.__main__ import catalogue
from web.pages.assets import SCRIPTS, STATIC, STYLES

MOST_BYTES = 200_000
PAGES = {
    "/projects": "projects",
    "/projects/dryport": "project",
    "/projects/harm": "project",
    "/decisions": "decisions",
    "/decisions/SG-2011-01": "decision",
    "/decisions/SG-2012-03": "decision",
    "/decisions/SG%2F2014-X": "decision",
    "/deviations": "deviations",
    "/meetings": "meetings",
    "/meetings/SG-2012-M3": "meeting",
    "/partners": "partners",
    "/partners/emmen": "partner",
    "/history": "history",
    "/entries/1": "entry",
    "/entries/90": "entry",
    "/search": "search",
    "/check": "check",
    "/agenda": "agenda",
    "/framework": "framework",
    "/reports": "reports",
    "/reports/balance-sheet": "report",
    "/reports/income-statement": "report",
    "/reports/budget-report": "report",
    "/reports/trial-balance": "report",
    "/reports/hours": "report",
    "/reports/passiva": "report",
    "/reports/lawfulness": "report",
    "/reports/liquidity": "report",
}
"""By path its `data-page`."""


@pytest.mark.one_in(5)
@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_at_any_clock(
    anna: Visitor, path: str, keys: dict[str, str], lang: str
) -> None:
    answer = anna.get(path, **keys, lang=lang)
    assert answer.status == 200, answer.main.text
    assert answer.headers["content-language"] == lang
    assert answer.main.attributes["data-page"] == PAGES[path]
    assert len(answer.page.all("h1")) == 1
    sheets = sum((STATIC / name).stat().st_size for name in (*STYLES, *SCRIPTS))
    assert len(answer.html.encode()) + sheets < MOST_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_there_once(anna: Visitor, path: str) -> None:
    ids = re.findall(r' id="([^"]+)"', anna.get(path).html)
    assert len(ids) == len(set(ids))


ENGLISH = {
    text.casefold()
    for text in (str(each.id) for each in catalogue() if each.context is None)
    if "{" not in text and "\4" not in text and len(text) > 3
    if (in_dutch(text) or text).casefold() != text.casefold()
}
"""Texts of the program's own that Dutch has otherwise."""


@pytest.mark.parametrize("keys", [{}, {"at": "2012-12-31", "knownAt": "100"}], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_programs_own_is_english_in_dutch(
    anna: Visitor, path: str, keys: dict[str, str]
) -> None:
    texts = dict.fromkeys(_leaves(anna.get(path, **keys, lang="nl").page))
    assert not [text for text in texts if text.casefold() in ENGLISH - _SAID]


_SAID = frozenset((getuser(),))
"""Who posted the story."""


def _leaves(node: Node) -> Iterator[str]:
    for each in node.children:
        if isinstance(each, str):
            yield each.strip(" :.,()\n")
        elif each.name not in ("style", "script"):
            yield from _leaves(each)


@pytest.mark.parametrize("path", PAGES)
def test_links_keep_both_clocks_and_lead_somewhere(anna: Visitor, path: str) -> None:
    keys = {"at": "2013-09-30", "knownAt": "106"}
    main = anna.get(path, **keys).main
    hrefs = [each.attributes["href"] for each in main.all("a")]
    followed: dict[str, int] = {}
    for href in dict.fromkeys(hrefs):
        if href.startswith("#"):
            continue
        parts = urlsplit(href)
        query = {name: value for name, (value,) in parse_qs(parts.query).items()}
        kind = parts.path.split("/")[1]
        if "knownAt" not in query:
            # Back to what is known now, or as on another day: said by its words.
            (link,) = [x for x in main.all("a") if x.attributes["href"] == href][:1]
            assert link.text == "Show it as it is now", href
        followed[kind] = followed.get(kind, 0) + 1
        if followed[kind] <= 3 and kind not in ("bank", "documents", "exports"):
            found = anna.get(parts.path, **query)
            assert found.status == 200, (href, found.main.text)


@pytest.mark.parametrize(
    "path",
    [
        *("/projects/nobody", "/decisions/SG-1999-01", "/meetings/nobody"),
        *("/partners/nobody", "/entries/9999", "/entries/0", "/entries/x"),
        *("/reports/nothing", "/reports/audit-findings", "/decisions/%239999"),
    ],
)
def test_what_never_was_is_not_found(anna: Visitor, path: str) -> None:
    answer = anna.get(path)
    assert answer.status == 404
    assert answer.main.attributes["data-page"] == "error"


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/projects/dryport", "70"),
        ("/decisions/SG-2012-03", "76"),
        ("/meetings/SG-2012-M3", "122"),
        ("/entries/90", "90"),
    ],
)
def test_what_was_not_known_yet_shows_the_way(
    anna: Visitor, path: str, entry: str
) -> None:
    """Its entry is not known at these clocks either, so only now leads to it."""
    answer = anna.get(path, knownAt="20", lang="en")
    assert answer.status == 200
    (way,) = [each for each in answer.main.all("a") if "now" in each.text]
    assert way.attributes["href"].startswith(f"{path}?")
    assert "knownAt" not in way.attributes["href"]
    earlier = anna.get(path, at="2010-01-01", lang="en")
    links = [each.attributes["href"] for each in earlier.main.all("a")]
    if path.startswith("/entries"):
        assert earlier.main.all("dl"), "an entry is shown whatever its date"
    else:
        assert f"/entries/{entry}?at=2010-01-01" in links


def test_texts_that_mean_harm_are_texts(anna: Visitor) -> None:
    places = (
        *("/projects", "/projects/harm", "/decisions", "/decisions/SG%2F2014-X"),
        *("/history", "/entries/149", "/entries/150", "/entries/152"),
    )
    for path in places:
        answer = anna.get(path)
        assert "<script>" not in answer.html
        assert HARM in answer.main.text, path
    answer = anna.get("/search", text=HARM)
    assert answer.status == 200
    assert HARM not in answer.html
