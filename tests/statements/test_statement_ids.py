"""The id of a statement is that of its figures, in whatever file they come."""

from hashlib import sha256

from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement, statement_id
from tests.statements.writing import (
    IBAN,
    balance,
    camt,
    detail,
    entry,
    mt940,
    mt940_line,
    party,
    statement,
)


def read(text: str, name: str = "f") -> Statement:
    (found,) = read_statements(text.encode(), name)
    return found


def test_the_canonical_form() -> None:
    found = read(camt(statement(10000, entry(-450), 9550)))
    content = (
        '["rc","2026-01-01","2026-01-31","100.00","95.50",[[1,"2026-01-15","-4.50"]]]'
    )
    expected = f"stmt:{sha256(content.encode()).hexdigest()[:40]}"
    assert statement_id("rc", found) == expected
    assert len(expected) == 45


def test_the_same_figures_in_other_words_and_files() -> None:
    told = detail(party("Dbtr", "Emmen", None), "<Ustrd>x</Ustrd>", reference="r")
    texts = [
        camt(statement(0, entry(100), 100)),
        camt(statement(0, entry(100, "2026-01-15", "2026-01-17", details=told), 100)),
        camt(statement(0, entry(0) + entry(100) + entry(3, status="PDNG"), 100)),
        camt(statement(0, entry(100), 100, head="<LglSeqNb>77</LglSeqNb>")),
        mt940(0, mt940_line(100), 100),
    ]
    assert len({statement_id("rc", read(text, text[:9])) for text in texts}) == 1


def test_other_figures() -> None:
    shifted = balance("OPBD", 0, "2026-01-02") + balance("CLBD", 100, "2026-01-31")
    ended = balance("OPBD", 0, "2026-01-01") + balance("CLBD", 100, "2026-01-30")
    texts = [
        camt(statement(0, entry(100), 100)),
        camt(statement(0, entry(60) + entry(40), 100)),
        camt(statement(0, entry(40) + entry(60), 100)),
        camt(statement(0, entry(100, "2026-01-16"), 100)),
        camt(statement(1, entry(100), 101)),
        camt(statement(0, entry(100), 100, balances=shifted)),
        camt(statement(0, entry(100), 100, balances=ended)),
    ]
    ids = {statement_id("rc", read(text)) for text in texts}
    assert len(ids) == len(texts)
    assert statement_id("rc-2", read(texts[0])) not in ids
    assert IBAN not in "".join(ids)
