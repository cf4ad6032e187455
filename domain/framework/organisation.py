"""The organisation that keeps the ledger, as papers name it."""

from typing import NamedTuple

from domain.framework.complaints import Fields
from domain.values.ibans import is_iban, plain_iban
from domain.values.messages import Quoted

LANGUAGES = ("nl", "en")
"""In which papers and pages can be."""
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_ELEVEN = 11


class Organisation(NamedTuple):
    """Who decides and writes (*bevoegd gezag*); what is not told is None."""

    name: str | None = None
    department: str | None = None
    address: str | None = None
    """On one line."""
    rsin: str | None = None
    """Number of a legal person at the tax office: 9 digits."""
    iban: str | None = None
    """The account that is paid to, without spaces, in capitals."""
    contact: str | None = None


def read_organisation(whole: Fields) -> Organisation:
    """What a framework says of it; nothing where it says nothing."""
    table = whole.table("organisation")
    if table is None:
        return Organisation()
    table.known({*Organisation._fields})
    told = {name: table.text(name) for name in Organisation._fields if table.has(name)}
    organisation = Organisation(**told)
    if organisation.rsin and not is_rsin(organisation.rsin):
        table.wrong(
            "rsin",
            "{rsin} is no RSIN: 9 digits that pass the 11-test",
            rsin=Quoted(organisation.rsin),
        )
    if organisation.iban is None:
        return organisation
    iban = plain_iban(organisation.iban)
    if iban and not is_iban(iban):
        table.wrong(
            "iban",
            "{text} is no IBAN: its form or its check digits are wrong",
            text=Quoted(organisation.iban),
        )
    return organisation._replace(iban=iban)


def read_language(whole: Fields) -> str | None:
    """The language of papers and pages; None where a framework names none."""
    if not whole.has("language"):
        return None
    language = whole.fields["language"]
    if language not in LANGUAGES:
        whole.wrong(
            "language",
            "{language} is none of {languages}",
            language=Quoted(language),
            languages=LANGUAGES,
        )
        return None
    return str(language)


def is_rsin(text: str) -> bool:
    """Nine digits that pass the 11-test (*elfproef*) of the tax office."""
    if not (len(text) == len(_WEIGHTS) and text.isascii() and text.isdigit()):
        return False
    total = sum(int(d) * w for d, w in zip(text, _WEIGHTS, strict=True))
    return total % _ELEVEN == 0 and int(text) > 0
