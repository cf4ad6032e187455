"""Every page of the ledger."""

from collections.abc import Iterator

from web.pages import overview, programme, verify, why
from web.pages.bank import pages as bank
from web.pages.site import Page


def all_pages() -> Iterator[Page]:
    """All of them, module by module."""
    yield from overview.PAGES
    yield from programme.PAGES
    yield from why.PAGES
    yield from verify.PAGES
    yield from bank.PAGES
