"""What click says by itself, in the releases that the program runs with."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click

Text = str | tuple[str, str]
"""A text, or its singular and plural."""
EARLIER: tuple[str, ...] = (
    "No such option: {name}",
    "Error: The value you entered was invalid.",
    "Error: {e.message}",
    "{value!r} is not a valid boolean.",
    "{text} {deprecated_message}",
)
"""What only older releases say; the oldest is in pyproject.toml."""
ALSO: tuple[str, ...] = ("required",)
"""What click hands on before it is looked up."""


def clicks() -> list[Text]:
    """Every text, in the order of the files."""
    folder = Path(click.__file__).parent
    found = [text for path in sorted(folder.glob("*.py")) for text in _of(path)]
    return list(dict.fromkeys([*found, *ALSO, *EARLIER]))


def _of(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
                yield text
            case ast.Call(
                func=ast.Name(id="ngettext"),
                args=[
                    ast.Constant(value=str(one)),
                    ast.Constant(value=str(several)),
                    _,
                ],
            ):
                yield one, several
