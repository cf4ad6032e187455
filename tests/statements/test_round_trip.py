"""Whatever statement is written, the same one is read, to the cent."""

import string
from datetime import date
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement
from tests.statements.refusing import refused
from tests.statements.writing import (
    camt,
    detail,
    entry,
    mt940,
    mt940_line,
    party,
    prefixed,
    statement,
    tag,
    text_tag,
)

CENTS = st.integers(-(10**11), 10**11).filter(bool)
DAYS = st.dates(date(2025, 12, 1), date(2026, 2, 28))
LETTERS = string.ascii_letters + string.digits + " .,'()+?&<>é€-"
WORDS = st.text(LETTERS, max_size=180).map(str.strip)
# A line of a text that begins with a colon could be the next field.
LONG = st.text(LETTERS.replace("-", ""), max_size=400).map(str.strip)
REFERENCES = st.none() | st.text(string.digits, min_size=1, max_size=16)
ACCOUNTS = st.none() | st.text(string.digits, min_size=10, max_size=10).map(
    "NL44RABO{}".format
)


class Line(NamedTuple):
    """A line as it is written."""

    cents: int
    booked: date
    value: date
    name: str
    account: str | None
    text: str
    reference: str | None
    reversal: bool


LINES = st.lists(
    st.builds(
        Line, CENTS, DAYS, DAYS, WORDS, ACCOUNTS, LONG, REFERENCES, st.booleans()
    ),
    max_size=6,
)


def as_entry(line: Line, *, new: bool) -> str:
    role = "Dbtr" if (line.cents > 0) != line.reversal else "Cdtr"
    paid = detail(
        party(role, line.name, line.account, new=new),
        text_tag("Ustrd", line.text),
        reference=line.reference,
    )
    return entry(
        line.cents,
        line.booked.isoformat(),
        line.value.isoformat(),
        status="<Cd>BOOK</Cd>" if new else "BOOK",
        details=paid,
        more=tag("RvslInd", str(line.reversal).lower()),
    )


def as_line(line: Line) -> str:
    mark = "C" if line.cents > 0 else "D"
    if line.reversal:
        mark = "RD" if line.cents > 0 else "RC"
    days = f"{line.value:%y%m%d}{line.booked:%m%d}"
    reference = line.reference or "NONREF"
    return mt940_line(
        line.cents, days, line.text or None, mark=mark, rest=f"NTRF{reference}"
    )


def figures(found: Statement) -> list[tuple[object, ...]]:
    return [
        (
            line.amount,
            line.booked,
            line.value,
            line.text or "",
            line.reference,
            line.reversal,
        )
        for line in found.lines
    ]


def expected(lines: list[Line]) -> list[tuple[object, ...]]:
    return [
        (line.cents, line.booked, line.value, line.text, line.reference, line.reversal)
        for line in lines
    ]


@given(st.integers(-(10**12), 10**12), LINES, st.booleans(), st.booleans())
def test_camt(opening: int, lines: list[Line], new: bool, prefix: bool) -> None:
    closing = opening + sum(line.cents for line in lines)
    entries = "".join(as_entry(line, new=new) for line in lines)
    document = camt(statement(opening, entries, closing), version="08" if new else "02")
    data = (prefixed(document) if prefix else document).encode()
    (found,) = read_statements(data, "f.xml")
    assert (found.opening, found.closing) == (opening, closing)
    assert figures(found) == expected(lines)
    assert [(line.party or "", line.party_account) for line in found.lines] == [
        (line.name, line.account) for line in lines
    ]
    assert (found.texts_changed, found.not_booked, found.zero_lines) == (0, 0, 0)


@given(st.integers(-(10**12), 10**12), LINES)
def test_mt940(opening: int, lines: list[Line]) -> None:
    closing = opening + sum(line.cents for line in lines)
    text = mt940(opening, "".join(map(as_line, lines)), closing)
    (found,) = read_statements(text.encode(), "f.sta")
    assert (found.opening, found.closing) == (opening, closing)
    assert figures(found) == expected(lines)


@given(LINES, st.integers(1, 10**6))
def test_a_cent_too_much_or_too_little_is_never_read(
    lines: list[Line], wrong: int
) -> None:
    closing = sum(line.cents for line in lines) + wrong
    entries = "".join(as_entry(line, new=False) for line in lines)
    for text in (
        camt(statement(0, entries, closing)),
        mt940(0, "".join(map(as_line, lines)), closing),
    ):
        refused(text, "STATEMENT_UNBALANCED")
