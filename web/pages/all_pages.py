"""Every page of the ledger."""

from collections.abc import Iterator

from web.pages import decisions, entry, history, meetings, overview, partners, programme, projects, verify, why
from web.pages.site import Page


def all_pages() -> Iterator[Page]:
    """All of them, module by module."""
    yield from overview.PAGES
    yield from programme.PAGES
    yield from why.PAGES
    yield from verify.PAGES
    yield from projects.PAGES
    yield from history.PAGES
    yield from entry.PAGES
    yield from decisions.PAGES
    yield from meetings.PAGES
    yield from partners.PAGES
