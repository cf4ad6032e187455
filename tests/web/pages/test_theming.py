"""A house's own style sheet on every page: `serve --theme`."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.values.errors import UsageError
from tests.web.pages.visiting import Visitor, visiting
from web.pages.theming import LONGEST, Theme, Themed, read_theme

SHEET = b":root { --basis-color-action-1-color-default: #004400; }\n"


@pytest.fixture
def visitor(prepared: Callable[[str], Path], tmp_path: Path) -> Iterator[Visitor]:
    with visiting(prepared("lived"), tmp_path / "accounts") as found:
        yield found


def test_a_theme_comes_after_our_own_sheets_on_every_page(visitor: Visitor) -> None:
    theme = Theme(SHEET)
    visitor = dataclasses.replace(visitor, app=Themed(visitor.app, theme))
    for path in ("/", "/history", "/entries/999999"):
        answer = visitor.get(path)
        sheets = answer.page.all("link", rel="stylesheet")
        assert sheets[-1].attributes["href"] == theme.address
    path, _, version = theme.address.partition("?v=")
    found = visitor.get(path, v=version)
    assert found.html.encode() == SHEET
    assert found.headers["content-type"].startswith("text/css")


def test_without_a_theme_there_is_none(visitor: Visitor) -> None:
    sheets = visitor.get("/").page.all("link", rel="stylesheet")
    assert not any("theme" in each.attributes["href"] for each in sheets)
    assert visitor.get("/theme.css").status == 404


def test_another_sheet_has_another_address() -> None:
    assert Theme(SHEET).address != Theme(SHEET + b" ").address


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a" * (LONGEST + 1), "more than"),
        (None, "can't be read"),
    ],
)
def test_what_is_no_style_sheet_is_refused(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "house.css"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_theme(file)
