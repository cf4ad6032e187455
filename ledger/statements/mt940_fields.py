"""How the library mt-940 is made to read each field.

Left to itself it overwrites a line without a type by the next one, refuses a number of
more than five digits and a reference that is an IBAN, adds what is said of the whole
statement to its last line, errs about the year of a booking day, and drops the blank at
which a bank breaks a text.
"""

import logging
from datetime import date
from string import digits
from typing import Any, TypeAlias

from mt940.models import Transactions as Read
from mt940.processors import date_cleanup_post_processor, date_fixup_pre_processor
from mt940.tags import StatementGLS, Tag

from ledger.statements.accounts import compact
from ledger.statements.draft import Draft
from ledger.statements.limits import MAX_LINES, unsafe

_IGNORED = (13, 21, 34, 64, 65, 90, "90C", "90D", "NS")
"""Fields about the whole statement, or of balances that are no part of its sum."""
_CLOSING = ("closing_balance", "final_closing_balance", "intermediate_closing_balance")
_MAX_FIELD = 65_536
"""Characters of one field 86 that are looked at; 390 is what the standard allows."""
_BLANK = "\ue000"
"""Stands for a blank at the end of a full line while the library reads it."""
_FULL_LINE = 60
NO_TYPE = "-"
"""Stands for the type of transaction where a line has none."""
_CENTURY = 2000
_NO_ENTRY_DATE = {"entry_month": None, "entry_day": None}
_OF_AMOUNTS = (",", *digits)

Found: TypeAlias = dict[str, Any]
"""What is found in a field, by name."""

# It would log fields it can't read, and with them who paid whom.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)


def with_kept_blanks(block: str) -> str:
    """The statement with blanks at the end of full lines made safe."""
    return "\n".join(map(_kept_blanks, block.split("\n")))


def _kept_blanks(line: str) -> str:
    end = len(line.rstrip(" "))
    if len(line) < _FULL_LINE or end == len(line):
        return line
    return line[:end] + _BLANK * (len(line) - end)


def booking_day(found: Found) -> date:
    """The booking day of a field 61, which has no year: that nearest to the value day.

    The library takes the year of the value day unless they are 330 days apart, and so
    books what has value in February, and was booked in December, ten months later.
    """
    year = _CENTURY + int(found["year"])
    value = date(year, int(found["month"]), int(found["day"]))
    month, day = found["entry_month"], found["entry_day"]
    if not (month or "").strip() or not (day or "").strip():
        return value
    days = [_day(year + more, int(month), int(day)) for more in (-1, 0, 1)]
    return min(filter(None, days), key=lambda each: abs(each - value))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class Ignored(Tag):
    """A field that is passed over, whatever is in it."""

    pattern = "(?P<ignored>)"


class Number(Tag):
    """Field 28 as it is written: `19321/1`."""

    id = 28
    pattern = "(?P<number>.{0,35})"


class Fields:
    """How the fields of one statement are read; `lines` counts those begun.

    The library calls a hook by the name of the field's class: before it makes its
    objects with what it found, after it with the result too.
    """

    def __init__(self, draft: Draft) -> None:
        self.lines = 0
        self.tags: dict[int | str, Tag] = {28: Number(), 61: StatementGLS()}
        self.tags |= dict.fromkeys(_IGNORED, Ignored())
        self.processors: dict[str, list[Any]] = {
            "post_account_identification": [self._account],
            "post_number": [self._number],
            "pre_statement": [date_fixup_pre_processor, self._line_begins],
            "post_statement": [date_cleanup_post_processor],
            "post_transaction_details": [self._told],
            **{f"post_{name}": [self._lines_end] for name in _CLOSING},
        }
        self._draft = draft
        self._of_a_line = False
        """The field 86 that comes next is about a line, not the statement."""

    def _account(self, _all: Read, _tag: Tag, found: Found, result: Found) -> Found:
        written = compact(found["account_identification"]) or ""
        bank, _, number = written.rpartition("/")
        account = (number if bank.isalpha() else written).removesuffix("EUR")
        self._draft.account = self._draft.texts.kept(account)
        return result

    def _number(self, _all: Read, _tag: Tag, found: Found, result: Found) -> Found:
        self._draft.number = self._draft.texts.kept(found["number"])
        return result

    def _line_begins(self, _all: Read, _tag: Tag, found: Found) -> Found:
        self.lines += 1
        if self.lines > MAX_LINES:
            raise unsafe(self._draft.source.shown, "lines in one statement", MAX_LINES)
        if not found["id"]:
            found["id"] = NO_TYPE
            if found["customer_reference"].startswith(_OF_AMOUNTS):
                raise ValueError("an amount longer than 15 characters is cut")
        self._of_a_line = True
        return found | {"booked": booking_day(found)} | _NO_ENTRY_DATE

    def _lines_end(self, _all: Read, _tag: Tag, _found: Found, result: Found) -> Found:
        self._of_a_line = False
        return result

    def _told(self, read: Read, _tag: Tag, found: Found, _result: Found) -> Found:
        """Keep a field 86 with its line: its lines joined, since banks break words."""
        if self._of_a_line:
            field = found["transaction_details"][:_MAX_FIELD]
            told = field.replace("\n", "").replace(_BLANK, " ")
            read[-1].data.setdefault("told", []).append(told)
        return {}
