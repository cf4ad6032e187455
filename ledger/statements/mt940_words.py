"""The code words in field 86 of a Dutch MT940 statement (MT940S).

`/EREF/...//CNTP/account/BIC/name///REMI/USTD//text/`, or with `/IBAN/`, `/NAME/` and
`/REMI/` of their own. A field that doesn't begin with a code word is text as a whole.
"""

import re
from typing import NamedTuple

from ledger.statements.accounts import compact
from ledger.statements.texts import joined

_OF_PARTIES = "CNTP BENM ORDP NAME IBAN BIC ADDR ULTB ULTC ULTD"
_OTHERS = "EREF PREF MARF CSID CREF TRTP TRCD RTRN REMI ISDT PURP SVCL SUM NRTX PIND ID"
_WORD = re.compile(f"/({'|'.join(f'{_OF_PARTIES} {_OTHERS}'.split())})(?=/)")
_FORM_OF_REMITTANCE = re.compile(r"/?(USTD//?|STRD/[A-Z]{3}/)")


class Words(NamedTuple):
    """What the code words say; `text` is the whole where they say nothing of it."""

    text: str
    party: str | None = None
    party_account: str | None = None
    reference: str | None = None


def read_words(field: str) -> Words:
    """Read a field 86 whose lines are joined."""
    said = _said(field.strip())
    counter = said.get("CNTP", "").split("/") + [""] * 3
    remitted = joined((_remittance(said), said.get("RTRN", "")))
    return Words(
        text=remitted or field,
        party=counter[2] or said.get("NAME") or None,
        party_account=compact(counter[0] or said.get("IBAN")),
        reference=said.get("EREF") or None,
    )


def _said(field: str) -> dict[str, str]:
    """What stands after each word.

    A word that was there already is text, and so is one about parties after the
    remittance: whoever pays writes that, and could name another payer in it.
    """
    said: dict[str, str] = {}
    last = None
    if not _WORD.match(field):
        return said
    pieces = _WORD.split(field)[1:]
    for word, value in zip(pieces[::2], pieces[1::2], strict=True):
        repeated = bool(said.get(word))
        if last and (repeated or ("REMI" in said and word in _OF_PARTIES.split())):
            said[last] += f"/{word}{value}"
        else:
            said[word], last = value.removeprefix("/"), word
    return {word: value.strip("/ ") for word, value in said.items()}


def _remittance(said: dict[str, str]) -> str:
    return _FORM_OF_REMITTANCE.sub("", said.get("REMI", ""), count=1)
