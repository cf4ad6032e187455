"""Commands that are repeated: an id is used once, for one content."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from domain.entries.statement_ids import check_own_id, is_of_statement
from domain.values.errors import Refusal
from ledger.posting import sealing
from ledger.posting.source import entry_with_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.entries.command import Command
    from domain.entries.event import LedgerEvent
    from ledger.posting.books import LedgerBooks
    from ledger.storage.store import Store


class Repeats:
    """Tells which entry a command repeats, those that are gathered included."""

    def __init__(
        self,
        store: Store,
        event: Callable[[int], LedgerEvent | None],
        sealed_values: Callable[[int], sealing.Rows],
    ) -> None:
        self._store = store
        self._event = event
        self._sealed_values = sealed_values
        self._gathered: dict[str, tuple[int, Command]] = {}

    def note(self, event: LedgerEvent) -> None:
        """One more entry that is gathered, and not written yet."""
        if event.given.id is not None:
            self._gathered[event.given.id] = (event.entry, event.given)

    def forget(self) -> None:
        """What was gathered is written, or rolled back."""
        self._gathered = {}

    def entry_of(self, command: Command, books: LedgerBooks) -> int | None:
        """The entry that has the command's id; None where it is new.

        Raises `Refusal` (`IDEMPOTENCY_CONFLICT`) when that has another content.
        """
        check_own_id(command)
        given = command.id or ""
        if is_of_statement(given):
            return books.entry_of_id(given)
        found = self._gathered.get(given)
        if found is None:
            # What is gathered is known here, so nothing of it need be written first.
            entry = entry_with_id(self._store.execute, given)
            event = None if entry is None else self._event(entry)
            found = None if event is None else (event.entry, event.given)
        if found is None:
            return None
        entry, earlier = found
        if earlier.name == command.name and self._is_same(command, earlier, entry):
            return entry
        raise Refusal(
            "IDEMPOTENCY_CONFLICT",
            "id {id} was used for entry {entry}, which has other content;"
            " repeat that command exactly, or use a new id.",
            {"entry": entry},
            id=command.id,
            entry=entry,
        )

    def _is_same(self, command: Command, earlier: Command, entry: int) -> bool:
        rows = self._sealed_values(entry) if sealing.seals(command) else {}
        return _composed(earlier, rows) == _composed(command, rows)


def _composed(command: Command, rows: sealing.Rows) -> object:
    """A command's content with its texts in one form (NFC), however old it is."""
    content = json.dumps(sealing.content(command, rows), ensure_ascii=False)
    return json.loads(unicodedata.normalize("NFC", content))
