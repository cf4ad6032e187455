"""Files that pages hand out: their names, and links to them.

A name says of which ledger it is, what it holds and at which clocks, so that two files
of two days are never mistaken for each other.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from starlette.responses import Response

from projections.report import Footer
from web.pages.components.texts import Link, Several
from web.pages.composing import paragraph
from web.pages.markup import Content
from web.pages.visit import Visit

_MOST = 60
"""Characters of what was asked for, in a name."""
_UNSAFE = re.compile(r"[^\w.-]+")
_SHEETS = (("xlsx", "Excel"), ("csv-nl", "CSV"))


class Format(NamedTuple):
    """A kind of file: how its name ends, and its media type."""

    suffix: str
    media: str


FORMATS = {
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "csv-nl": Format("csv", "text/csv; charset=utf-8; header=present"),
    "csv": Format("csv", "text/csv; charset=utf-8; header=present"),
    "xaf": Format("xaf", "application/xml"),
    "json": Format("json", "application/json"),
    "pdf": Format("pdf", "application/pdf"),
    "docx": Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
"""By the word in an address."""


@dataclass(frozen=True)
class Download:
    """A file instead of a page."""

    content: bytes
    name: str
    media: str

    def answer(self) -> Response:
        """It as an answer, which no browser shows or keeps."""
        plain = self.name.encode("ascii", "replace").decode().replace("?", "_")
        headers = {
            "Content-Disposition": f'attachment; filename="{plain}";'
            f" filename*=UTF-8''{quote(self.name, safe='')}",
            "Content-Type": self.media,
            "Cache-Control": "no-store",
        }
        return Response(self.content, headers=headers)


def download(
    content: bytes, shape: str, footer: Footer | None, *words: object
) -> Download:
    """A file of a format, named after the ledger, the words, and both clocks."""
    found = FORMATS[shape]
    return Download(content, name_of(footer, found.suffix, *words), found.media)


def name_of(footer: Footer | None, suffix: str, *words: object) -> str:
    """The name: letters, digits and hyphens, whatever was asked for."""
    said = _clean("-".join(map(str, words)))[:_MOST].strip("-.")
    if footer is None:
        return f"{said}.{suffix}"
    ledger = _clean(footer.ledger)
    return f"{ledger}-{said}-{footer.at}-{footer.entry}.{suffix}"


def _clean(text: str) -> str:
    return _UNSAFE.sub("-", text).strip("-.")


def links(visit: Visit, kind: str, **keys: object) -> Content:
    """What a report or list is as files for spreadsheets, at the clocks of the page."""
    return offered(visit, f"/exports/{kind}", _SHEETS, keys.items())


def offered(
    visit: Visit,
    path: str,
    formats: Iterable[tuple[str, str]],
    keys: Iterable[tuple[str, object]] = (),
) -> Content:
    """Links to formats of a file, each by the word in its address and its name."""
    given = dict(keys)
    found: Sequence[Content] = [
        Link(name, visit.href(f"{path}/{shape}", **given)) for shape, name in formats
    ]
    return paragraph(visit.say("Download"), ": ", Several(found, " · "))
