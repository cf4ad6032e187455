"""Texts of banks are made fit to be kept, and never refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.texts import unseen
from ledger.statements.recognising import read_statements
from ledger.statements.texts import Texts, cleaned
from tests.statements.writing import camt, detail, entry, party, statement, text_tag


@pytest.mark.parametrize(
    ("written", "kept", "changed"),
    [
        ("pl  text", "pl  text", False),
        ("  around ", "around", False),
        ("\n around\t", "around", False),
        ("two\r\nlines", "two lines", True),
        ("a \r\n  b", "a b", True),
        ("soft\u00adhyp", "soft hyp", True),
        ("a\u202e\u2066\x07b", "a b", True),
        ("\u200b", "", True),
        ("no\u00a0break", "no\u00a0break", False),
        ("Cafe\u0301", "Café", False),
        ("\ufffd", "\ufffd", False),
        ("x" * 10, "x" * 10, False),
        ("x" * 11, "x" * 9 + "…", True),
        ("x" * 8 + "  more", "x" * 8 + "…", True),
        ("\x00" * 50 + "x", "…", True),
        ("", "", False),
    ],
)
def test_what_is_kept_of_a_text(written: str, kept: str, changed: bool) -> None:
    assert cleaned(written, 10) == (kept, changed)


@given(st.text(), st.integers(2, 20))
def test_whatever_is_kept_can_be_registered(text: str, longest: int) -> None:
    kept, changed = cleaned(text, longest)
    assert len(kept) <= longest
    assert unseen(kept) is None
    assert kept == unicodedata.normalize("NFC", kept.strip())
    assert cleaned(kept, longest) == (kept, False)
    assert changed or kept == unicodedata.normalize("NFC", text.strip())


def test_references_that_are_none() -> None:
    texts = Texts()
    kept = [texts.reference(text) for text in ("NOTPROVIDED", "NonRef", "", None, "A")]
    assert kept == [None, None, None, None, "A"]
    assert texts.changed == 0


def test_changed_texts_are_counted_and_the_statement_is_read() -> None:
    named = party("Dbtr", "N" * 201, None)
    first = detail(named, text_tag("Ustrd", "t" * 2001), reference="a\nb")
    second = detail(party("Dbtr", "N" * 200, None), text_tag("Ustrd", "t" * 2000))
    document = camt(statement(0, entry(1, details=first) + entry(1, details=second), 2))
    (found,) = read_statements(document.encode(), "f")
    cut, whole = found.lines
    assert found.texts_changed == 3
    assert (cut.party, cut.reference) == ("N" * 199 + "…", "a b")
    assert cut.text == "t" * 1999 + "…"
    assert (whole.party, whole.text) == ("N" * 200, "t" * 2000)
