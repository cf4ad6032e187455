"""The naive ledger: every command checked by scanning every entry again."""

from datetime import date, timedelta
from typing import Any

from .balances import balance, journal
from .books import Books, Entry
from .budgets import breach
from .framework import Framework
from .lines import make_entry
from .references import check_dates, check_references
from .reversals import check_reversal
from .rules import RULES
from .shape import Refusal, parse
from .state import STATE, refuse_if


class NaiveLedger:
    def __init__(self, framework: Framework, today: date) -> None:
        self.framework = framework
        self.today = today  # may be moved on by a test
        self.lock: date | None = None
        self.entries: list[Entry] = [Entry(1, "init", "init", today, {})]

    def post(self, command: dict[str, object]) -> str | None:
        """None when accepted, else the error code; refused = no change."""
        try:
            self._accept(command)
        except Refusal as refusal:
            return refusal.code
        return None

    def balance(self, at: date, known_at: int | None = None) -> dict[str, object]:
        return balance(self._known(known_at), at, known_at)

    def journal(
        self, at: date, known_at: int | None = None
    ) -> list[dict[str, str | int]]:
        return journal(self._known(known_at), at)

    def _known(self, known_at: int | None) -> Books:
        if known_at is not None and not 1 <= known_at <= len(self.entries):
            raise Refusal("ENTRY_UNKNOWN")
        return Books(self.framework, self.entries[:known_at])

    def _accept(self, raw: dict[str, object]) -> None:
        books = Books(self.framework, self.entries)
        command, data = parse(self.framework, raw)
        if self._duplicate(command, data):
            return
        check_dates(books, self.today, self.lock, command, data)
        check_references(books, self.today, command, data)
        if command in STATE:
            STATE[command](books, data, data["date"])
        if command == "reverse":
            check_reversal(books, data)
        new_lock = self._new_lock(command, data)
        if command in RULES:
            RULES[command](books, data)
        entry = make_entry(books, command, data, data.get("date", self.today))
        code = breach(books, entry)
        if code is not None:
            raise Refusal(code)
        self.entries.append(entry)
        self.lock = new_lock

    def _duplicate(self, command: str, data: dict[str, Any]) -> bool:
        for entry in self.entries:
            if "id" in data and entry.data.get("id") == data["id"]:
                if (entry.command, entry.data) != (command, data):
                    raise Refusal("IDEMPOTENCY_CONFLICT")
                return True
        return False

    def _new_lock(self, command: str, data: dict[str, Any]) -> date | None:
        if command == "lock_period":
            until: date = data["until"]
            refuse_if(self.lock is not None and until <= self.lock, "BAD_DATE")
            refuse_if(until > self.today, "BAD_DATE")
            return until
        if command == "reopen_period":
            start: date = data["from_date"]
            refuse_if(self.lock is None or start > self.lock, "BAD_DATE")
            return None if start == date.min else start - timedelta(days=1)
        return self.lock
