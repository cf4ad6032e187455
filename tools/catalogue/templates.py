"""The templates of messages, found in the program's source.

A function tells what it is given where it hands that on to a function that tells:
`Refusal` and `message` do, so `wrong(name, template)` of a reader of frameworks does
too, and whoever calls that. So nothing needs to be listed but the beginning, and the
fields of declarations, which no function passes on.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import NamedTuple

from tools.catalogue.declared import (
    CONSTANTS,
    DECLARED,
    FACTS,
    NOT_TOLD,
    PASSED,
)
from tools.catalogue.source import Function, Module, calls, last

_TOLD: Mapping[str, frozenset[str | int]] = {
    "Message": frozenset({0, "template"}),
    "LedgerError": frozenset({1, "template"}),
}
"""Where all that is told arrives: the argument that is a template."""


class Template(NamedTuple):
    """A template, and the file that tells it."""

    text: str
    file: str


class Finder:
    """All templates of some files."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = list(modules)
        self.tellers: dict[str, frozenset[str | int]] = {**_TOLD, **DECLARED}
        self.unknown: list[str] = []
        """Where something is told that isn't found out here."""

    def found(self) -> Iterator[Template]:
        """Every template, after it is known who tells."""
        while self._learned():
            pass
        for module in self.modules:
            for text in self._of_module(module):
                if has_words(text):
                    yield Template(text, module.file)

    def _of_module(self, module: Module) -> Iterator[str]:
        for call in calls(module):
            for node in self._given(call, module):
                yield from self._texts(node, module, call)
            if last(call.func) in FACTS:
                yield from _first_texts(call)
        for name in CONSTANTS.get(module.file, ()):
            for value in module.values(name, None):
                yield from _all_texts(value)

    def _learned(self) -> bool:
        """Who tells what it is given; true while more of them are found."""
        before = dict(self.tellers)
        for module in self.modules:
            for name, bases in module.bases.items():
                for base in bases:
                    its = self._places(base, module.file)
                    self._add(name, its, module.file)
            for call in calls(module):
                inside = module.within[call]
                for node in self._given(call, module) if inside else ():
                    self._hands_on(inside, node, module)
        return self.tellers != before

    def _hands_on(
        self, inside: Function | None, node: ast.expr, module: Module
    ) -> None:
        for each in _alternatives(node):
            if inside is not None and isinstance(each, ast.Name) and each.id in PASSED:
                self._add(inside.name, inside.places(each.id), module.file)

    def _add(self, name: str, places: frozenset[str | int], file: str) -> None:
        name = _scoped(name, file)
        if places:
            self.tellers[name] = self.tellers.get(name, frozenset()) | places

    def _places(self, name: str, file: str) -> frozenset[str | int]:
        if f"{file}:{name}" in NOT_TOLD:
            return frozenset()
        return self.tellers.get(_scoped(name, file)) or self.tellers.get(
            f"{file}:{name}", frozenset()
        )

    def _given(self, call: ast.Call, module: Module) -> Iterator[ast.expr]:
        places = self._places(last(call.func), module.file)
        if not places:
            return
        flat: list[ast.expr] = []
        for argument in call.args:
            starred = isinstance(argument, ast.Starred)
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            flat += inner.elts if starred and isinstance(inner, ast.Tuple) else [inner]
        for number, argument in enumerate(flat):
            if number in places:
                yield argument
        yield from (each.value for each in call.keywords if each.arg in places)

    def _texts(self, node: ast.expr, module: Module, call: ast.Call) -> Iterator[str]:
        for each in _alternatives(node):
            yield from self._text(each, module, call, set())

    def _text(
        self, node: ast.expr, module: Module, call: ast.AST, seen: set[ast.AST]
    ) -> Iterator[str]:
        if node in seen:
            return
        seen = seen | {node}
        match node:
            case ast.Constant(value=text):
                if isinstance(text, str):
                    yield text
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                ends = list(self._text(right, module, call, seen))
                for start in self._text(left, module, call, seen):
                    yield from (start + end for end in ends)
            case ast.Call(func=function) if self._places(last(function), module.file):
                return  # a message, found where it is made
            case _:
                for each in self._parts(node, module, call):
                    yield from self._text(each, module, call, seen)

    def _parts(
        self, node: ast.expr, module: Module, call: ast.AST
    ) -> Sequence[ast.expr]:
        """What a value may be: the ends of a condition, what a name is bound to."""
        inside = module.within[call]
        match node:
            case ast.IfExp(body=one, orelse=other):
                return one, other
            case ast.BoolOp(values=some) | ast.Tuple(elts=some) | ast.Dict(values=some):
                return some
            case ast.Subscript(value=value):
                return (value,)
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=args):
                return value, *args[1:]
            case ast.Name(id=name):
                bound = module.values(name, inside)
                if bound or (inside and inside.places(name)):
                    return bound
        self._missed(module, call, node)
        return ()

    def _missed(self, module: Module, call: ast.AST, node: ast.expr) -> None:
        line = getattr(call, "lineno", 0)
        self.unknown.append(f"{module.file}:{line}: {ast.unparse(node)[:100]}")


def has_words(template: str) -> bool:
    """There is something to translate besides the places of values."""
    texts = (text for text, *_ in Formatter().parse(template))
    return any(char.isalpha() for text in texts for char in text)


def _first_texts(call: ast.Call) -> Iterator[str]:
    """The titles of facts: of rows of title and value, or of a mapping's items."""
    for node in ast.walk(call):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(text)), _]):
                yield text


def _all_texts(node: ast.expr) -> Iterator[str]:
    """Every text in it; of a mapping only its values."""
    match node:
        case ast.Dict(values=values):
            for each in values:
                yield from _all_texts(each)
        case ast.Constant(value=str(text)):
            yield text
        case ast.Tuple(elts=some) | ast.Call(args=some) | ast.Set(elts=some):
            for each in some:
                yield from _all_texts(each)


def _scoped(name: str, file: str) -> str:
    """What is private is one function in each file."""
    return f"{file}:{name}" if name.startswith("_") else name


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield from _alternatives(one)
            yield from _alternatives(other)
        case _:
            yield node
