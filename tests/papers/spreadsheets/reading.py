"""Workbooks read back by a library that did not write them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

Rows = list[tuple[Any, ...]]
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")


@lru_cache(maxsize=1)
def _book(content: bytes) -> openpyxl.Workbook:
    """Read once, though several things are asked of it."""
    return openpyxl.load_workbook(BytesIO(content))


def sheets(content: bytes) -> dict[str, Rows]:
    """The values of each sheet: its title, its header, its rows."""
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in _book(content).worksheets
    }


def facts(content: bytes) -> dict[str, Any]:
    """Where it is from."""
    return {str(name): value for name, value in sheets(content)["Herkomst"][2:]}


def cells(content: bytes) -> Iterator[Any]:
    """Every cell of every sheet."""
    for sheet in _book(content).worksheets:
        for row in sheet.iter_rows():
            yield from row


def cents(content: bytes) -> set[int]:
    """Every number in it, in hundredths."""
    values = (cell.value for cell in cells(content))
    return {round(x * 100) for x in values if isinstance(x, int | float)}


def parts(content: bytes) -> dict[str, str]:
    """Its files of XML."""
    with ZipFile(BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def is_inert(content: bytes) -> bool:
    """No formula, link, macro or picture of anything outside is in it."""
    found = parts(content)
    outside = any("External" in text for text in found.values())
    rels = [name for name in found if name.startswith("xl/worksheets/_rels")]
    formulas = [
        name
        for name, text in found.items()
        if name.startswith("xl/worksheets/")
        and re.search(r"<f[ >]|<hyperlink|<oleObject", text)
    ]
    return not outside and not rels and not formulas


def amounts(data: Any) -> Iterator[str]:
    """Every text in an answer that is written as an amount."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from amounts(each)
    elif isinstance(data, str) and _AMOUNT.fullmatch(data):
        yield data
