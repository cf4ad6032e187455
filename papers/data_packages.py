"""The description that goes beside a public CSV: a Frictionless data package.

Whoever takes the file in (data.overheid.nl, a statistician) reads there what its
columns are, under which licence it is, and whether it arrived whole.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

NAME = "datapackage.json"
_LICENCE = {
    "name": "CC0-1.0",
    "title": "Creative Commons Zero v1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_TYPES = {"amount": "number", "number": "integer", "date": "date"}
"""Frictionless types by kind of a column; any other is a string."""


class Published(NamedTuple):
    """What is described: a name, a title, and the kinds of its columns by name."""

    name: str
    title: str
    fields: Mapping[str, str]


def data_package(
    published: Published, path: str, content: bytes, *, dutch: bool = False
) -> dict[str, Any]:
    """The package of one CSV file by its name and content.

    `dutch` is its form for spreadsheets: semicolons, decimal commas, `31-12-2012`.
    """
    return {
        "profile": "tabular-data-package",
        "name": published.name,
        "title": published.title,
        "licenses": [_LICENCE],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": published.name,
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "dialect": {"delimiter": ";" if dutch else ","},
                "schema": {
                    "fields": [
                        _field(name, kind, dutch=dutch)
                        for name, kind in published.fields.items()
                    ],
                    "missingValues": [""],
                },
            }
        ],
    }


def _field(name: str, kind: str, *, dutch: bool) -> dict[str, str]:
    found = {"name": name, "type": _TYPES.get(kind, "string")}
    if kind == "date" and dutch:
        found["format"] = "%d-%m-%Y"
    if kind == "amount" and dutch:
        found["decimalChar"] = ","
    return found
