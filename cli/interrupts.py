"""Interrupts (Ctrl-C), and what this run has recorded by the time one comes.

A terminal that is closed and a request to end (SIGHUP, SIGTERM) are interrupts too.

Until a transaction is committed an interrupt undoes it; from then on the program says
what it recorded. In between, while it commits, an interrupt waits: nobody could tell
which of the two holds.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from domain.values.messages import Message, message

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


class Interrupted(BaseException):
    """An interrupt; no `KeyboardInterrupt`, of which libraries make what they like."""


class _Run:
    """One run of the program."""

    def __init__(self) -> None:
        self.held = False
        self.waiting = False
        self.came = False
        """One was raised: a library that calls us may have made nothing of it."""
        self.done: Message | None = None
        self.entries: tuple[int, int] | None = None


_run = _Run()


def begin() -> None:
    """Nothing is recorded yet."""
    vars(_run).update(vars(_Run()))


def listen() -> None:
    """Take interrupts from now on, unless whoever started us said to ignore them."""
    sys.unraisablehook = _unraisable
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def ignore() -> None:
    """An interrupt is being told, or the program ends: another one says no more."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_IGN)


def _interrupt(_: int, __: FrameType | None) -> None:
    if not _run.held:
        _run.came = True
        raise Interrupted
    _run.waiting = True


def _unraisable(lost: "sys.UnraisableHookArgs") -> None:
    """An interrupt that a library can't pass on is no fault; `check` raises it."""
    if not issubclass(lost.exc_type, Interrupted):
        sys.__unraisablehook__(lost)


def check() -> None:
    """Raise `Interrupted` where one came, whatever was made of it since."""
    if _run.came:
        raise Interrupted


@contextmanager
def committing() -> Iterator[None]:
    """While this lasts an interrupt waits; what was `recorded` inside is known then."""
    check()
    _run.held = True
    try:
        yield
    finally:
        _run.held = False
    if _run.waiting:
        raise Interrupted


def is_waiting() -> bool:
    """Somebody interrupts, and is held up."""
    return _run.waiting


def recorded(first: int, last: int) -> None:
    """These entries are in the ledger for good."""
    _run.entries = (first, last)
    template = "recorded as entries {first} to {last}"
    if first == last:
        template = "recorded as entry {first}"
    _run.done = message(template, first=first, last=last)


def finished(done: Message) -> None:
    """Something else is done for good, such as a copy made."""
    _run.done = done


def done() -> Message | None:
    """What is done for good, in words that follow "Interrupted;"."""
    return _run.done


def entries() -> tuple[int, int] | None:
    """First and last entry that this run recorded, or found recorded before."""
    return _run.entries
