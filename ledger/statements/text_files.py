"""Bytes of a text file as text."""

UTF8 = "utf-8-sig"
"""With or without the mark that some programs begin a file with."""
WINDOWS = "cp1252"


def decoded(data: bytes) -> str:
    """UTF-8, else the code page of Western Windows; what it lacks becomes `�`.

    Line ends of any kind become a line feed.
    """
    try:
        text = data.decode(UTF8)
    except UnicodeDecodeError:
        text = data.decode(WINDOWS, "replace")
    return with_line_ends(text)


def with_line_ends(text: str) -> str:
    """The text with a line feed for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
