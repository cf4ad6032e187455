"""What a camt.053 entry says: who, what for, and the payments in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.values.money import Cents
from ledger.statements.accounts import compact
from ledger.statements.amounts import cents
from ledger.statements.draft import EURO
from ledger.statements.statement import Detail
from ledger.statements.texts import MAX_PARTY, MAX_TEXT, Texts, joined
from ledger.statements.xml_places import Values

CREDIT, DEBIT = "CRDT", "DBIT"
_REMITTANCE = (
    "RmtInf/Ustrd",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/RfrdDocInf/Nb",
    "RmtInf/Strd/AddtlRmtInf",
)
_RETURN = ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf")
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")
_BANK_CODE = (
    "BkTxCd/Domn/Cd",
    "BkTxCd/Domn/Fmly/Cd",
    "BkTxCd/Domn/Fmly/SubFmlyCd",
)


class Party(NamedTuple):
    """Who stands on one side of a payment, as far as the bank says."""

    name: str | None = None
    account: str | None = None


def first(values: Values, *keys: str) -> str | None:
    """The first text of the first of these places that has one."""
    return next((values[key][0] for key in keys if key in values), None)


def texts_at(values: Values, keys: Iterable[str]) -> Iterator[str]:
    """All texts of these places, place by place."""
    for key in keys:
        yield from values.get(key, ())


def is_true(text: str | None) -> bool:
    """A truth value of XML."""
    return text in {"true", "1"}


def bank_code(entry: Values) -> str | None:
    """`PMNT-RCDT-ESCT` of the standard's own codes, else the bank's."""
    codes = [code for code in (first(entry, key) for key in _BANK_CODE) if code]
    return "-".join(codes) or first(entry, "BkTxCd/Prtry/Cd")


def counterparty(detail: Values, ours: str | None, *, credit: bool) -> Party:
    """The one of debtor and creditor whose account isn't ours.

    Where that doesn't tell, money came from the debtor and went to the creditor.
    `credit`: of the payment itself, which is not that of the entry that takes it back.
    """
    debtor, creditor = _party(detail, "Dbtr"), _party(detail, "Cdtr")
    order = (debtor, creditor) if credit else (creditor, debtor)
    others = (each for each in order if each.account is None or each.account != ours)
    return next((each for each in others if any(each)), Party())


def _party(detail: Values, role: str) -> Party:
    name = first(
        detail,
        f"RltdPties/{role}/Nm",
        f"RltdPties/{role}/Pty/Nm",
        f"RltdPties/Ultmt{role}/Nm",
        f"RltdPties/Ultmt{role}/Pty/Nm",
    )
    number = first(
        detail, f"RltdPties/{role}Acct/Id/IBAN", f"RltdPties/{role}Acct/Id/Othr/Id"
    )
    return Party(name, compact(number))


def remittance(details: Sequence[Values]) -> str:
    """All remittance texts and reasons of return, each once."""
    wanted = (*_REMITTANCE, *_RETURN)
    return joined(text for each in details for text in texts_at(each, wanted))


def additional(entry: Values, details: Sequence[Values]) -> str:
    """What the bank adds where nothing was remitted."""
    own = joined(entry.get("AddtlNtryInf", ()))
    return own or joined(
        text for each in details for text in each.get("AddtlTxInf", ())
    )


def reference(details: Iterable[Values]) -> str | None:
    """The end-to-end reference, where all payments of the entry have the same one."""
    given = {first(each, "Refs/EndToEndId") for each in details}
    return given.pop() if len(given) == 1 else None


def same_party(parties: Iterable[Party]) -> Party:
    """The counterparty, where all payments of the entry have the same one."""
    distinct = set(parties)
    return distinct.pop() if len(distinct) == 1 else Party()


def detail_of(detail: Values, party: Party, *, credit: bool) -> Detail:
    """A payment of an entry, as it is kept for matching; `credit` is the entry's."""
    texts = Texts()
    return Detail(
        amount=_amount(detail, credit=credit),
        party=texts.kept(party.name, MAX_PARTY),
        party_account=texts.kept(party.account),
        text=texts.kept(remittance([detail]), MAX_TEXT),
        reference=texts.reference(first(detail, "Refs/EndToEndId")),
    )


def _amount(detail: Values, *, credit: bool) -> Cents | None:
    key = next((key for key in _AMOUNTS if key in detail), None)
    if key is None or (first(detail, f"{key}@") or EURO) != EURO:
        return None
    amount = cents(detail[key][0])
    sign = first(detail, "CdtDbtInd") or (CREDIT if credit else DEBIT)
    return -amount if amount is not None and sign == DEBIT else amount
