"""What stays on one line of a letter: dates, articles, addresses."""

import re
from typing import Any

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    "|december"
)
_PHRASES = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?\b"  # 3 december 2012
    r"|\b(?:artikel|artikelen|articles?|en|and|onder|bijlage|par\.|nr\.) \d[\w:.]*"
    r"|\bonder [a-z]\b"
    r"|\b(?:eerste|tweede|derde|vierde|vijfde) lid\b"
    r"|\b\d{4} [A-Z]{2}\b"  # a postal code
    r"|\b[A-Z]\w+ \d{1,5}[a-z]?(?=, \d{4} [A-Z]{2}\b)"  # the house before it
    r"|(?<=\d) (?:procent|percent|weken|weeks|dagen|days|jaar)\b"
    r"|[−+=] €"
)


def held(written: Any) -> Any:  # noqa: ANN401  # any value of JSON
    """The same with spaces that don't break where a line may not end.

    `written` is what a letter says, as its templates have it.
    """
    if isinstance(written, str):
        return _PHRASES.sub(lambda found: found[0].replace(" ", "\u00a0"), written)
    if isinstance(written, list):
        return [held(each) for each in written]
    if isinstance(written, dict):
        return {name: held(value) for name, value in written.items()}
    return written
