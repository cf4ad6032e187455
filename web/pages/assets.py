"""Style sheets and scripts: where each is, by what stands in it."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
STYLES = ("look.css", "tokens.css", "page.css")
"""Of every page, in this order; a theme comes after them."""
SCRIPTS = ("htmx.min.js", "clocks.js")


@cache
def address(name: str) -> str:
    """The address of a file; another one as soon as anything in it differs.

    So whoever has it may keep it for as long as they like.
    """
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:16]}"
