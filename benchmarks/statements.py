"""Section 5: reading statements of banks.

The files are written here: lines as banks write them, many times over.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import inside
from benchmarks.report import Report
from benchmarks.tables import MILLION, seconds
from ledger.statements.recognising import read_statements

USUAL_BYTES = 20 * MILLION
SHORT_BYTES = MILLION
_MOST_LINES = 5_000
"""Of a statement; a file has as many statements as it takes."""
_CAMT_ENTRY = """
      <Ntry>
        <Amt Ccy="EUR">12.34</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Sts>BOOK</Sts>
        <BookgDt><Dt>2026-01-15</Dt></BookgDt>
        <ValDt><Dt>2026-01-15</Dt></ValDt>
        <AcctSvcrRef>3095D4322561459S0PS</AcctSvcrRef>
        <BkTxCd>
          <Domn>
            <Cd>PMNT</Cd>
            <Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>
          </Domn>
          <Prtry><Cd>N654</Cd><Issr>ABNAMRO</Issr></Prtry>
        </BkTxCd>
        <NtryDtls>
          <TxDtls>
            <Refs>
              <AcctSvcrRef>3095D4322561459S0PS</AcctSvcrRef>
              <EndToEndId>NOTPROVIDED</EndToEndId>
            </Refs>
            <AmtDtls><TxAmt><Amt Ccy="EUR">12.34</Amt></TxAmt></AmtDtls>
            <RltdPties>
              <Dbtr><Nm>Gemeente Emmen</Nm></Dbtr>
              <DbtrAcct><Id><IBAN>NL44RABO0123456789</IBAN></Id></DbtrAcct>
            </RltdPties>
            <RltdAgts>
              <DbtrAgt><FinInstnId><BIC>RABONL2U</BIC></FinInstnId></DbtrAgt>
            </RltdAgts>
            <RmtInf><Ustrd>Bijdrage 2026, brief 2026-0123</Ustrd></RmtInf>
          </TxDtls>
        </NtryDtls>
        <AddtlNtryInf>/TRTP/SEPA OVERBOEKING/NAME/Gemeente Emmen</AddtlNtryInf>
      </Ntry>"""
_CENTS = 1234
_MT940_LINE = """:61:2601150115C12,34NTRFEREF//00000000001005/TRCD/00100/
:86:/EREF/EV12341REP1231456T1234//CNTP/NL44RABO0123456789/RABONL2U/G
emeente Emmen///REMI/USTD//Bijdrage 2026, brief 2026-0123/
"""


def measure(report: Report, folder: Path, size_bytes: int) -> None:
    """Both formats, in files of that size."""
    report.section(
        "Statements of banks",
        f"Files of {size_bytes // MILLION} MB that were written for it, in process.",
    )
    rows = []
    for name, write in _FORMATS.items():
        place = folder / f"statements-{name}"
        place.write_text(write(size_bytes), encoding="utf-8")
        figures = inside("statements", place=str(place))
        place.unlink()
        report.note(f"statements {name}", size_bytes, figures["seconds"])
        rows.append(
            [
                name,
                f"{figures['lines']:,}",
                seconds(figures["seconds"]),
                f"{figures['peak']:.0f} MB",
            ]
        )
    heads = ["format", "lines", "time", "peak memory of the process"]
    report.table("Reading statements, in process", heads, rows)


def read(place: str) -> dict[str, Any]:
    """Read a file of statements; the time, and how many lines it had."""
    data = Path(place).read_bytes()
    started = time.perf_counter()
    found = read_statements(data, place)
    taken = time.perf_counter() - started
    return {"seconds": taken, "lines": sum(len(each.lines) for each in found)}


def _camt(size_bytes: int) -> str:
    def statement(lines: int) -> str:
        return (
            "<Stmt><Acct><Id><IBAN>NL69INGB0123456789</IBAN></Id></Acct>"
            f"{_balance('OPBD', 0)}{_balance('CLBD', lines * _CENTS)}"
            f"{_CAMT_ENTRY * lines}</Stmt>"
        )

    inner = _repeated(statement, size_bytes, len(_CAMT_ENTRY))
    return f"<Document><BkToCstmrStmt>{inner}</BkToCstmrStmt></Document>"


def _balance(kind: str, cents: int) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{_euros(cents)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2026-01-31</Dt></Dt></Bal>"
    )


def _mt940(size_bytes: int) -> str:
    def statement(lines: int) -> str:
        closing = _euros(lines * _CENTS).replace(".", ",")
        return (
            ":20:0000\n:25:NL69INGB0123456789EUR\n:28C:1\n:60F:C260101EUR0,00\n"
            f"{_MT940_LINE * lines}:62F:C260131EUR{closing}\n-\n"
        )

    return _repeated(statement, size_bytes, len(_MT940_LINE))


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _repeated(statement: Callable[[int], str], size_bytes: int, line_bytes: int) -> str:
    """Statements of so many lines that together they have about the size."""
    left, parts = size_bytes // line_bytes, []
    while left > 0:
        parts.append(statement(min(left, _MOST_LINES)))
        left -= _MOST_LINES
    return "".join(parts)


_FORMATS: dict[str, Callable[[int], str]] = {"camt.053": _camt, "MT940": _mt940}
