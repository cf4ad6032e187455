"""Own words: a small Markdown with named slots, read as plain text and never run.

A heading of the second level names the slot that the words below it go into
(`## explanation`); what stands above the first one is refused, and so is a slot that
the document does not have. In the words: paragraphs, lists (`-`, `1.`), headings of the
third level, **strong** and *emphasised*. Anything else is text as it stands there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.errors import UsageError
from domain.values.messages import Quoted, parts

Run = dict[str, Any]
_SLOT = re.compile(r"##\s+(.+?)\s*#*")
_HEADING = re.compile(r"###\s+(.+?)\s*#*")
_ITEM = re.compile(r"([-*]|[0-9]{1,3}[.)])\s+(.+)")
_INSIDE = r"[^*\s](?:[^*]*[^*\s])?"
_SIGN = re.compile(r"€ (?=[0-9])")
_MARKED = re.compile(rf"\*\*(?P<strong>{_INSIDE})\*\*|\*(?P<emph>{_INSIDE})\*")


def slots(text: str, known: Sequence[str]) -> dict[str, list[Run]]:
    """Blocks by slot; raises `UsageError` (`BAD_COMMAND`)."""
    found: dict[str, list[Run]] = {}
    for name, lines in _sections(text):
        if name not in known:
            raise UsageError(
                "BAD_COMMAND",
                "this document has no place {name} for own words; it has {known}.",
                name=Quoted(name or text.strip()[:40]),
                known=parts(known) if known else "-",
            )
        found.setdefault(name, []).extend(_blocks(lines))
    return found


def names_of(text: str) -> set[str]:
    """The slots that it fills with something."""
    return {name for name, lines in _sections(text) if any(map(str.strip, lines))}


def lines_of(text: str, slot: str) -> list[str]:
    """The lines of a slot as they stand there, without the empty ones."""
    return [
        line.strip()
        for name, lines in _sections(text)
        for line in lines
        if name == slot and line.strip()
    ]


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    name, lines = "", list[str]()
    for line in text.removeprefix("\ufeff").splitlines():
        heading = _SLOT.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        if name or any(each.strip() for each in lines):
            yield name, lines
        name, lines = heading[1], []
    if name or any(each.strip() for each in lines):
        yield name, lines


def _blocks(lines: Sequence[str]) -> Iterator[Run]:
    """Paragraphs, lists and headings, parted by empty lines or by what they are."""
    waiting: list[str] = []
    for line in (*map(str.strip, lines), ""):
        heading = _HEADING.fullmatch(line)
        starts = (
            heading or not line or (_ITEM.fullmatch(line) and not _is_list(waiting))
        )
        if waiting and starts:
            yield _block(waiting)
            waiting = []
        if heading:
            yield {
                "kind": "heading",
                "deep": True,
                "apart": False,
                "runs": runs(heading[1]),
            }
        elif line:
            waiting.append(line)


def _is_list(lines: Sequence[str]) -> bool:
    return bool(lines) and _ITEM.fullmatch(lines[0]) is not None


def _block(lines: Sequence[str]) -> Run:
    if not _is_list(lines):
        return {"kind": "paragraph", "kept": False, "runs": runs(" ".join(lines))}
    items: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item:
            items.append(item[2])
        else:  # it goes on
            items[-1] += f" {line}"
    numbered = lines[0][0].isdigit()
    return {"kind": "items", "numbered": numbered, "items": [*map(runs, items)]}


def runs(text: str) -> list[Run]:
    """Pieces of a text, each plain, strong or emphasised."""
    found: list[Run] = []
    end = 0
    text = _SIGN.sub("€\u00a0", text)  # an amount is not broken after its sign
    for mark in _MARKED.finditer(text):
        found += _plain(text[end : mark.start()])
        kind = "strong" if mark["strong"] else "emph"
        found.append({"text": mark["strong"] or mark["emph"], "as": kind})
        end = mark.end()
    return [*found, *_plain(text[end:])]


def _plain(text: str) -> list[Run]:
    return [{"text": text, "as": "plain"}] if text else []
