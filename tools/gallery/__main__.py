"""Writes build/gallery: pages with every component and chart, without a ledger.

They are whole pages in both languages: with the figures of the examples, with texts as
long as they come, and with nothing. Open one in a browser, or print it.
"""

import shutil
from itertools import product
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from tools.gallery.contents import contents
from tools.gallery.framing import frame
from tools.gallery.saying import LANGUAGES, Kind, saying
from web import rendering
from web.pages.assets import STATIC

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TARGET = ROOT / "build" / "gallery"
KINDS: tuple[Kind, ...] = ("full", "long", "empty")


def main() -> None:
    """Write all pages, and the style sheets and scripts beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, TARGET / "static", dirs_exist_ok=True)
    for language, kind in product(LANGUAGES, KINDS):
        file = TARGET / f"{kind}.{language}.html"
        file.write_text(page(language, kind), encoding="utf-8")
        print(f"Wrote {file.relative_to(ROOT)}.")


def page(language: str, kind: Kind) -> str:
    """One page, whole."""
    said = saying(language)
    return (
        environment()
        .get_template("gallery.html")
        .render(frame=frame(said, kind), **contents(said, kind))
    )


def environment() -> Environment:
    """The templates of the pages, and the one of the gallery."""
    pages = rendering.environment()
    assert pages.loader  # noqa: S101  # the pages are made of templates
    return pages.overlay(loader=ChoiceLoader([pages.loader, FileSystemLoader(HERE)]))


if __name__ == "__main__":
    main()
