"""Which accounts of another ledger ours are: a mapping file (TOML), read with care."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Told, message, parts
from domain.values.texts import tidy, unseen

REQUIRED = ("match", "rekening")
OPTIONAL = ("kostenplaats", "kostendrager", "taakveld", "categorie")
_MATCH = re.compile(r"[A-Za-z0-9:*-]+")
"""What account names are made of, and `*` for any part of one."""
_LONGEST = 40
"""Characters of a code of another ledger."""


class Mapped(NamedTuple):
    """Where lines on an account go in the other ledger."""

    rekening: str
    kostenplaats: str | None = None
    kostendrager: str | None = None
    taakveld: str | None = None
    categorie: str | None = None


class Fault(NamedTuple):
    """What is wrong with a mapping file, and where: `account[2].rekening`."""

    place: str
    said: Message

    @property
    def whole(self) -> Message:
        """The fault with its place before it."""
        return message("{place}: {said}", place=self.place, said=self.said)


@dataclass(frozen=True)
class AccountMapping:
    """Patterns of our accounts in the order in which they are tried."""

    patterns: tuple[tuple[str, Mapped], ...]

    def of(self, account: str) -> Mapped | None:
        """Where an account's lines go: by the first pattern that it matches."""
        found = (to for pattern, to in self.patterns if fnmatchcase(account, pattern))
        return next(found, None)

    def check(self, accounts: Iterable[str]) -> None:
        """Every account is mapped; raises `Refusal` (`NOT_MAPPED`) with all others."""
        missing = sorted({each for each in accounts if self.of(each) is None})
        if missing:
            raise Refusal(
                "NOT_MAPPED",
                "the mapping says nothing of {accounts}: add [[account]] with a match.",
                {"accounts": missing},
                accounts=parts(missing),
            )


def read_mapping(text: str, name: str) -> AccountMapping:
    """Read a mapping file; raises `Refusal` (`BAD_COMMAND`) with all its faults.

    It has tables `[[account]]` with `match` and `rekening`, and perhaps `kostenplaats`,
    `kostendrager`, `taakveld` and `categorie`.
    """
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refusal(
            name, [Fault("TOML", message("{why}", why=str(error)))]
        ) from None
    faults = list(_faults(given))
    if faults:
        raise _refusal(name, faults)
    return AccountMapping(tuple(map(_pattern, given["account"])))


def _pattern(table: Mapping[str, str]) -> tuple[str, Mapped]:
    codes = {key: tidy(value) for key, value in table.items() if key != "match"}
    return table["match"], Mapped(**codes)


def _faults(given: Mapping[str, Any]) -> Iterator[Fault]:
    for key in given:
        if key != "account":
            yield Fault(key, message("is unknown"))
    tables = given.get("account")
    if not isinstance(tables, list) or not tables:
        yield Fault("account", message("must be one or more tables [[account]]"))
        return
    seen: dict[object, str] = {}
    for number, table in enumerate(tables, start=1):
        place = f"account[{number}]"
        if not isinstance(table, dict):
            yield Fault(place, message("must be a table"))
            continue
        yield from _of_table(table, place)
        match = table.get("match")
        if isinstance(match, str):
            if match in seen:
                said = message("is that of {other} already", other=seen[match])
                yield Fault(f"{place}.match", said)
            seen.setdefault(match, place)


def _of_table(table: Mapping[str, Any], place: str) -> Iterator[Fault]:
    for key in REQUIRED:
        if key not in table:
            yield Fault(f"{place}.{key}", message("is missing"))
    for key, value in table.items():
        said = _fault(key, value)
        if said is not None:
            yield Fault(f"{place}.{key}", said)


def _fault(key: str, value: object) -> Message | None:
    if key not in {*REQUIRED, *OPTIONAL}:
        return message("is unknown")
    if not isinstance(value, str):
        return message('must be a text: write it in quotes, as "4100"')
    if key == "match":
        if _MATCH.fullmatch(value):
            return None
        return message(
            "{value} matches no account: letters, digits, hyphens, colons, and * for"
            " any of them",
            value=Quoted(value),
        )
    if not 0 < len(tidy(value)) <= _LONGEST or unseen(tidy(value)):
        return message("must be 1 to {most} characters that can be seen", most=_LONGEST)
    return None


def _refusal(name: str, faults: list[Fault]) -> Refusal:
    return Refusal(
        "BAD_COMMAND",
        "{file} can't be used as a mapping of accounts: {faults}.",
        {
            "file": name,
            "faults": [
                {"place": each.place, "message": Told(each.said)} for each in faults
            ],
        },
        file=Quoted(name),
        faults=parts([each.whole for each in faults], "; "),
    )
