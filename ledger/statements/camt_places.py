"""What is read of a camt.053 message, by local names.

The names are those of ISO 20022's message definitions, camt.053.001.02 to .08 and
later; what moved between versions is listed at both places.
"""

from ledger.statements.xml_places import Place

_PAGE = "PgNb LastPgInd"
_STATEMENT = """
    ElctrncSeqNb LglSeqNb FrToDt/FrDtTm FrToDt/FrDt FrToDt/ToDtTm FrToDt/ToDt
    Acct/Id/IBAN Acct/Id/Othr/Id Acct/Ccy
"""
_BALANCE = """
    Tp/CdOrPrtry/Cd Tp/CdOrPrtry/Prtry Tp/SubTp/Cd Amt CdtDbtInd Dt/Dt Dt/DtTm
"""
_ENTRY = """
    NtryRef Amt CdtDbtInd RvslInd Sts Sts/Cd BookgDt/Dt BookgDt/DtTm ValDt/Dt ValDt/DtTm
    AcctSvcrRef BkTxCd/Domn/Cd BkTxCd/Domn/Fmly/Cd BkTxCd/Domn/Fmly/SubFmlyCd
    BkTxCd/Prtry/Cd AddtlNtryInf
"""
_DETAIL = """
    Refs/EndToEndId Amt AmtDtls/TxAmt/Amt CdtDbtInd
    RltdPties/Dbtr/Nm RltdPties/Dbtr/Pty/Nm
    RltdPties/UltmtDbtr/Nm RltdPties/UltmtDbtr/Pty/Nm
    RltdPties/DbtrAcct/Id/IBAN RltdPties/DbtrAcct/Id/Othr/Id
    RltdPties/Cdtr/Nm RltdPties/Cdtr/Pty/Nm
    RltdPties/UltmtCdtr/Nm RltdPties/UltmtCdtr/Pty/Nm
    RltdPties/CdtrAcct/Id/IBAN RltdPties/CdtrAcct/Id/Othr/Id
    RmtInf/Ustrd RmtInf/Strd/CdtrRefInf/Ref RmtInf/Strd/RfrdDocInf/Nb
    RmtInf/Strd/AddtlRmtInf
    RtrInf/Rsn/Cd RtrInf/Rsn/Prtry RtrInf/AddtlInf AddtlTxInf
"""
OTHER_MESSAGES = {
    "BkToCstmrAcctRpt": "an intraday report (camt.052)",
    "BkToCstmrDbtCdtNtfctn": "a notification of entries (camt.054)",
}
"""Messages of the same family, which are no statement of a period."""


def _outside() -> Place:
    """The place around the message: whatever a bank wraps it in is looked through."""
    outside = Place()
    outside.otherwise = outside
    document = outside.at("Document")
    for name in OTHER_MESSAGES:
        document.scoped(name, name)
    message = document.at("BkToCstmrStmt")
    message.scoped("GrpHdr/MsgPgntn", "page", _PAGE.split())
    statement = message.scoped("Stmt", "statement", _STATEMENT.split())
    statement.scoped("StmtPgntn", "page", _PAGE.split())
    statement.scoped("Bal", "balance", _BALANCE.split())
    entry = statement.scoped("Ntry", "entry", _ENTRY.split())
    entry.scoped("NtryDtls/TxDtls", "detail", _DETAIL.split())
    return outside


OUTSIDE = _outside()
