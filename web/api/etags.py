"""Entity tags: what a view of the ledger is told by (RFC 9110, section 8.8)."""

import re

from ledger.reading import LedgerReader
from ledger.transparency.log import LogReader
from projections.snapshot import last_entry

_ROOT = 16
"""Hexadecimal digits of a hash in a tag."""
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_LOG = re.compile(r'"([0-9]{1,18})-([0-9a-f]{16})(?:-[0-9]{4}-[0-9]{2}-[0-9]{2})?"')
ANY = "*"


def log_tag(ledger: LedgerReader, *, dated: bool) -> str:
    """The tag of the whole log: its size and root, and today where that counts."""
    size = last_entry(ledger.store)
    root = LogReader(ledger.store).root(size).hex()[:_ROOT]
    day = f"-{ledger.today.isoformat()}" if dated else ""
    return f'"{size}-{root}{day}"'


def submission_tag(leaf: str, effect: str | None) -> str:
    """The tag of a submission: what an approval of it binds."""
    return f'"{leaf[:_ROOT]}-{(effect or "0" * _ROOT)[:_ROOT]}"'


def is_any(header: str) -> bool:
    """The header names whatever there is."""
    return header.strip() == ANY


def matches(header: str, tag: str) -> bool:
    """`If-None-Match` names the tag; weak tags compare as well (RFC 9110, 13.1.2)."""
    return tag in _TAG.findall(header)


def holds(header: str, tag: str) -> bool:
    """`If-Match` names the tag, strongly compared (RFC 9110, 13.1.1)."""
    return is_any(header) or tag in _strong(header)


def sizes_of(header: str) -> list[tuple[int, str]]:
    """The logs, by size and the start of their root, that an `If-Match` names."""
    found = filter(None, map(_LOG.fullmatch, _strong(header)))
    return [(int(each[1]), each[2]) for each in found]


def _strong(header: str) -> list[str]:
    """The tags of a header that are not weak: these alone hold for `If-Match`."""
    return [each.strip() for each in header.split(",")]
