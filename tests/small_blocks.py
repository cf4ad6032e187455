"""Blocks of a few entries, so that a short ledger has many, and some spans of them."""

import pytest

from ledger.verifying import comparing
from projections import days, earlier, tables
from projections.answers import courses

SMALL = 3
"""Entries in a block."""


def make_blocks_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a block has `SMALL` entries."""
    for module in (days, earlier, tables, comparing, courses):
        monkeypatch.setattr(module, "BLOCK", SMALL)
