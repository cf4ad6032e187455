"""The keys of a request's query: which there are, and what they say."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Message, Option, Quoted, message, parts
from ledger.reading import LedgerReader
from projections.moments import moment, number_of
from projections.parameters import clean, read
from projections.query import Parameter, camel
from web.api.problems import KeyFault, WrongKeys

DRY_RUN = Parameter("dry_run", "flag", "Tell what it would do; record nothing.")


class Key(NamedTuple):
    """A key of the query: the parameter that it is, and what it is called here."""

    parameter: Parameter
    name: str

    @property
    def repeats(self) -> bool:
        """It may be there several times."""
        return self.parameter.place == "arguments"


def keys_of(
    parameters: Iterable[Parameter], renamed: Mapping[str, str] | None = None
) -> tuple[Key, ...]:
    """The keys of parameters, in camel case unless they have another name here."""
    others = renamed or {}
    return tuple(Key(p, others.get(p.name, camel(p.name))) for p in parameters)


class Given(NamedTuple):
    """What a query says, by key, in order."""

    texts: Mapping[str, tuple[str, ...]]
    faults: tuple[KeyFault, ...]
    """What is wrong with its keys, whatever their values are."""

    def has(self, name: str) -> bool:
        """The key is there."""
        return name in self.texts

    def check(self) -> None:
        """Raise `WrongKeys` for what is wrong with the keys."""
        if self.faults:
            raise WrongKeys(self.faults)


def given(query: bytes, keys: Sequence[Key]) -> Given:
    """What the query says, and which of its keys there are not.

    A fault is also one that is there twice and doesn't repeat, a required one that
    lacks, and what is no UTF-8.
    """
    known = {key.name: key for key in keys}
    found: dict[str, tuple[str, ...]] = {}
    faults: list[KeyFault] = []
    for name, value in _pairs(query, faults):
        if name not in known:
            faults.append(_fault(name, _unknown(name, known)))
        elif name in found and not known[name].repeats:
            faults.append(_fault(name, message("{key} is there twice.", key=name)))
        else:
            found[name] = (*found.get(name, ()), value)
    faults += [
        _fault(key.name, message("{key} is missing.", key=key.name))
        for key in keys
        if key.parameter.required and key.name not in found
    ]
    return Given(found, tuple(faults))


def _pairs(query: bytes, faults: list[KeyFault]) -> Iterable[tuple[str, str]]:
    for part in query.split(b"&") if query else ():
        name, _, value = part.replace(b"+", b" ").partition(b"=")
        try:
            yield unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            shown = unquote_to_bytes(name).decode("ascii", "replace")
            said = message("a key or its value is not UTF-8.")
            faults.append(_fault(shown, said))


def _unknown(name: str, known: Mapping[str, Key]) -> Message:
    if not known:
        return message("there is no key {name} here, and no other.", name=Quoted(name))
    return message(
        "there is no key {name} here; there are {names}.",
        name=Quoted(name),
        names=parts(known),
    )


def _fault(name: str, said: Message) -> KeyFault:
    return KeyFault(f"?{name}", "BAD_COMMAND", said)


def values(
    found: Given,
    keys: Sequence[Key],
    ledger: LedgerReader,
) -> dict[str, object]:
    """The values of keys, by the keyword of their parameter.

    Raises `WrongKeys` with all that is wrong with keys and with forms of values, or
    the `Refusal` of the first that names what is not there (`PARTNER_UNKNOWN`).
    """
    result: dict[str, object] = {}
    faults = list(found.faults)
    refused: Refusal | None = None
    for key in keys:
        if not found.has(key.name):
            continue
        texts = found.texts[key.name]
        try:
            read_ones = [_value(key.parameter, text, ledger) for text in texts]
        except Refusal as refusal:
            if refusal.code.startswith("BAD_"):
                said = message("{key}: {said}", key=key.name, said=refusal.said)
                faults.append(KeyFault(f"?{key.name}", refusal.code, said))
            else:
                refused = refused or refusal
        else:
            whole = tuple(read_ones) if key.repeats else read_ones[0]
            result[key.parameter.keyword] = whole
    if faults:
        raise WrongKeys(faults)
    if refused is not None:
        raise refused
    return result


def _value(parameter: Parameter, text: str, ledger: LedgerReader) -> object:
    if parameter.kind == "moment":
        return _moment(text, ledger)
    return read(parameter, text, ledger.frameworks.course)


def _moment(text: str, ledger: LedgerReader) -> str:
    """WHEN as it is asked with: a bare number N is `#N`, as in all addresses.

    Whether there is such an entry, the query asks. Raises `Refusal` (`BAD_DATE`).
    """
    said = clean(text)
    if said.isascii() and said.isdigit():
        said = f"#{said}"
    if number_of(said) is None:
        moment(said, ledger.frameworks.opening.zone)
    return said


def keys_about(refusal: LedgerError, found: Given, keys: Sequence[Key]) -> list[str]:
    """The keys that a refusal of their values is about.

    Those that it names; else those of the kind of its code: a range that runs backward
    is told at its beginning and at its end.
    """
    there = [key for key in keys if found.has(key.name)]
    said = {camel(v) for v in refusal.said.values.values() if isinstance(v, Option)}
    named = [key.name for key in there if key.name in said]
    kind = _KINDS.get(refusal.code)
    about = [key.name for key in there if key.parameter.kind == kind]
    plain = [key.name for key in there if key.parameter.kind not in _OF_CODES]
    return named or about or plain or [key.name for key in there]


_KINDS = {"BAD_AMOUNT": "amount", "BAD_DATE": "date"}
_OF_CODES = ("amount", "date", "moment")


def a_text(value: object) -> str | None:
    """The text of a key that was read, if it was there."""
    return None if value is None else str(value)


def a_date(value: object) -> dt.date | None:
    """The date of a key that was read, if it was there."""
    return value if isinstance(value, dt.date) else None
