"""The ground of a decision as letters tell it: its article once, and a full stop."""

import re

from domain.values.messages import Value, message
from papers.documents.given import Data, absent, at
from papers.documents.letters import LAW, sentence

_CITED = re.compile(
    r"(?:Awb|artikel|art\.)\s+(?P<article>4:\d+[^:]*?)(?:,? (?:van de )?Awb)?"
    r":\s*(?P<why>.+)",
    re.DOTALL,
)
"""As officers write one: `Awb 4:46, tweede lid, onder a: de activiteiten ...`."""


def ground_said(data: Data, part: str, article: str) -> Value:
    """A ground with the article that it names, else with the usual one.

    `article` is Dutch, as grounds are: `4:46, tweede lid`.
    """
    ground = at(data, f"{part}.ground")
    if ground is None:
        why: Value = absent(f"{part}.ground")
    else:
        cited = _CITED.fullmatch(str(ground).strip())
        article, why = (cited["article"], cited["why"]) if cited else (article, ground)
        why = sentence(str(why))
    return message(
        "The ground (article {article}, of the {law}): {ground}",
        article=article,
        law=LAW,
        ground=why,
    )
