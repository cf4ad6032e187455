"""A bank line as it is compared: what of its texts says who and what it is about."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from sys import intern

from domain.values.words import name_words, words_in
from projections.answers.bank import Fields, OpenLine
from projections.suggesting.accounts import plain_account
from projections.suggesting.candidates import ordinal
from projections.suggesting.parties import Names
from projections.suggesting.rules import Rule

_RETURNS = frozenset({"RRTN", "RPCR", "ARET", "AREV", "NRTI"})
"""Codes of payments that came back: ISO 20022's subfamilies, and one of MT940."""
INTEREST, CHARGES = "interest", "bank-charges"
_OF_BANK = {
    **dict.fromkeys(("INTR", "NINT"), INTEREST),
    **dict.fromkeys(("CHRG", "COMM", "FEES", "NCHG", "NCOM"), CHARGES),
}
"""Codes of what the bank itself charges or pays, with the category they are of."""
_SAID = {
    **dict.fromkeys(("rente", "debetrente", "creditrente", "interest"), INTEREST),
    **dict.fromkeys(("kosten", "bankkosten", "provisie", "charges", "fees"), CHARGES),
}
"""Words for the same, which anybody may write."""


_NO_RULES: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """An open line, of whose texts only what was recognised is kept."""

    line: OpenLine
    booked: str
    day: int
    """The day it counts on, as `date.toordinal` counts."""
    named: frozenset[str]
    """The known words in its text or reference."""
    account: str | None
    parties: frozenset[str]
    """The parties with a name like the one it shows."""
    is_return: bool
    """The bank says that it undoes another one."""
    coded: str | None
    """The category that the bank's own code is of."""
    told: str | None
    """The category that a text of nobody in particular speaks of."""
    rules: frozenset[int] = _NO_RULES
    """The numbers of the user's rules that fit it."""


@dataclass(frozen=True)
class Recognised:
    """What is looked for in the texts of lines."""

    words: Container[str]
    names: Names
    rules: Sequence[Rule] = ()

    def shown(self, line: OpenLine, fields: Fields) -> Shown:
        """What is recognised in a line; of an opening balance only its amount."""
        account = fields.get("party_account")
        texts = [fields.get(name) or "" for name in ("text", "reference")]
        party = fields.get("party") if line.number else None
        codes = str(fields.get("bank_code") or "").upper().split("-")
        named = frozenset(w for text in texts for w in words_in(text, self.words))
        return Shown(
            line,
            intern(str(fields["booked"])),
            ordinal(line.day),
            named,
            None if account is None else plain_account(account),
            self.names.like(party),
            bool(fields.get("reversal")) or not _RETURNS.isdisjoint(codes),
            next((_OF_BANK[code] for code in codes if code in _OF_BANK), None),
            None if account is not None else _told(texts[0]),
            self._fitting(line, named, party),
        )

    def _fitting(
        self, line: OpenLine, named: frozenset[str], party: str | None
    ) -> frozenset[int]:
        if not self.rules:
            return _NO_RULES
        words, received = name_words(party or ""), line.open > 0
        return frozenset(
            rule.number
            for rule in self.rules
            if rule.fits(named, words, received=received)
        )


def _told(text: str) -> str | None:
    return next((_SAID[word] for word in words_in(text, _SAID)), None)
