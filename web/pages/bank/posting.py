"""Posting from the pages of the bank: once, or as a submission, and what came of it."""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.catalogue import KINDS
from domain.deciding.authorising import approval_missing
from domain.entries.command import Command, OnCurrentAccount
from domain.entries.parsing import command_from_mapping
from domain.entries.proposing import as_submitted, proposed
from domain.entries.register import command_model
from domain.entries.statement_ids import is_of_statement
from domain.values.errors import BadForm, Refusal
from ledger.posting.books import LedgerBooks
from ledger.posting.judging import books_of
from web.pages.bank.words import DONE, may_act, now_of
from web.pages.site import GoOn
from web.pages.visit import KNOWN_AT, Visit

REGISTER = "register_statement"
MOVING = tuple(
    kind.name
    for kind in KINDS
    if issubclass(command_model(kind.name) or Command, OnCurrentAccount)
)
"""Commands that move the current account, so that they may answer a line."""
_TOKEN = re.compile(r"[0-9a-f]{24}")


class Outcome(NamedTuple):
    """The entries that it became; `again`: they were there already."""

    first: int
    last: int
    again: bool = False

    @property
    def key(self) -> str:
        """For the address of the page that says so."""
        return f"{'again-' if self.again else ''}{self.first}-{self.last}"

    @property
    def recorded(self) -> tuple[int, int] | None:
        """First and last new entry, for the log."""
        return None if self.again else (self.first, self.last)


def new_token() -> str:
    """For one form that is shown: whatever it posts has ids that begin with it."""
    return secrets.token_hex(12)


def kept_token(visit: Visit) -> str:
    """The form's own while it is filled in; another one once it was sent.

    What was refused with it, or posted, may be something else the next time.
    """
    if {"dryRun", "add"}.isdisjoint(visit.asked.form):
        return new_token()
    return token_of(visit)


def token_of(visit: Visit) -> str:
    """The form's own token; raises `BadForm` (`BAD_COMMAND`)."""
    (token,) = visit.asked.form.get("id", ("",))[-1:]
    if not _TOKEN.fullmatch(token):
        raise BadForm(
            "BAD_COMMAND",
            "the form has lost its number, which keeps a command from being posted"
            " twice. Nothing was recorded; go back to the page and try again.",
        )
    return token


def with_ids(commands: Iterable[Command], start: str) -> list[Command]:
    """The same with ids that follow from the form: sent twice, they are posted once."""
    return [
        command.model_copy(update={"id": f"{start}.{number}"})
        for number, command in enumerate(commands)
    ]


def check_may_act(visit: Visit) -> None:
    """What is looked at is what is known now; raises `Refusal`."""
    if visit.is_earlier:
        raise Refusal(
            "PRECONDITION_FAILED",
            "this page shows what was known after entry {entry}: nothing can be done"
            " there. Go back to now first.",
            entry=visit.view.entry,
        )


def check_answers(commands: Iterable[Command], names: Sequence[str]) -> None:
    """They are what this page posts; raises `BadForm` (`BAD_COMMAND`)."""
    for command in commands:
        if command.name not in names:
            raise BadForm(
                "BAD_COMMAND",
                "{command} is not posted from here.",
                {"field": "command"},
                command=command.name,
            )


class Acting:
    """Whether the visitor may act, and what then takes a second person."""

    def __init__(self, visit: Visit) -> None:
        self.may_act = may_act(visit)
        self._books: LedgerBooks = books_of(now_of(visit))
        self._is_asked = bool(self._books.policy().amounts)

    def asked_for(self, command: Command) -> bool:
        """It takes one."""
        return self._is_asked and approval_missing(command, self._books) is not None

    def asked_for_any(self, commands: Iterable[dict[str, object]]) -> bool:
        """One of these, as JSON has them, takes one."""
        return self._is_asked and any(
            self.asked_for(command_from_mapping(each)) for each in commands
        )


def posted(visit: Visit, commands: Sequence[Command]) -> Outcome:
    """Post commands, all or none; those that take a second person are submitted.

    Raises `LedgerError`, with the number of the command (from 1) where there are
    several.
    """
    check_may_act(visit)
    second = Acting(visit)
    made = [_proposed(c) if second.asked_for(c) else c for c in commands]
    poster = visit.service.poster(visit.identity)
    writer = visit.service.writer
    if len(made) == 1:
        waiting = writer.post(made[0], poster)
    else:
        waiting = writer.post_all([*enumerate(made, start=1)], poster)
    receipts = [each.receipt for each in waiting.result()]
    new = [each.entry for each in receipts if not each.duplicate]
    entries = new or [each.entry for each in receipts]
    return Outcome(min(entries), max(entries), again=not new)


def _proposed(command: Command) -> Command:
    """The submission of a command; a statement's own id stays with the statement."""
    if is_of_statement(command.id):
        return as_submitted(command, {})
    return proposed(command)


def back(visit: Visit, path: str, outcome: Outcome, **keys: object) -> GoOn:
    """On to a page that says what was recorded, as it is known by then."""
    said = {DONE: outcome.key, KNOWN_AT: None}
    return GoOn(visit.href(path, **keys, **said), outcome.recorded)
