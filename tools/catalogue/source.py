"""The program's source as a tree, with what its names are bound to."""

import ast
from pathlib import Path
from typing import NamedTuple

from tools.catalogue.declared import SOURCES


class Function(NamedTuple):
    """A function: its parameters as they are given, and where it stands."""

    name: str
    node: ast.FunctionDef
    parameters: tuple[str, ...]

    def places(self, name: str) -> frozenset[str | int]:
        """How a parameter is given: by its place, by its name."""
        if name not in self.parameters:
            return frozenset()
        return frozenset({self.parameters.index(name), name})


class Module:
    """A file: its tree, who is inside of what, and what its names are bound to."""

    def __init__(self, path: Path, root: Path) -> None:
        self.file = path.relative_to(root).as_posix()
        self.tree = ast.parse(path.read_text("utf-8"))
        self.within: dict[ast.AST, Function | None] = {}
        self.bases: dict[str, list[str]] = {}
        self.bound: dict[tuple[Function | None, str], list[ast.expr]] = {}
        for node in self.tree.body:
            self._bind(node, None)  # before the functions above them are read
        self._walk(self.tree, None, None)

    def _walk(self, node: ast.AST, inside: Function | None, kind: str | None) -> None:
        for child in ast.iter_child_nodes(node):
            self.within[child] = inside
            if isinstance(child, ast.ClassDef):
                self.bases[child.name] = [last(base) for base in child.bases]
                self._walk(child, inside, child.name)
            elif isinstance(child, ast.FunctionDef):
                self._walk(child, _function(child, kind), None)
            else:
                if inside is not None or isinstance(child, ast.comprehension):
                    self._bind(child, inside)
                self._walk(child, inside, kind)

    def _bind(self, node: ast.AST, inside: Function | None) -> None:
        match node:
            case ast.Assign(targets=[target], value=value):
                self._bind_to(target, value, inside)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self.bound.setdefault((inside, name), []).append(value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                self.bound.setdefault((inside, name), []).append(value)
            case ast.For() | ast.comprehension():
                self._bind_each(node.target, node.iter, inside)

    def _bind_to(
        self, target: ast.expr, value: ast.expr, inside: Function | None
    ) -> None:
        match target, value:
            case ast.Name(id=name), _:
                self.bound.setdefault((inside, name), []).append(value)
            case ast.Tuple(elts=names), ast.Tuple(elts=values):
                for each, its in zip(names, values, strict=True):
                    self._bind_to(each, its, inside)

    def _bind_each(
        self, target: ast.expr, source: ast.expr, inside: Function | None
    ) -> None:
        """The names of a loop over what is written out, here or in the module."""
        match source:
            case ast.Name(id=name):
                for value in self.values(name, inside):
                    self._bind_each(target, value, inside)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items")):
                for value in self.values(name, inside):
                    if isinstance(value, ast.Dict):
                        for key, its in zip(value.keys, value.values, strict=True):
                            pair = ast.Tuple([key or its, its])
                            self._bind_to(target, pair, inside)
            case ast.Tuple(elts=values) | ast.List(elts=values):
                for value in values:
                    self._bind_to(target, value, inside)

    def values(self, name: str, inside: Function | None) -> list[ast.expr]:
        """What a name is bound to here, else in the module."""
        return self.bound.get((inside, name)) or self.bound.get((None, name), [])


def last(node: ast.expr) -> str:
    """The last name of `a.b.c`, or of what is called."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return last(value)
    return ""


def _function(node: ast.FunctionDef, kind: str | None) -> Function:
    """A method is called without its first; a class by its own name."""
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    static = any(last(each) == "staticmethod" for each in node.decorator_list)
    if kind is not None and not static:
        names = names[1:]
    name = kind if kind is not None and node.name == "__init__" else node.name
    return Function(name, node, (*names, *(each.arg for each in node.args.kwonlyargs)))


def calls(module: Module) -> list[ast.Call]:
    """Every call of a file, with its class's or function's name (`last`)."""
    return [node for node in module.within if isinstance(node, ast.Call)]


def modules(root: Path) -> list[Module]:
    """Every file of the program."""
    paths = (path for name in SOURCES for path in sorted((root / name).rglob("*.py")))
    return [Module(path, root) for path in paths]
