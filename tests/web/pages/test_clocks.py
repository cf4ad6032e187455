"""Addresses of both clocks."""

import pytest

from web.pages.clocks import address, settled


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ([], None),
        ([("at", "31-12-2012"), ("knownAt", "57")], None),
        ([("knownAt", "57"), ("knownEntry", "")], "knownAt=57"),
        ([("knownAt", "57"), ("knownEntry", " 60 ")], "knownAt=60"),
        ([("knownEntry", "60"), ("after", "9")], "after=9&knownAt=60"),
        ([("at", ""), ("knownAt", "57")], "knownAt=57"),
        ([("at", ""), ("knownEntry", "")], ""),
        ([("knownEntry", "6&0")], "knownAt=6%260"),
    ],
)
def test_the_typed_entry_goes_first_and_empty_fields_say_nothing(
    query: list[tuple[str, str]], better: str | None
) -> None:
    assert settled(query) == better


def test_where_one_is_sent_on_to_is_where_one_stays() -> None:
    assert settled([("knownAt", "60"), ("after", "9")]) is None


def test_an_address_keeps_the_clocks_that_are_set() -> None:
    assert address("/bank") == "/bank"
    assert address("/bank", "31-12-2012", "#57") == "/bank?at=31-12-2012&knownAt=%2357"
