"""The page that text is made for: its width, and whether it has colours."""

import os
import sys
from typing import NamedTuple

import click

from cli.voice import ENGLISH, Voice

USUAL = 80
"""Columns where nothing usable says how many there are."""
_LEAST = 20
_MOST = 10_000
"""Beyond these a width is no terminal's."""


class Page(NamedTuple):
    """Where a report is shown."""

    width: int = USUAL
    """Columns; 0: any, nothing is wrapped or left out."""
    whole_root: bool = False
    """The footer has the whole root of the log, not its beginning."""
    voice: Voice = ENGLISH
    """Who tells it."""


def page(
    *, wide: bool = False, whole_root: bool = False, voice: Voice = ENGLISH
) -> Page:
    """The terminal's page; with `wide` as wide as need be, with the whole root."""
    if wide:
        return Page(0, whole_root=True, voice=voice)
    return Page(terminal_width(), whole_root, voice)


def terminal_width() -> int:
    """Columns to fit in: COLUMNS where it is set, else the terminal's.

    What is unusable counts as 80: no number, no terminal, a width of nothing.
    """
    told = os.environ.get("COLUMNS")
    if told is not None:
        return _usable(int(told) if told.isascii() and told.isdigit() else 0)
    try:
        return _usable(os.get_terminal_size(sys.stdout.fileno()).columns)
    except (ValueError, OSError, AttributeError):
        return USUAL


def _usable(width: int) -> int:
    return width if _LEAST <= width <= _MOST else USUAL


def colours() -> bool:
    """Colour only on a terminal, and not where NO_COLOR forbids it."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def bold(text_: str) -> str:
    """Bold where colours are on."""
    return click.style(text_, bold=True) if colours() else text_


def dim(text_: str) -> str:
    """Faint where colours are on."""
    return click.style(text_, dim=True) if colours() else text_


def red(text_: str) -> str:
    """Red where colours are on."""
    return click.style(text_, fg="red") if colours() else text_
