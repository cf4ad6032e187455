"""Statements made up for tests, as a bank sends them."""

STATEMENT = b"""<Document><BkToCstmrStmt><Stmt>
<ElctrncSeqNb>%(number)d</ElctrncSeqNb>
<FrToDt><FrDtTm>%(first)s</FrDtTm><ToDtTm>%(last)s</ToDtTm></FrToDt>
<Acct><Id><IBAN>NL05ZLBK2011080100</IBAN></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%(opening)s</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>%(first)s</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%(closing)s</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>%(last)s</Dt></Dt></Bal>
%(lines)s</Stmt></BkToCstmrStmt></Document>"""


def ntry(amount: str, text: str = "Text", party: str = "Somebody") -> bytes:
    """A line that came in on 15 August 2011."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Sts>BOOK</Sts><BookgDt><Dt>2011-08-15</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr><Nm>{party}</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    ).encode()


def statement(
    *lines: bytes,
    first: str = "2011-08-01",
    last: str = "2011-08-31",
    opening: str = "0.00",
    closing: str = "10.00",
    number: int = 1,
) -> bytes:
    """A file of camt.053 with one statement."""
    return STATEMENT % {
        b"number": number,
        b"first": first.encode(),
        b"last": last.encode(),
        b"opening": opening.encode(),
        b"closing": closing.encode(),
        b"lines": b"".join(lines or (ntry("10.00"),)),
    }
