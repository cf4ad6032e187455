"""Who writes, who is written to, and what both are called in a letter."""

from collections.abc import Iterable, Sequence

from domain.values.messages import Message, Value, message, parts
from papers.documents.given import Data, text

_PROVINCE, _MUNICIPALITY = "Provincie ", "Gemeente "
_EXECUTIVE = "Gedeputeerde Staten van "
_BOARDS = ("government", "municipality", "province")


def authority(data: Data) -> Value:
    """Who decides: the province's executive, by the name of its province."""
    province = data["organisation"]["province"]
    if province is None:
        return text(data, "organisation.name")
    return executive(str(province))


def executive(province: str) -> Message:
    """The executive of a province by that one's name."""
    return message(
        "Provincial Executive of {province}", province=province.removeprefix(_PROVINCE)
    )


def account_holder(data: Data) -> Value:
    """Whose the account is: an executive has none, the province that it acts for has.

    So an organisation that is called `Gedeputeerde Staten van X` holds it as
    `Provincie X`; any other as it is called.
    """
    name = data["organisation"]["name"]
    if name is None or not str(name).startswith(_EXECUTIVE):
        return text(data, "organisation.name")
    return message("Province of {name}", name=str(name).removeprefix(_EXECUTIVE))


def addressee(name: str, kind: str | None) -> Sequence[Value]:
    """The lines of an address that are known: governments by who decides for them."""
    if kind in _BOARDS and name.startswith(_MUNICIPALITY):
        municipality = name.removeprefix(_MUNICIPALITY)
        return [
            message("The Municipal Executive"),
            message("of {municipality}", municipality=municipality),
        ]
    if kind in _BOARDS and name.startswith(_PROVINCE):
        return [executive(name)]
    if kind in ("government", "legal_entity"):
        return [name, message("attn. the board")]
    return [name]


def greeting(kind: str | None) -> Message:
    """How a kind of recipient or partner is spoken to."""
    if kind in _BOARDS:
        return message("Dear members of the executive,")
    if kind == "legal_entity":
        return message("Dear members of the board,")
    return message("Dear Sir or Madam,")


def named_municipalities(names: Iterable[str]) -> Value:
    """Municipalities by their bare names, as after the word itself."""
    return listed([each.removeprefix(_MUNICIPALITY) for each in names])


def listed(names: Sequence[Value]) -> Value:
    """`a, b and c`."""
    *others, last = names
    return parts([parts(others), last], " and ") if others else last
