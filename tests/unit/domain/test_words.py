"""Words of hostile texts: whole words, names, and how long it takes."""

import time

import pytest

from domain.values.words import as_reference, as_word, name_words, overlap, words_in

KNOWN = {"gl1": "GL-1", "20120045": "2012/0045", "coordinatie": "Coördinatie"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GL-1", ["gl1"]),
        ("Betreft: gl 1, deel 2", ["gl1"]),
        ("(GL.1)", ["gl1"]),
        ("/EREF/GL-1/REMI/", ["gl1"]),
        ("GL-1.Dank", ["gl1"]),
        ("GL-12", []),
        ("GL-1-2", []),
        ("GL-1.2", []),
        ("GL-1_a", []),
        ("XGL-1", []),
        ("X-GL-1", []),
        ("2-GL-1", []),
        ("factuur 2012/0045", ["20120045"]),
        ("factuur 2012/0045/3", []),
        ("INV/2012/0045", ["20120045"]),
        ("COORDINATIE", ["coordinatie"]),
        ("Coo\u0308rdinatie", ["coordinatie"]),
        ("GL-1 en GL-1", ["gl1", "gl1"]),
        ("", []),
    ],
)
def test_a_known_word_is_found_whole(text: str, found: list[str]) -> None:
    assert list(words_in(text, KNOWN)) == found


@pytest.mark.parametrize(
    ("text", "word", "reference"),
    [
        ("INV-2012-17", "inv201217", "inv201217"),
        ("GL-1", "gl1", "gl1"),
        ("grecor", "grecor", None),
        ("A1", "a1", "a1"),
        ("A", None, None),
        ("2011", None, None),
        ("12345", "12345", "12345"),
        ("-", None, None),
    ],
)
def test_what_says_too_little_is_not_looked_for(
    text: str, word: str | None, reference: str | None
) -> None:
    assert (as_word(text), as_reference(text)) == (word, reference)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("Gemeente Emmen", "EMMEN", 1.0),
        ("Stichting Drenthe Logistiek B.V.", "Drenthe Logistiek BV", 1.0),
        ("Zalencentrum De Brink", "Zalencentrum De Brink Catering", 0.75),
        ("Gemeente Emmen", "Gemeente Meppel", 0.0),
        ("Gemeente", "Stichting", 0.0),
    ],
)
def test_names_are_compared_by_their_words(one: str, other: str, share: float) -> None:
    assert overlap(name_words(one), name_words(other)) == share


def test_a_hostile_text_is_read_in_no_time() -> None:
    texts = ("1 " * 1000, "gl-" * 600, "gl-1" * 500, "\u0308" * 2000)
    started = time.process_time()
    for text in texts:
        list(words_in(text, KNOWN))
    assert time.process_time() - started < 1
