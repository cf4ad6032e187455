"""Whole pages: complete, strict, and referring to nothing that is not there."""

import re
from dataclasses import replace

import pytest

from tests.web.pages.reading import Found, read
from tools.gallery.__main__ import KINDS, environment, page
from tools.gallery.framing import frame
from tools.gallery.saying import LANGUAGES, Kind, saying
from web.pages.clocks import Clocks
from web.pages.frame import Frame

ALL = [(language, kind) for language in LANGUAGES for kind in KINDS]
REFERRING = ("for", "list", "aria-labelledby", "aria-describedby", "aria-controls")


@pytest.fixture(params=ALL, ids=" ".join)
def shown(request: pytest.FixtureRequest) -> Found:
    return read(page(*request.param))


def test_nothing_needs_more_than_a_strict_policy_allows(shown: Found) -> None:
    for each in shown.all():
        assert "style" not in each.attributes, each
        assert not [name for name in each.attributes if name.startswith("on")], each
        if each.name == "script":
            assert each["src"]
            assert each.text == ""
    assert shown.all("style") == []


def test_ids_are_unique_and_what_refers_to_them_finds_them(shown: Found) -> None:
    ids = [each["id"] for each in shown.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in shown.all():
        for name in REFERRING:
            assert set((each.get(name) or "").split()) <= set(ids), (name, each)
        for target in re.findall(r"url\(#([^)]*)\)", each.get("fill") or ""):
            assert target in ids


def test_htmx_swaps_only_what_is_there(shown: Found) -> None:
    ids = {each.get("id") for each in shown.all()}
    form = shown.one("form", "clocks")
    swapped = re.findall(r"#([\w-]+)", form["hx-select-oob"])
    assert swapped
    assert {*swapped, form["hx-target"].removeprefix("#")} <= ids


def test_every_control_has_a_name_for_those_who_hear_it(shown: Found) -> None:
    labelled = {each["for"] for each in shown.all("label")}
    for each in (
        *(each for each in shown.all("input") if each.get("type") != "hidden"),
        *shown.all("select"),
        *shown.all("textarea"),
    ):
        named = {"aria-label", "aria-labelledby"} & set(each.attributes)
        assert named or each.get("id") in labelled, each


def test_a_drawing_has_a_title_and_says_its_message(shown: Found) -> None:
    for drawing in shown.all("svg", "chart__drawing"):
        assert drawing["role"] == "img"
        title, desc = drawing["aria-labelledby"].split()
        assert drawing.one("title")["id"] == title
        assert drawing.one("desc")["id"] == desc
        assert drawing.one("desc").text.endswith(".")


def test_a_page_has_what_is_around_every_page() -> None:
    shown = read(page("nl", "full"))
    assert shown.one("html")["lang"] == "nl"
    assert shown.one("main")["data-page"] == "gallery"
    assert shown.one("a", "utrecht-skip-link")["href"] == "#main"
    out = shown.one("form", "person")
    assert (out["method"], out["action"]) == ("post", "/sign-out")
    assert [each["lang"] for each in shown.one("nav", "tongues").all("a")] == [
        "nl",
        "en",
    ]
    assert shown.one("footer").one("code").text.startswith("e29d0f64bc927955")
    assert {"57", "111"} <= {each.text for each in shown.one("footer").all("dd")}


def test_the_clocks_are_a_plain_form_of_the_address() -> None:
    clocks = Clocks(
        "/programmes/TL/2012", "31-12-2012", 57, 111, "...", kept=[("after", '"9')]
    )
    form = clocks_of(clocks)
    assert (form["method"], form["action"]) == ("get", "/programmes/TL/2012")
    fields = {each.get("name"): each for each in form.all("input")}
    assert fields["at"]["value"] == "31-12-2012"
    slider = fields["knownAt"]
    ends = (slider["type"], slider["min"], slider["max"], slider["value"])
    assert ends == ("range", "1", "111", "57")
    assert fields["after"]["value"] == '"9'
    assert fields["knownEntry"].get("value") is None
    assert form.one("button")["type"] == "submit"


def test_a_wrong_date_is_said_at_its_field() -> None:
    clocks = Clocks("/", "31-13-2012", 57, 111, "...", at_error="That is no date.")
    form = clocks_of(clocks)
    (field,) = [each for each in form.all("input") if each.get("name") == "at"]
    assert field["aria-invalid"] == "true"
    (said,) = [
        each for each in form.all() if each.get("id") == field["aria-describedby"]
    ]
    assert said.text == "That is no date."


def clocks_of(clocks: Clocks) -> Found:
    return render(clocks=clocks).one("form", "clocks")


def render(kind: Kind = "full", **changes: object) -> Found:
    given = frame(saying("en"), kind)
    changed: Frame = replace(given, **changes)  # type: ignore[arg-type]
    return read(environment().get_template("base.html").render(frame=changed))


def test_a_page_without_a_ledger_or_a_person_says_nothing_of_them() -> None:
    shown = render(
        foot=None, clocks=None, person=None, ways=(), tongues=(), crumbs=None
    )
    assert [each.name for each in shown.all("form")] == []
    assert shown.all("footer") == []
    assert shown.all("nav") == []


def test_a_theme_comes_after_our_own_values() -> None:
    styles = render(theme="/theme.css").all("link")
    styles = [each for each in styles if each["rel"] == "stylesheet"]
    assert styles[-1]["href"] == "/theme.css"
    assert len(styles) == 4


def test_what_is_typed_is_only_text() -> None:
    title = '<script>alert("1")</script>'
    shown = render(title=title)
    assert shown.one("h1").text == title
