"""What can go wrong in a line: each operator gives the edits of one kind of mistake."""

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tools.mutation.arguments import Defaults, dropped, name_of
from tools.mutation.edits import Edit, Source

_COMPARED = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
_COMPARING = re.compile(r"<=|>=|==|!=|<|>|\bnot\s+in\b|\bis\s+not\b|\bin\b|\bis\b")
_COUNTED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.Mod: ("%", "//"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}
_CALLED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "startswith": "endswith",
    "endswith": "startswith",
    "partition": "rpartition",
    "rpartition": "partition",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
}
_IN_SQL = re.compile(r"<=|>=|<>|<|>|\bMAX\b|\bMIN\b|\bAND NOT\b|\bDESC\b|\bLEFT JOIN\b")
_SQL = {
    "<=": "<",
    "<": "<=",
    ">=": ">",
    ">": ">=",
    "<>": "=",
    "MAX": "MIN",
    "MIN": "MAX",
    "AND NOT": "AND",
    "DESC": "ASC",
    "LEFT JOIN": "JOIN",
}
_STATEMENT = re.compile(r"\b(SELECT|FROM|WHERE|AND|JOIN|ORDER BY|UPDATE|SUM)\b")
_EMPTY = {
    "list": "[]",
    "dict": "{}",
    "tuple": "()",
    "set": "set()",
    "frozenset": "frozenset()",
    "str": '""',
    "Sequence": "()",
    "Collection": "()",
    "Iterable": "()",
    "Iterator": "iter(())",
    "Mapping": "{}",
}


def compared(source: Source, node: ast.AST) -> Iterator[Edit]:
    """`<` for `<=`, `in` for `not in`."""
    if isinstance(node, ast.Compare):
        for left, right in pairwise([node.left, *node.comparators]):
            start, end = source.end(left), source.start(right)
            found = _COMPARING.search(source.between(start, end))
            if found is not None:
                after = _COMPARED[" ".join(found.group().split())]
                first = start + found.start()
                yield source.replaced("compared", first, start + found.end(), after)


def counted(source: Source, node: ast.AST) -> Iterator[Edit]:
    """`+` for `-`."""
    if isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        if any(isinstance(x, ast.JoinedStr) or _text(x) for x in _sides(node)):
            return
        before, after = _COUNTED[type(node.op)]
        start, end = source.end(node.left), source.start(node.right)
        place = source.between(start, end).find(before)
        if place >= 0:
            first = start + place
            yield source.replaced("counted", first, first + len(before), after)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield source.instead("counted", node, source.of(node.operand))


def _sides(node: ast.BinOp) -> tuple[ast.expr, ast.expr]:
    return node.left, node.right


def _text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def joined(source: Source, node: ast.AST) -> Iterator[Edit]:
    """`and` for `or`: all those of one node."""
    if isinstance(node, ast.BoolOp):
        before, after = "and", "or"
        if isinstance(node.op, ast.Or):
            before, after = after, before
        parts = [source.of(node.values[0])]
        for left, right in pairwise(node.values):
            gap = source.between(source.end(left), source.start(right))
            parts += [re.sub(rf"\b{before}\b", after, gap), source.of(right)]
        yield source.instead("joined", node, "".join(parts))


def negated(source: Source, node: ast.AST) -> Iterator[Edit]:
    """The opposite of a condition."""
    conditions: list[ast.expr] = []
    if isinstance(node, ast.If | ast.IfExp):
        conditions = [node.test]
    elif isinstance(node, ast.comprehension):
        conditions = node.ifs
    for each in conditions:
        if isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not):
            yield source.instead("negated", each, source.of(each.operand))
        elif not isinstance(each, ast.Compare | ast.NamedExpr):
            yield source.instead("negated", each, f"not ({source.of(each)})")


def off_by_one(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Another number, or the other truth."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        if isinstance(node.value, bool):
            yield source.instead("constant", node, str(not node.value))
        else:
            yield source.instead("constant", node, str(node.value + 1))


def called(source: Source, node: ast.AST) -> Iterator[Edit]:
    """`max` for `min`."""
    if isinstance(node, ast.Call):
        name = name_of(node)
        if name in _CALLED:
            end = source.end(node.func)
            start = end - len(name)
            yield source.replaced("called", start, end, _CALLED[name])


def in_sql(source: Source, node: ast.AST) -> Iterator[Edit]:
    """In a statement of SQL `<` for `<=`, and the like."""
    if _text_of(node) and isinstance(node, ast.expr):
        written = source.of(node)
        if not _STATEMENT.search(written):
            return
        for found in _IN_SQL.finditer(written):
            first = source.start(node) + len(written[: found.start()].encode())
            end = first + len(found.group())
            yield source.replaced("SQL", first, end, _SQL[found.group()])


def _text_of(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def returned(source: Source, node: ast.AST) -> Iterator[Edit]:
    """Nothing, or the opposite, where a function gives something."""
    if not isinstance(node, ast.FunctionDef) or node.returns is None:
        return
    kind = source.of(node.returns).strip('"').split("[")[0]
    for each in _returns(node):
        if each.value is None:
            continue
        if kind == "bool":
            yield source.instead(
                "returned", each.value, f"not ({source.of(each.value)})"
            )
        elif kind in _EMPTY and source.of(each.value) != _EMPTY[kind]:
            yield source.instead("returned", each.value, _EMPTY[kind])


def _returns(function: ast.FunctionDef) -> Iterator[ast.Return]:
    """Its own, not those of functions in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def removed(source: Source, node: ast.AST) -> Iterator[Edit]:
    """A statement less."""
    match node:
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield source.instead("removed", node, "yield from ()")
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield source.instead("removed", node, "pass")
        case ast.Continue() | ast.Break():
            yield source.instead("removed", node, "pass")
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield source.instead("removed", node, "pass")


_OPERATORS: tuple[Callable[[Source, ast.AST], Iterator[Edit]], ...] = (
    compared,
    counted,
    joined,
    negated,
    off_by_one,
    called,
    in_sql,
    returned,
    removed,
)


def edits(source: Source, defaults: Defaults) -> Iterator[Edit]:
    """Every edit of a module, in the order of its nodes; annotations are left alone."""
    for node in _done(source.tree):
        for operator in _OPERATORS:
            yield from operator(source, node)
        yield from dropped(source, node, defaults)


def _done(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that do something when the module runs, but for docstrings."""
    if isinstance(tree, ast.JoinedStr):
        return  # before Python 3.12 what is in it has no places of its own
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "type_comment", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _says(child):
                yield child
                yield from _done(child)


def _says(node: ast.AST) -> bool:
    """A docstring, or an alias of types (`A = B | C`)."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        return isinstance(node.value.op, ast.BitOr)
    return False
