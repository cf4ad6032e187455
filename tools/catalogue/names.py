"""Names of the program's that are shown, by what they name."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.catalogue import KINDS
from domain.framework.framework_file import KINDS as PARTNERS
from ledger.frameworks import built_in_names, load
from ledger.posting.schemas import whole_schema
from papers.wording.labels import Kind, plain
from projections.query import find
from projections.query import names as queries
from tools.catalogue.declared import ACCOUNTS, CODES, FIELDS, NOT_SHOWN, SOURCES, VALUES

_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
_PART = re.compile(r"(?:memo|assets|budget|income|expenses|liabilities):[a-z:{}-]*")


def names(root: Path) -> Iterator[tuple[Kind, str]]:
    """Every name, as the catalogue has it: its words, in lower case."""
    for kind, some in _found(root).items():
        shown = {plain(name) for name in some} - NOT_SHOWN.get(kind, frozenset())
        yield from ((kind, name) for name in sorted(shown) if name)


def _found(root: Path) -> dict[Kind, set[str]]:
    schemas = [whole_schema(), *_answers(root).values()]
    commands = {kind.name for kind in KINDS}
    values = {*_values(schemas), *PARTNERS, *_of_frameworks()} - commands
    return {
        "command": commands,
        "field": {*FIELDS, *_fields(schemas), *_parameters()},
        "value": {*VALUES, *values},
        "account": {*ACCOUNTS, *_account_parts(root)},
        "check": set(_values(_answers(root)["check"], "check")),
        "code": {*_codes(root), *CODES},
    }


def _answers(root: Path) -> dict[str, Any]:
    places = sorted((root / "projections" / "schemas").glob("*.json"))
    return {each.stem: json.loads(each.read_text("utf-8")) for each in places}


def _fields(schema: object) -> Iterator[str]:
    """The names of properties, anywhere in a schema."""
    if isinstance(schema, list):
        for each in schema:
            yield from _fields(each)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        yield from properties if isinstance(properties, dict) else ()
        for each in schema.values():
            yield from _fields(each)


def _values(schema: object, key: str | None = None) -> Iterator[str]:
    """What is enumerated, anywhere in a schema or for one property."""
    if isinstance(schema, list):
        for each in schema:
            yield from _values(each, key)
    elif isinstance(schema, dict):
        for name, each in schema.items():
            if key is None and name in ("enum", "const"):
                some = each if isinstance(each, list) else [each]
                yield from (value for value in some if isinstance(value, str))
            else:
                yield from _values(each, None if name == key else key)


def _parameters() -> Iterator[str]:
    for query in filter(None, map(find, queries())):
        yield from (each.label or each.name for each in query.parameters)


def _of_frameworks() -> Iterator[str]:
    """Categories, kinds of costs and themes of the frameworks that come with it."""
    for name in built_in_names():
        framework = load(name)
        yield from framework.categories
        yield from framework.process_cost_kinds
        yield from framework.priority_themes


def _account_parts(root: Path) -> Iterator[str]:
    for place in ("domain/budgets/accounts.py", "projections/journal.py"):
        for text in _texts(root / place):
            for found in _PART.findall(text):
                yield from (p for p in found.split(":") if p and "{" not in p)


def _codes(root: Path) -> Iterator[str]:
    """Codes of refusals, findings, notes and reasons: they stand alone in capitals."""
    for folder in SOURCES:
        for path in (root / folder).rglob("*.py"):
            yield from (text for text in _texts(path) if _CODE.fullmatch(text))


def _texts(path: Path) -> Iterator[str]:
    """Texts of a file; those with values in them have `{}` there."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(each.value) if isinstance(each, ast.Constant) else "{}"
                for each in node.values
            )
