"""Texts on a page: what every line may hold, however it is cut."""

from hypothesis import assume, given
from hypothesis import strategies as st

from cli.render.wrapping import display_width, wrapped

_PLAIN = ("a", "bb", "word", "longest-word", " ", "  ", "€ ", "€", "é", "/")
_WIDE = ("日", "e\u0301", "\u200b")
TEXTS = st.sampled_from((_PLAIN, _PLAIN + _WIDE)).flatmap(
    lambda pieces: st.lists(st.sampled_from(pieces), max_size=40).map("".join)
)
WIDTHS = st.integers(13, 60)
INDENTS = st.sampled_from(("", "  ", " " * 9))


@given(TEXTS, WIDTHS, INDENTS)
def test_no_line_is_wider_than_the_page_and_nothing_is_lost(
    text: str, width: int, indent: str
) -> None:
    lines = wrapped(text, width, indent)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXTS, WIDTHS, INDENTS)
def test_a_line_holds_as_many_words_as_fit(text: str, width: int, indent: str) -> None:
    """A euro sign and its amount are one word; however wide the characters are."""
    body = text.lstrip(" ")
    margin = text[: len(text) - len(body)]
    if len(margin) + len(indent) >= width:
        margin = indent = ""
    words = body.replace("€ ", "€\0").split(" ")
    room = width - len(margin) - len(indent)
    assume(all(display_width(word) <= room for word in words))
    lines = [margin + words[0]]
    for word in words[1:]:
        if display_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(margin + indent + word)
    expected = [line.replace("\0", " ") for line in lines]
    fits = display_width(text) <= width
    assert wrapped(text, width, indent) == ([text] if fits else expected)
