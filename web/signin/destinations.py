"""Where somebody goes after signing in: a page of ours, whatever `next` says."""

from urllib.parse import unquote, urlsplit

HOME = "/"
LONGEST = 2_000
_ROUNDS = 3
"""How often a proxy or a browser might decode it; tricks beyond are nobody's."""


def own(path: str | None) -> str:
    """The path where it is one of ours, else the first page.

    The sign-in page itself is no place to go to after signing in.
    """
    if not path or path.startswith("/sign-") or not is_own(path):
        return HOME
    return path


def is_own(path: str) -> bool:
    r"""Whether a browser stays here that is sent there.

    A path begins with one slash: `//host` and `/\\host` are other hosts, also where
    a part of it is encoded. Tabs and line ends are left out by browsers, and none of
    them belongs in a header.
    """
    if len(path) > LONGEST or not path.isascii():
        return False
    for _ in range(_ROUNDS):
        if not _stays(path):
            return False
        path = unquote(path, errors="replace")
    return True


def _stays(path: str) -> bool:
    if not path.startswith("/") or path[1:2] in ("/", "\\"):
        return False
    place = path.partition("?")[0]
    if "\\" in place or any(ord(c) < ord(" ") or c == "\x7f" for c in path):
        return False
    try:
        found = urlsplit(path)
    except ValueError:
        return False
    return not found.scheme and not found.netloc
