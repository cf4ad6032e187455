"""Every page of the ledger."""

from collections.abc import Iterator

from web.pages import (
    agenda,
    checks,
    decisions,
    deviations,
    documents,
    entry,
    exports,
    framework,
    history,
    kinds,
    meetings,
    overview,
    partners,
    programme,
    projects,
    searching,
    terms,
    verify,
    why,
)
from web.pages.bank import pages as bank
from web.pages.posting import pages as posting
from web.pages.site import Page
from web.pages.submissions import one as submissions


def all_pages() -> Iterator[Page]:
    """All of them, module by module."""
    yield from overview.PAGES
    yield from programme.PAGES
    yield from why.PAGES
    yield from verify.PAGES
    yield from bank.PAGES
    yield from projects.PAGES
    yield from history.PAGES
    yield from entry.PAGES
    yield from decisions.PAGES
    yield from deviations.PAGES
    yield from meetings.PAGES
    yield from partners.PAGES
    yield from searching.PAGES
    yield from checks.PAGES
    yield from kinds.PAGES
    yield from exports.PAGES
    yield from documents.PAGES
    yield from framework.PAGES
    yield from terms.PAGES
    yield from agenda.PAGES
    yield from posting.PAGES
    yield from submissions.PAGES
