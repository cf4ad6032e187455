"""The framework as a fact: entry 1 of every ledger."""

from domain.entries.command import Command
from domain.entries.event import LedgerEvent


class Initialise(Command):
    """The command behind entry 1; posted by `zuidas init` only."""

    name = "init"

    framework: dict[str, object]
    contributions: str


class LedgerOpened(LedgerEvent):
    """Entry 1: the whole framework and the key by which contributions are called."""

    given: Initialise
