"""Section 6: a bank beside the ledger, as many lines as entries.

Entries first, booked before the bank shows them; then the statements are imported, what
would answer each line is suggested, the certain ones are posted, and bank and ledger
are reconciled. Each is a whole process.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks import data
from benchmarks.data import DAYS, FIRST_DAY, Row
from benchmarks.measuring import Usage, run
from benchmarks.report import Report
from benchmarks.tables import seconds, size
from benchmarks.workshop import Workshop, imported, program

USUAL_LINES = 100_000
SHORT_LINES = 400
_PER_STATEMENT = 5_000
_SUPPLIERS = 80
_AMOUNTS = (25_000, 12_100, 9_999)
"""Cents of what is paid often: a quarter of the payments each."""
_IBAN = "NL91ABNA0417164300"
_HEADS = ["step", "time", "peak memory"]


class Payment(NamedTuple):
    """One payment, as an entry and as a line two days later at most."""

    number: int
    day: str
    shown: str
    cents: int
    supplier: int

    @property
    def name(self) -> str:
        """Whom it is to."""
        return f"Firma{self.supplier} van Huis{self.supplier} B.V."


def measure(report: Report, shop: Workshop, lines: int) -> None:
    """The steps of a ledger with so many lines and entries."""
    report.section(
        "The bank",
        f"{size(lines)} lines of {_SUPPLIERS} suppliers beside as many entries, of"
        " which every amount is there often; all of them are open until they are"
        " posted.",
    )
    paid = list(_payments(lines))
    place = shop.fresh("banking")
    imported(str(place), shop.file(f"banking-{lines}", _entries(paid)))
    rows = []
    for name, usage in _steps(shop, place, paid):
        report.note(f"bank {name}", lines, usage.wall)
        report.note(f"bank {name} peak", lines, usage.peak)
        rows.append([name, seconds(usage.wall), f"{usage.peak:.0f} MB"])
    report.table("A bank beside the ledger, whole process", _HEADS, rows)
    shop.remove(place)


def _steps(
    shop: Workshop, place: Path, paid: list[Payment]
) -> Iterator[tuple[str, Usage]]:
    files = list(_files(shop.folder, paid))
    certain = shop.folder / "certain.jsonl"
    suggest = program(place, "bank", "suggest", "--certain", "-O", "jsonl")
    reconcile = program(place, "bank", "reconcile", "-O", "json")
    yield "import", run(*program(place, "bank", "import", *files))
    yield "suggest, all open", run(*suggest, "-o", certain)
    yield "reconcile, all open", run(*reconcile)
    yield "post what is certain", run(*program(place, "post", certain))
    yield "suggest, all answered", run(*suggest)
    yield "reconcile, all answered", run(*reconcile)
    for each in (*files, certain):
        each.unlink()


def _payments(count: int) -> Iterator[Payment]:
    choose = random.Random(count)  # noqa: S311  # it need not be unguessable
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * DAYS // count)
        shown = day + timedelta(days=number % 2)
        other = choose.randrange(1_000, 90_000)
        cents = choose.choice((*_AMOUNTS, other))
        supplier = choose.randrange(_SUPPLIERS)
        yield Payment(number, day.isoformat(), shown.isoformat(), cents, supplier)


def _entries(paid: list[Payment]) -> Iterator[Row]:
    yield from data.opening()
    yield {
        "command": "open_bank_account",
        "account": "rc",
        "kind": "bank",
        "holder": "Provincie Drenthe",
        "date": FIRST_DAY.isoformat(),
        "opening": "0.00",
        "document": "RC",
        "iban": _IBAN,
    }
    for each in paid:
        yield {
            "command": "pay_other",
            "category": "business",
            "amount": _euros(each.cents),
            "date": each.day,
            "counterparty": each.name,
            "description": "Invoice",
            "document": f"INV-{each.number}",
        }


def _files(folder: Path, paid: list[Payment]) -> Iterator[Path]:
    """Statements that follow each other, each a file of camt.053."""
    balance = 0
    lines = sorted(paid, key=lambda each: each.shown)
    for start in range(0, len(lines), _PER_STATEMENT):
        some = lines[start : start + _PER_STATEMENT]
        first, last = some[0].shown, some[-1].shown
        closing = balance - sum(each.cents for each in some)
        path = folder / f"bank-{start}.xml"
        path.write_text(
            "<Document><BkToCstmrStmt><Stmt>"
            f"<Acct><Id><IBAN>{_IBAN}</IBAN></Id></Acct>"
            f"<FrToDt><FrDtTm>{first}T00:00:00</FrDtTm>"
            f"<ToDtTm>{last}T00:00:00</ToDtTm></FrToDt>"
            f"{_balance('OPBD', balance, first)}{_balance('CLBD', closing, last)}"
            f"{''.join(map(_entry, some))}</Stmt></BkToCstmrStmt></Document>",
            encoding="utf-8",
        )
        yield path
        balance = closing


def _balance(kind: str, cents: int, day: str) -> str:
    side = "DBIT" if cents < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{_euros(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(paid: Payment) -> str:
    iban = f"NL{10 + paid.supplier % 80}BANK{paid.supplier:010d}"
    return (
        f'<Ntry><Amt Ccy="EUR">{_euros(paid.cents)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        f"<Sts>BOOK</Sts><BookgDt><Dt>{paid.shown}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<RltdPties><Cdtr><Nm>{paid.name.upper()}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>Invoice INV-{paid.number}, services</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
