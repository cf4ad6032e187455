"""Statements out of a file, whatever it is called: its content tells what it is."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from domain.values.errors import Refusal
from ledger.statements.archives import is_archive, members
from ledger.statements.camt import read_camt
from ledger.statements.extract import Extract, read_extract
from ledger.statements.limits import MAX_BYTES, MAX_TEXT_BYTES, unsafe
from ledger.statements.source import Source
from ledger.statements.statement import Statement
from ledger.statements.text_files import decoded

_XML_STARTS = (b"<", b"\0<", b"<\0")
_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
_LOOKED_AT_BYTES = 1024
_BEGINS_MT940 = re.compile("^:20:", re.MULTILINE)


def read_statements(
    data: bytes, name: str, extract: Extract | None = None
) -> list[Statement]:
    """All statements of a file, in its order; a ZIP's members one after the other.

    `name` is the file's, to be shown only. With `extract` the file is a ledger extract,
    or a ZIP of one. A file is taken whole or not at all.

    Raises `Refusal`: `STATEMENT_UNSAFE`, `NOT_A_STATEMENT`, `STATEMENT_INCOMPLETE`,
    `NOT_EURO`, `STATEMENT_UNBALANCED`; `BAD_COMMAND` for MT940 where its library is not
    installed.
    """
    source = Source.of(data, name)
    if len(data) > MAX_BYTES:
        raise unsafe(source.shown, "bytes", MAX_BYTES)
    if not is_archive(data):
        return _read(data, source, extract)
    found = []
    for member in members(data, source):
        inside = Source.of(member.data, member.name, source.file, source.allowance)
        found += _read(member.data, inside, extract)
    return found


def _read(data: bytes, source: Source, extract: Extract | None) -> list[Statement]:
    if extract is None and _is_xml(data):
        return read_camt(data, source)
    if len(data) > MAX_TEXT_BYTES:
        raise unsafe(source.shown, "bytes", MAX_TEXT_BYTES)
    if extract is not None:
        return [read_extract(data, source, extract)]
    text = decoded(data)
    if not _BEGINS_MT940.search(text):
        raise source.unreadable(
            "{file} is nothing that is read here: camt.053, MT940, or a ZIP of them. A"
            " ledger extract (CSV) needs its mapping: --extract MAP.toml."
        )
    return _read_mt940(text, source)


def _is_xml(data: bytes) -> bool:
    start = data[:_LOOKED_AT_BYTES]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.lstrip().startswith(_XML_STARTS)


def _read_mt940(text: str, source: Source) -> list[Statement]:
    """Its library is an extra, and is loaded for such a file only."""
    try:
        from ledger.statements.mt940 import read_mt940
    except ModuleNotFoundError as error:
        if error.name != "mt940":
            raise
        raise _without_library(source) from None
    return read_mt940(text, source)


def _without_library(source: Source) -> Refusal:
    return source.refusal(
        "BAD_COMMAND",
        "{file} is MT940, and the library that reads it is not installed. Install it"
        " with pip install 'zuidas-ledger[bank]', or ask the bank for camt.053.",
    )
