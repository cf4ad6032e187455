"""The page that shows all pictures: one row a page, its languages and widths aside."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pictures of the pages</title>
<style>
body { font: 1rem sans-serif; margin: 1rem }
div { align-items: start; display: flex; flex-wrap: wrap; gap: 1rem }
figure { margin: 0 }
img { border: 1px solid #999; max-height: 40rem; max-width: 30rem; object-fit: cover;
  object-position: top }
</style></head><body>
<h1>Pictures of the pages</h1>
"""


def index(folder: Path) -> str:
    """The page, whole."""
    return "".join([_HEAD, *_rows(folder), "</body></html>\n"])


def _rows(folder: Path) -> Iterator[str]:
    files = sorted(folder.glob("*.png"), key=lambda file: file.stem.rsplit("-", 2))
    for page, pictures in groupby(files, lambda file: file.stem.rsplit("-", 2)[0]):
        yield f"<h2>{escape(page)}</h2>\n<div>\n"
        for each in pictures:
            _, lang, width = each.stem.rsplit("-", 2)
            said = f"{page}, {lang}, {width} pixels"
            yield (
                f'<figure><a href="{each.name}"><img src="{each.name}"'
                f' alt="{escape(said)}" loading="lazy"></a>'
                f"<figcaption>{lang}, {width}</figcaption></figure>\n"
            )
        yield "</div>\n"
