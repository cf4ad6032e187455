"""A progress bar on a terminal; elsewhere nothing is drawn."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.speech import voice_of
from domain.values.messages import Message


@contextmanager
def progress_bar(what: Message, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yields a function that advances the bar; `total` None where it isn't known."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    title = voice_of().tell(what)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.advance(task, done)
