"""Style sheets read as rules, so that what no page uses can be left out of them."""

import re
from collections.abc import Callable, Iterator, Sequence

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"^\s+|\s+$|(?<=[(,])\s+|\s+(?=\))")
_GROUPING = ("@media", "@supports", "@container")
"""Rules that hold rules."""


def pruned(css: str, keeps: Callable[[str], bool], without: Sequence[str] = ()) -> str:
    """The rules of a style sheet with the selectors whose classes are all kept.

    Selectors that have one of the parts in `without` are left out, and a group of
    rules of which none is left. White space that says nothing is left out, too.
    """
    return "".join(_pruned(css, keeps, without))


def _pruned(
    css: str, keeps: Callable[[str], bool], without: Sequence[str]
) -> Iterator[str]:
    for prelude, body in rules(_COMMENT.sub("", css)):
        if prelude.startswith(_GROUPING):
            if inside := pruned(body, keeps, without):
                yield f"{prelude}{{{inside}}}\n"
            continue
        kept = [
            each
            for each in selectors(prelude)
            if _kept(each, keeps) and not any(part in each for part in without)
        ]
        if kept:
            yield f"{','.join(kept)}{{{_BLANKS.sub('', body)}}}\n"


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule: what stands before its block, and what stands in it.

    Statements without a block (`@charset`) are passed over.
    """
    start = 0
    while (opened := css.find("{", start)) >= 0:
        closed = _closing(css, opened)
        prelude = css[start:opened].rpartition(";")[2].strip()
        yield prelude, css[opened + 1 : closed]
        start = closed + 1


def _closing(css: str, opened: int) -> int:
    """Where the block ends that opens here; raises `ValueError` where it never does."""
    depth = 0
    for found in re.finditer(r"[{}]", css[opened:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return opened + found.start()
    raise ValueError(css[opened : opened + 60])


def selectors(prelude: str) -> list[str]:
    """The selectors of a rule; commas inside parentheses part nothing."""
    return [each.strip() for each in re.split(r",(?![^(]*\))", prelude)]


def _kept(selector: str, keeps: Callable[[str], bool]) -> bool:
    return all(map(keeps, CLASS.findall(selector)))
