"""Arguments that may be left out of a call: those whose parameter has a default."""

import ast
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from tools.mutation.edits import Edit, Source

Defaults = Mapping[str, AbstractSet[str]]
"""By the name of a function or class the parameters that have a default."""
_OF_BUILTINS = frozenset({"default", "key", "reverse", "start", "exist_ok"})


def name_of(node: ast.Call) -> str:
    """The last part of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def dropped(source: Source, node: ast.AST, defaults: Defaults) -> Iterator[Edit]:
    """An argument less, where the parameter has a default."""
    if not isinstance(node, ast.Call):
        return
    optional = defaults.get(name_of(node), _OF_BUILTINS)
    for each in node.keywords:
        if each.arg in optional:
            end = source.end(each)
            rest = re.match(r"\s*,", source.between(end, source.end(node)))
            end += rest.end() if rest else 0
            yield source.replaced("dropped", source.start(each), end, "")


def with_defaults(trees: Iterator[ast.AST]) -> dict[str, set[str]]:
    """By name of a function or class, everywhere, what of it may be left out."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, set()).update(_optional(node.args))
            elif isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(_filled(node))
    return found


def _optional(given: ast.arguments) -> Iterator[str]:
    named = given.posonlyargs + given.args
    for each in named[len(named) - len(given.defaults) :]:
        yield each.arg
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        if default is not None:
            yield each.arg


def _filled(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name
