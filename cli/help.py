"""Help pages: what they have in common, and in Dutch."""

from collections.abc import Iterable, Sequence
from inspect import cleandoc
from typing import Any, TypeVar

import click

from cli.voice import Voice
from domain.values.messages import Message, english

Named = TypeVar("Named", bound=click.Parameter)
Piece = str | Message
"""A sentence of help, or several: as it is, or with what is put in it."""
HEADING = "Examples:"
_AS_WRITTEN = "\b"
"""What click has before lines that stay lines."""


class Metavar(str):
    """In a message: what help calls a value, such as `AMOUNT`."""

    __slots__ = ()


class Option(click.Option):
    """An option whose help is made of several pieces."""

    def __init__(
        self,
        names: Sequence[str],
        *,
        pieces: Sequence[Piece],
        **settings: Any,  # noqa: ANN401  # passed on to click
    ) -> None:
        kept: tuple[Piece, ...] = tuple(each for each in pieces if each)
        super().__init__(names, help=" ".join(map(english, kept)), **settings)
        self.pieces = kept


def pieces_of(parameter: click.Parameter) -> tuple[Piece, ...]:
    """What the help of a parameter is made of."""
    if isinstance(parameter, Option):
        return parameter.pieces
    text = getattr(parameter, "help", None)
    return (text,) if text else ()


def metavar_of(parameter: click.Parameter) -> str | None:
    """What help calls its value; None where it lists the choices, or has none."""
    kind = parameter.type
    if parameter.metavar is not None or isinstance(kind, click.Choice):
        return parameter.metavar
    is_flag = isinstance(parameter, click.Option) and parameter.is_flag
    return None if is_flag else kind.name.upper()


def epilog(examples: str) -> str:
    """Examples at the end of a help page, one a line."""
    lines = [line.strip() for line in examples.strip().splitlines()]
    return f"{_AS_WRITTEN}\n{HEADING}\n" + "\n".join(f"  {line}" for line in lines)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of help, each on one line; examples stay as they are written."""
    found = cleandoc(text).split("\n\n")
    return [p if p.startswith(_AS_WRITTEN) else " ".join(p.split()) for p in found]


def text_in(text: str, voice: Voice) -> str:
    """Help of several paragraphs."""
    return "\n\n".join(_paragraph_in(each, voice) for each in paragraphs(text))


def _paragraph_in(text: str, voice: Voice) -> str:
    if not text.startswith(_AS_WRITTEN):
        return voice.helped(text)
    return text.replace(HEADING, voice.helped(HEADING), 1)


def said_in(parameter: Named, voice: Voice) -> Named:
    """A parameter as help shows it in a language."""
    if voice.language == "en":
        return parameter
    from copy import copy

    said = copy(parameter)
    pieces = pieces_of(parameter)
    if pieces:
        said.help = " ".join(_piece_in(each, voice) for each in pieces)
    called = metavar_of(parameter)
    if called is not None:
        said.metavar = voice.metavar(called)
    return said


def _piece_in(piece: Piece, voice: Voice) -> str:
    if isinstance(piece, str):
        return voice.helped(piece)
    values = {
        name: voice.metavar(value) if isinstance(value, Metavar) else value
        for name, value in piece.values.items()
    }
    return voice.tell(Message(piece.template, values))


def first_sentence(text: str) -> str:
    """What a list of commands says of one."""
    first = paragraphs(text)[0]
    end = first.find(". ")
    return (first if end < 0 else first[:end]).removesuffix(".")


def all_in(parameters: Iterable[Named], voice: Voice) -> list[Named]:
    """Parameters as help shows them."""
    return [said_in(each, voice) for each in parameters]
