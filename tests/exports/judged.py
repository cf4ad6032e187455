"""An audit file judged by another program, and beside what the ledger says."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pyxaf

from papers.xaf.audit_file import AuditFile
from papers.xaf.writing import xml
from projections.answers.statements import trial_balance
from projections.snapshot import View

CODES = (
    ("assets:current-account", "1100"),
    ("assets:receivable:", "1300"),
    ("assets:recoverable:", "1310"),
    ("assets:suspense", "1900"),
    ("liabilities:grants:", "1600"),
    ("liabilities:funds:", "1650"),
    ("expenses:grants:", "4000"),
    ("expenses:process:", "4100"),
    ("expenses:other:", "49"),
    ("income:contributions:", "8000"),
    ("income:other:", "89"),
)
"""By how an account begins how its code does."""


def written(view: View, start: date, end: date) -> bytes:
    return "\n".join(xml(AuditFile(view, start, end))).encode()


def years_of(view: View) -> Iterator[tuple[date, date]]:
    """The calendar years in which something is, and the ones around them."""
    days = view.rows(
        "SELECT COALESCE(MIN(day), ?), COALESCE(MAX(day), ?) FROM lines"
        " WHERE entry <= ? AND day <= ?",
        *(view.day, view.day, view.entry, view.day),
    )
    for first, last in days:
        for year in range(int(first) // 10000 - 1, int(last) // 10000 + 2):
            yield date(year, 1, 1), date(year, 12, 31)


def judge(view: View, start: date, end: date) -> bytes:
    """The file has no faults, and says what the trial balance says."""
    data = written(view, start, end)
    report = pyxaf.validate(data, xsd=True)
    assert not report.findings, str(report)
    assert "L4x xsd" in report.checked
    with pyxaf.open(data) as file:
        lines = list(file.lines())
        opening = file.opening_balance().by_account()
    _compare(view, start, end, lines, opening)
    return data


def _compare(
    view: View,
    start: date,
    end: date,
    lines: list[pyxaf.Line],
    opening: dict[str, Decimal],
) -> None:
    debit: dict[str, Decimal] = defaultdict(Decimal)
    credit: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        assert line.amount is not None
        assert line.amount > 0
        assert line.account_id is not None
        assert line.description is not None
        assert line.account_id.startswith(code_of(line.description))
        debit[line.description] += line.debit or Decimal(0)
        credit[line.description] += line.credit or Decimal(0)
    before: dict[str, Decimal] = defaultdict(Decimal)
    rows = trial_balance(view._replace(at=end), start, end)
    for row in rows:
        account = row["account"]
        if account.startswith("budget:"):
            assert account not in {**debit, **credit}
            continue
        assert debit.pop(account, Decimal(0)) == Decimal(row["debit"])
        assert credit.pop(account, Decimal(0)) == Decimal(row["credit"])
        code = code_of(account)
        before[code if code < "4" else "0500"] += Decimal(row["opening"])
    assert not debit
    assert not credit
    assert opening == {code: x for code, x in before.items() if x}


def code_of(account: str) -> str:
    [code] = [code for begins, code in CODES if account.startswith(begins)]
    return code


def follow_each_other(view: View) -> None:
    """What one year ends with the next one begins with."""
    for (first, last), (start, end) in pairwise(years_of(view)):
        ended, begun = AuditFile(view, first, last), AuditFile(view, start, end)
        closing = {each.code: each.closing for each in ended.partners}
        assert closing == {each.code: each.opening for each in begun.partners}
