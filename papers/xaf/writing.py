"""The XML of an audit file, line by line: XML Auditfile Financieel 4.0.

The form and its limits are those of the tax office's XSD; a text that is longer is cut.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from domain.values.money import Cents
from domain.values.texts import format_cents, visible
from domain.version import VERSION
from papers.xaf.audit_file import JOURNALS, AuditFile, Journal, Line, Transaction

NAMESPACE = (
    "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/"
    "XmlauditfileXAF_4.0"
)
ID, VERSION_LIMIT, TAX_ID, NAME, REFERENCE, LONG, TEXT = 35, 20, 30, 50, 255, 999, 9999
"""Most characters of an element, by the XSD."""


def xml(file: AuditFile) -> Iterator[str]:
    """The lines of the file, without their ends."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<auditfile xmlns="{NAMESPACE}">'
    yield from _header(file)
    yield "<company>"
    yield _element("companyName", file.company, REFERENCE)
    yield "<taxRegistrationCountry>NL</taxRegistrationCountry>"
    yield _element("taxRegIdent", file.rsin, TAX_ID)
    yield from _partners(file)
    yield from _accounts(file)
    yield from _periods(file)
    yield from _opening(file)
    yield from _transactions(file)
    yield "</company>"
    yield "</auditfile>"


def _header(file: AuditFile) -> Iterator[str]:
    yield "<header>"
    yield _element("fiscalYear", file.fiscal_year)
    yield _day("startDate", file.start)
    yield _day("endDate", file.end)
    yield "<curCode>EUR</curCode>"
    yield _day("dateCreated", file.created)
    yield "<softwareDesc>zuidas-ledger</softwareDesc>"
    yield _element("softwareVersion", VERSION, VERSION_LIMIT)
    yield "</header>"


def _partners(file: AuditFile) -> Iterator[str]:
    yield "<customersSuppliers>"
    for partner in file.partners:
        yield "<customerSupplier>"
        yield _element("custSupID", party_id(partner.code))
        yield _element("custSupName", partner.name, NAME)
        yield "<custSupTp>C</custSupTp>"
        yield _amount("opBalDesc", "opBalTp", partner.opening)
        yield _amount("clBalDesc", "clBalTp", partner.closing)
        yield "</customerSupplier>"
    yield "</customersSuppliers>"


def _accounts(file: AuditFile) -> Iterator[str]:
    yield "<generalLedger>"
    for account in file.accounts:
        described = _element("accDesc", account.description, REFERENCE)
        yield (
            f"<ledgerAccount><accID>{account.code}</accID>{described}"
            f"<accTp>{account.type}</accTp></ledgerAccount>"
        )
    yield "</generalLedger>"


def _periods(file: AuditFile) -> Iterator[str]:
    yield "<periods>"
    for period in file.periods:
        yield (
            f"<period><periodNumber>{period.number}</periodNumber>"
            f"{_day('startDatePeriod', period.start)}"
            f"{_day('endDatePeriod', period.end)}</period>"
        )
    yield "</periods>"


def _opening(file: AuditFile) -> Iterator[str]:
    yield "<openingBalance>"
    yield from _totals(*file.opening_totals)
    for number, (code, amount) in enumerate(file.opening.items(), start=1):
        yield (
            f"<obLine><nr>{number}</nr><accID>{code}</accID>"
            f"{_amount('amnt', 'amntTp', amount)}</obLine>"
        )
    yield "</openingBalance>"


def _totals(lines: int, debit: Cents, credit: Cents) -> Iterator[str]:
    yield f"<linesCount>{lines}</linesCount>"
    yield f"<totalDebit>{format_cents(debit)}</totalDebit>"
    yield f"<totalCredit>{format_cents(credit)}</totalCredit>"


def _transactions(file: AuditFile) -> Iterator[str]:
    yield "<transactions>"
    yield from _totals(*file.totals)
    for journal in JOURNALS:
        yield from _journal(journal)
        for transaction in file.transactions(journal):
            yield from _transaction(transaction)
        yield "</journal>"
    yield "</transactions>"


def _journal(journal: Journal) -> Iterator[str]:
    yield "<journal>"
    yield f"<jrnID>{journal.code}</jrnID><desc>{journal.description}</desc>"
    yield f"<jrnTp>{journal.type}</jrnTp>"
    if journal.offset is not None:
        yield f"<offsetAccID>{journal.offset}</offsetAccID>"


def _transaction(found: Transaction) -> Iterator[str]:
    yield f"<transaction><nr>{found.entry.number}</nr>"
    if found.entry.description:
        yield _element("desc", found.entry.description, TEXT)
    yield f"<periodNumber>{found.period}</periodNumber><trDt>{found.day}</trDt>"
    yield _element("Source", found.source, LONG)
    yield _element("User", found.entry.actor, LONG)
    of_all = _element("docRef", found.reference, REFERENCE)
    of_all += f"<effDate>{found.day}</effDate>"
    for line in found.lines:
        yield _line(line, of_all)
    yield "</transaction>"


def _line(line: Line, of_all: str) -> str:
    placed = line.placed
    partner = None if placed.partner is None else party_id(placed.partner)
    beside = (
        ("custSupID", partner),
        ("cost", placed.cost),
        ("project", placed.project),
    )
    said = "".join(_element(name, text) for name, text in beside if text is not None)
    # The journal's own name: from it the line is found again in the ledger.
    return (
        f"<trLine><nr>{line.number}</nr><accID>{placed.code}</accID>{of_all}"
        f"{_element('desc', line.account, TEXT)}"
        f"{_amount('amnt', 'amntTp', line.amount)}{said}</trLine>"
    )


def party_id(code: str) -> str:
    """A partner's code as an ID: a longer one is cut, and stays different from others.

    No code of a framework holds a `~`.
    """
    if len(code) <= ID:
        return code
    mark = sha256(code.encode()).hexdigest()[:8]
    return f"{code[: ID - len(mark) - 1]}~{mark}"


def _amount(name: str, side: str, cents: Cents) -> str:
    """An amount, never negative, with its side."""
    letter = "C" if cents < 0 else "D"
    return f"<{name}>{format_cents(abs(cents))}</{name}><{side}>{letter}</{side}>"


def _day(name: str, day: date) -> str:
    return f"<{name}>{day.isoformat()}</{name}>"


def _element(name: str, text: str, limit: int = TEXT) -> str:
    return f"<{name}>{_escaped(fitting(text, limit))}</{name}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_CUT = "…"


def fitting(text: str, limit: int) -> str:
    """A text of at most so many characters, that XML 1.0 can hold.

    What can't be seen is escaped as everywhere, and control characters are among it. A
    cut is marked, and parts no letter from its accents.
    """
    text = visible(text).strip()
    if len(text) <= limit:
        return text
    end = limit - len(_CUT)
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + _CUT
