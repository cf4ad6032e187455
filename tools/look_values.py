"""Values of the vendored look that nobody gives: what they come to, written out.

A rule says `var(--a, var(--b, 0))` of many values that neither it nor our own style
sheets ever give. By CSS's own rules that is their fallback, or `unset` where there is
none: the same page, and a quarter less to fetch.
"""

import re

_GIVEN = re.compile(r"(--[\w-]+)\s*:")
_DECLARATION = re.compile(r"([;{])([\w-]+):([^;{}]*var\([^;{}]*)")
_START = re.compile(r"var\((--[\w-]+)\s*(,|\))")


def settled(look: str, ours: str) -> str:
    """The style sheet, with what `ours` and itself never give written out."""
    given = frozenset(_GIVEN.findall(look + ours))

    def declared(found: re.Match[str]) -> str:
        before, name, value = found.groups()
        said = _value(value, given)
        if said is None:
            said = "initial" if name.startswith("--") else "unset"
        return f"{before}{name}:{said}"

    return _DECLARATION.sub(declared, look)


def _value(value: str, given: frozenset[str]) -> str | None:
    """A value without what is never given; None where that makes it no value."""
    found = _START.search(value)
    if found is None:
        return value
    name, end = found.group(1), _end(value, found.end() - 1)
    fallback = value[found.end() : end] if found.group(2) == "," else None
    after = _value(value[end + 1 :], given)
    other = None if fallback is None else _value(fallback, given)
    said = _said(name, other, is_given=name in given)
    if after is None or said is None:
        return None
    return f"{value[: found.start()]}{said}{after}"


def _said(name: str, other: str | None, *, is_given: bool) -> str | None:
    if not is_given:
        return other
    return f"var({name})" if other is None else f"var({name},{other})"


def _end(value: str, start: int) -> int:
    """Where the brackets close that are open at a place."""
    depth = 1
    for at in range(start, len(value)):
        depth += {"(": 1, ")": -1}.get(value[at], 0)
        if depth == 0:
            return at
    raise ValueError(value)
