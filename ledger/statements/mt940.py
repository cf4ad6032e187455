"""The reader of MT940, with the library mt-940 (the extra `bank`).

The library reads one statement at a time here; what it does with the fields is in
`mt940_fields`.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import mt940

from domain.values.errors import Refusal
from domain.values.messages import message
from ledger.statements.accounts import as_iban, compact
from ledger.statements.amounts import cents_of
from ledger.statements.draft import Balance, Booked, Draft
from ledger.statements.limits import unsafe
from ledger.statements.mt940_fields import NO_TYPE, Fields, with_kept_blanks
from ledger.statements.mt940_words import read_words
from ledger.statements.source import Source
from ledger.statements.statement import Statement
from ledger.statements.texts import MAX_PARTY, MAX_TEXT

MAX_FILE_LINES = 200_000
"""Lines of the file in one statement: twenty for each that the ledger registers."""
MAX_WIDTH = 128 * 1024
"""Characters of a line of the file; the standard's longest has 70."""
_BEGINS = re.compile("^:20:", re.MULTILINE)
_CLOSES = re.compile("^:62[FM]?:", re.MULTILINE)
_INTERIM = re.compile("^:34F:", re.MULTILINE)
_OPENING = ("final_opening_balance", "intermediate_opening_balance", "opening_balance")
_CLOSING = ("final_closing_balance", "intermediate_closing_balance", "closing_balance")
_ELSEWHERE = {"EREF", "PREF", "MARF"}
"""References of field 61 that say which code word of field 86 has the reference."""
_FAULTS = (RuntimeError, ArithmeticError, ValueError, TypeError, LookupError)
"""What the library raises of a field that it can't read."""


def read_mt940(text: str, source: Source) -> list[Statement]:
    """All statements of an MT940 file, in its order, given with plain line ends.

    Raises `Refusal`: `STATEMENT_UNSAFE`, `NOT_A_STATEMENT`, `STATEMENT_INCOMPLETE`,
    `NOT_EURO`, `STATEMENT_UNBALANCED`.
    """
    return [_statement(block, source) for block in _blocks(text)]


def _blocks(text: str) -> Iterator[str]:
    """The part of the file from each field 20 to the next."""
    begin = None
    for found in _BEGINS.finditer(text):
        if begin is not None:
            yield text[begin : found.start()]
        begin = found.start()
    if begin is not None:
        yield text[begin:]


def _statement(block: str, source: Source) -> Statement:
    if block.count("\n") > MAX_FILE_LINES:
        raise unsafe(source.shown, "lines of text in one statement", MAX_FILE_LINES)
    if max(map(len, block.split("\n"))) > MAX_WIDTH:
        raise unsafe(source.shown, "characters in a line of text", MAX_WIDTH)
    if _INTERIM.search(block) and not _CLOSES.search(block):
        raise source.unreadable(
            "{file} is an interim report (MT942) and no statement: what it lists may"
            " still change. Ask the bank for MT940, or for camt.053."
        )
    draft = Draft(source, "mt940")
    parsed = _parsed(block, draft)
    draft.opening = _balance(draft, parsed.data, _OPENING)
    draft.closing = _balance(draft, parsed.data, _CLOSING)
    for transaction in parsed:
        draft.add(_line(draft, transaction.data))
    return draft.finished()


def _parsed(block: str, draft: Draft) -> mt940.models.Transactions:
    fields = Fields(draft)
    # A text would be taken for the path of a file, if there is one of that name.
    file = StringIO(with_kept_blanks(block))
    try:
        (parsed,) = mt940.parse_statements(
            file,
            options=mt940.Options.all(),
            tags=fields.tags,
            processors=fields.processors,
        )
    except _FAULTS:
        raise _unreadable(draft, fields.lines) from None
    return parsed


def _unreadable(draft: Draft, lines: int) -> Refusal:
    place = message(", near its line {lines},", lines=lines) if lines else None
    return draft.source.unreadable(
        "{file} can't be read: a field of {statement}{place} has not the form of MT940."
        " Fetch the file from the bank again, or ask for camt.053.",
        statement=draft.named,
        place=place,
    )


def _balance(
    draft: Draft, data: dict[str, Any], kinds: tuple[str, ...]
) -> Balance | None:
    found = next((data[kind] for kind in kinds if kind in data), None)
    if found is None:
        return None
    draft.euros_only(found.amount.currency)
    amount = cents_of(found.amount.amount)
    if amount is None:
        raise _unreadable(draft, 0)
    return Balance(amount, _plain(found.date))


def _line(draft: Draft, data: dict[str, Any]) -> Booked:
    amount = cents_of(data["amount"].amount)
    if amount is None:
        raise _unreadable(draft, draft.position)
    words, texts = read_words(" ".join(data.get("told", ()))), draft.texts
    return Booked(
        amount=amount,
        day=data["booked"],
        value=_plain(data["date"]),
        party=texts.kept(words.party, MAX_PARTY),
        party_account=texts.kept(_account_beside(data) or words.party_account),
        text=texts.kept(words.text, MAX_TEXT),
        reference=texts.reference(words.reference or _own_reference(data)),
        bank_reference=texts.reference(_bank_reference(data)),
        bank_code=texts.kept(data["id"].replace(NO_TYPE, "")),
        reversal=data["status"].upper().startswith("R"),
    )


def _account_beside(data: dict[str, Any]) -> str | None:
    """The account that Rabobank has below field 61, and SNS in its reference.

    The bank writes it, while field 86 has the payer's own words in it.
    """
    beside = (data.get("extra_details"), data.get("customer_reference"))
    return next(filter(None, map(as_iban, map(compact, beside))), None)


def _own_reference(data: dict[str, Any]) -> str | None:
    own = compact(data.get("customer_reference")) or ""
    return None if own in _ELSEWHERE or as_iban(own) else data["customer_reference"]


def _bank_reference(data: dict[str, Any]) -> str:
    """Without what ING adds to it: `/TRCD/00100/`."""
    return str(data.get("bank_reference") or "").partition("/")[0]


def _plain(day: date) -> date:
    """The library's days are of a class of its own."""
    return date(day.year, day.month, day.day)
