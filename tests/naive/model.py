"""The naive ledger: every command checked by scanning every entry again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from .balances import balance, journal
from .books import Books
from .budgets import breach
from .entries import Entry
from .framework import Framework
from .lines import make_entry
from .references import check_dates, check_references
from .reversals import check_reversal, reclassify_faults
from .rules import RULES, assessment
from .shape import SHIFTED, Refusal, parse
from .state import STATE, refuse_if


class NaiveLedger:
    def __init__(self, framework: Framework, today: date) -> None:
        self.first = framework  # of entry 1
        self.today = today  # may be moved on by a test
        self.lock: date | None = None
        self.entries: list[Entry] = [Entry(1, "init", "init", today, {})]
        self.as_well: set[str] = set()
        """Codes that the last refusal might have had too: the contract is silent."""

    @property
    def books(self) -> Books:
        return Books(self.first, self.entries)

    def post(self, command: dict[str, object]) -> str | None:
        """None when accepted, else the error code; refused = no change."""
        self.as_well = set()
        try:
            self._accept(command)
        except Refusal as refusal:
            return refusal.code
        return None

    def balance(self, at: date, known_at: int | None = None) -> dict[str, object]:
        return balance(self.known(known_at), at, known_at)

    def journal(
        self, at: date, known_at: int | None = None
    ) -> list[dict[str, str | int]]:
        return journal(self.known(known_at), at)

    def known(self, known_at: int | None) -> Books:
        if known_at is not None and not 1 <= known_at <= len(self.entries):
            raise Refusal("ENTRY_UNKNOWN")
        return Books(self.first, self.entries[:known_at])

    def _accept(self, raw: dict[str, object]) -> None:
        books = self.books
        command, given = parse(books.codes, raw)
        if self._duplicate(command, given):
            return
        check_dates(books, self.today, self.lock, command, given)
        check_references(books, self.today, command, given)
        data = self._whole(command, given)
        self._check_state(books, command, data)
        new_lock = self._new_lock(command, data)
        if command in RULES:
            RULES[command](books, data)
        entry = self._entry(books, command, data)
        code = breach(books, entry)
        if code is not None:
            raise Refusal(code)
        self.entries.append(replace(entry, given=given))
        self.lock = new_lock

    def _whole(self, command: str, given: dict[str, Any]) -> dict[str, Any]:
        """A reclassification without an amount is of all of it."""
        if command != "reclassify" or "amount" in given:
            return given
        original = self.books.find(given["entry"])
        whole = original.data.get("amount", 0) if original else 0
        return {**given, "amount": whole}

    def _check_state(self, books: Books, command: str, data: dict[str, Any]) -> None:
        if command == "accept_finding":  # histories name none that a check finds
            raise Refusal("SCOPE_INVALID")
        if command == "reclassify":
            found = reclassify_faults(books, data)
            if self._moves_nothing(books, data):
                found.insert(0, "SCOPE_INVALID")
            self.as_well = set(found)
            if found:
                raise Refusal(found[0])
        if command == "allocate" and books.standing("allocate", year=data["year"]):
            self.as_well = {"ALREADY_ALLOCATED"}
        if command in STATE:
            STATE[command](books, data, data["date"])
        if command == "reverse":
            check_reversal(books, data)

    def _moves_nothing(self, books: Books, data: dict[str, Any]) -> bool:
        original = books.find(data["entry"])
        return original is None or original.command not in SHIFTED

    def _entry(self, books: Books, command: str, data: dict[str, Any]) -> Entry:
        day = data.get("date", self.today)
        found = assessment(books, command, data)
        entry = make_entry(books, command, data, day)
        if found is None:
            return entry
        leans = tuple(deviation.number for deviation in found.leans.values())
        return replace(entry, leans=leans, held=found.held, limits=found.limits)

    def _duplicate(self, command: str, data: dict[str, Any]) -> bool:
        for entry in self.entries:
            if "id" in data and entry.data.get("id") == data["id"]:
                if (entry.command, entry.given) != (command, data):
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
