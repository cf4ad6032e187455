"""One statement of a camt.053 message, balance by balance and entry by entry.

A line is an entry (`Ntry`), never its details: banks leave amounts out of those.
"""

from datetime import date

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, message
from domain.values.money import Cents
from ledger.statements.accounts import compact
from ledger.statements.amounts import cents, day
from ledger.statements.camt_entries import (
    CREDIT,
    DEBIT,
    additional,
    bank_code,
    counterparty,
    detail_of,
    first,
    is_true,
    reference,
    remittance,
    same_party,
)
from ledger.statements.draft import Balance, Booked, Draft
from ledger.statements.limits import MAX_DETAILS
from ledger.statements.source import Source
from ledger.statements.statement import Statement
from ledger.statements.texts import MAX_PARTY, MAX_TEXT
from ledger.statements.xml_places import Values

_BOOKED = "BOOK"
_INTERMEDIATE = "INTM"
_OPENING, _PREVIOUS_CLOSING, _CLOSING = "OPBD", "PRCD", "CLBD"
_BOOKING_DAY = ("BookgDt/Dt", "BookgDt/DtTm")
_VALUE_DAY = ("ValDt/Dt", "ValDt/DtTm")


class CamtStatement:
    """Gathers a statement; `values` are those of its own places, filled meanwhile."""

    def __init__(self, source: Source, values: Values) -> None:
        self._values = values
        self._draft = Draft(source, "camt.053")
        self._balances: dict[str, list[Balance]] = {}
        self._details: list[Values] = []
        self._details_given = 0

    def detail(self, values: Values) -> None:
        """Take a payment of the entry that is read."""
        self._details_given += 1
        if len(self._details) < MAX_DETAILS:
            self._details.append(values)

    def balance(self, values: Values) -> None:
        """Take a balance, whichever it is."""
        kind = first(values, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry") or ""
        known = {_OPENING, _PREVIOUS_CLOSING, _CLOSING}
        if kind not in known or first(values, "Tp/SubTp/Cd") == _INTERMEDIATE:
            return
        self._identify()
        self._draft.euros_only(first(values, "Amt@"))
        what = message("its balance {kind}", kind=kind)
        balance = Balance(
            self._amount(values, what), self._day(values, what, "Dt/Dt", "Dt/DtTm")
        )
        self._balances.setdefault(kind, []).append(balance)

    def entry(self, values: Values) -> None:
        """Take an entry, with the payments that were taken since the one before."""
        details, given = self._details, self._details_given
        self._details, self._details_given = [], 0
        if first(values, "Sts/Cd", "Sts") != _BOOKED:
            self._draft.not_booked += 1
            return
        self._identify()
        self._draft.euros_only(first(values, "Amt@"))
        what = message("its line {position}", position=self._draft.position)
        amount = self._amount(values, what)
        booked = self._day(values, what, *_BOOKING_DAY)
        value = self._day(values, what, *_VALUE_DAY)
        line = Booked(amount, booked, value, reversal=is_true(first(values, "RvslInd")))
        self._draft.add(self._told(line, values, details, given))

    def finished(self) -> Statement:
        """The statement; raises `Refusal` as `Draft.finished`."""
        self._identify()
        draft, values = self._draft, self._values
        draft.euros_only(first(values, "Acct/Ccy"))
        opening = self._balances.get(_OPENING) or self._balances.get(_PREVIOUS_CLOSING)
        closing = self._balances.get(_CLOSING)
        draft.opening = min(opening, key=_when) if opening else None
        # Of several, each at the end of a day, the last one closes the statement.
        draft.closing = max(reversed(closing), key=_when) if closing else None
        period = message("its period")
        draft.since = self._day(values, period, "FrToDt/FrDtTm", "FrToDt/FrDt")
        draft.until = self._day(values, period, "FrToDt/ToDtTm", "FrToDt/ToDt")
        return draft.finished()

    def _told(
        self, line: Booked, values: Values, details: list[Values], given: int
    ) -> Booked:
        """The line with what the bank says of it in words."""
        credit, texts = line.amount > 0, self._draft.texts
        of_payment = credit != line.reversal
        ours = self._draft.account
        parties = [counterparty(each, ours, credit=of_payment) for each in details]
        party = same_party(parties)
        told = remittance(details) or additional(values, details)
        return line._replace(
            party=texts.kept(party.name, MAX_PARTY),
            party_account=texts.kept(party.account),
            text=texts.kept(told, MAX_TEXT),
            reference=texts.reference(reference(details)),
            bank_reference=texts.reference(first(values, "AcctSvcrRef", "NtryRef")),
            bank_code=texts.kept(bank_code(values)),
            details=tuple(
                detail_of(each, who, credit=credit)
                for each, who in zip(details, parties, strict=True)
            ),
            details_given=given,
        )

    def _identify(self) -> None:
        """Take the account and number as soon as they are there."""
        draft, values = self._draft, self._values
        if draft.account is None:
            account = compact(first(values, "Acct/Id/IBAN", "Acct/Id/Othr/Id"))
            draft.account = draft.texts.kept(account)
        if draft.number is None:
            number = first(values, "ElctrncSeqNb", "LglSeqNb")
            draft.number = draft.texts.kept(number)

    def _amount(self, values: Values, what: Message) -> Cents:
        written = first(values, "Amt") or ""
        amount, sign = cents(written), first(values, "CdtDbtInd")
        if amount is None:
            raise self._unreadable(what, message("amount"), written)
        if sign not in {CREDIT, DEBIT}:
            raise self._unreadable(what, message("side, debit or credit"), sign or "")
        return amount if sign == CREDIT else -amount

    def _day(self, values: Values, what: Message, *keys: str) -> date | None:
        written = first(values, *keys)
        if written is None:
            return None
        found = day(written)
        if found is None:
            raise self._unreadable(what, message("day"), written)
        return found

    def _unreadable(self, what: Message, part: Message, written: str) -> Refusal:
        return self._draft.source.unreadable(
            "{file} can't be read: in {statement} {what} has {written} as its {part}."
            " Fetch the file from the bank again.",
            statement=self._draft.named,
            what=what,
            part=part,
            written=Quoted(written),
        )


def _when(balance: Balance) -> date:
    return balance.day or date.min
