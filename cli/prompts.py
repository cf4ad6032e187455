"""Questions that are asked on a terminal, and answered there."""

import click

from cli.voice import Voice
from domain.values.messages import Message, message


def confirmed(question: Message, voice: Voice) -> bool:
    """Somebody says yes; nothing typed is no. In Dutch `j`, and `y` all the same.

    Raises `click.Abort` where nobody answers.
    """
    while True:
        asked = f"{voice.tell(question)} [{voice.yes[0]}/{voice.no[0].upper()}]: "
        answer = _answer(asked).strip().lower()
        if answer in voice.yes:
            return True
        if answer in (*voice.no, ""):
            return False
        click.echo(voice.tell(message("Error: invalid input")))


def _answer(asked: str) -> str:
    typed: str = click.prompt(asked, default="", prompt_suffix="", show_default=False)
    return typed
