"""Names of the program's as people read them: `pay_grant` is `subsidie betalen`."""

from typing import Literal

from papers.wording.catalogue import in_dutch

Kind = Literal["value", "field", "command", "account", "check", "code"]
"""What is named: a status, outcome, role or the like; a field or column; a command; a
part of an account's name; a check; a code of a refusal, a finding or a reason."""
HELP = "help"
"""The context of what is said of fields and commands: whole sentences."""
METAVAR = "metavar"
"""The context of what help calls values: words in capitals."""


def plain(name: str) -> str:
    """A name in English: its words apart, in lower case."""
    return _apart(name).lower()


def label(kind: Kind, name: str, lang: Literal["nl", "en"]) -> str:
    """A name in words; one that the catalogue does not have as it is, words apart.

    Of an account each part is named that is the program's, in the place it has:
    `assets:receivable:emmen:2011` is `activa:vorderingen:emmen:2011`.
    """
    if kind == "account":
        return ":".join(_part(each, lang) for each in name.split(":"))
    found = None if lang == "en" else in_dutch(plain(name), kind)
    return found or (plain(name) if kind == "code" else _apart(name))


def _apart(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _part(name: str, lang: Literal["nl", "en"]) -> str:
    """A part of an account's name; what is a code or a year stays as it is."""
    if lang == "en":
        return name
    return in_dutch(plain(name), "account") or name


def dutch_words(name: str) -> str | None:
    """Words of the program's in Dutch, whatever it is that they name."""
    words = name.replace("_", " ")
    found = in_dutch(words)
    contexts = ("value", "field", "command", "check", "code")
    found = found or next(
        filter(None, (in_dutch(plain(name), c) for c in contexts)), None
    )
    if found is not None and name[:1].isupper():
        return found[:1].upper() + found[1:]
    return found


def helped(text: str, lang: Literal["nl", "en"]) -> str:
    """What the program says of a field or command, where people fill it in."""
    return text if lang == "en" else in_dutch(text, HELP) or text


def metavar(word: str) -> str:
    """What Dutch help calls a value: `AMOUNT` is `BEDRAG`; a code stays."""
    return in_dutch(word, METAVAR) or word
