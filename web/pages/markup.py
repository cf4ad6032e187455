"""HTML and SVG made of elements; whatever text stands in them is escaped."""

from collections.abc import Iterable
from typing import Protocol, TypeAlias, runtime_checkable

from markupsafe import Markup, escape


@runtime_checkable
class Html(Protocol):
    """Anything that can stand on a page: each component, and what is made of them."""

    def __html__(self) -> str:
        """The same as HTML."""


Content: TypeAlias = Html | str | int | None
"""What stands in an element; a text is escaped, and None is nothing."""
Attribute: TypeAlias = Html | str | int | bool | None
"""None and False: the attribute is left out. True: it has no value."""
_VOID = frozenset(("br", "col", "hr", "input", "link", "meta"))


def element(name: str, /, *contents: Content, **attributes: Attribute) -> Markup:
    """An element; `class_`, `for_` and `aria_label` are said as Python can say them."""
    start = f"<{name}{_attributes(attributes)}>"
    if name in _VOID:
        return Markup(start)  # noqa: S704  # its parts are escaped
    return Markup(f"{start}{joined(contents)}</{name}>")  # noqa: S704  # as above


def joined(contents: Iterable[Content]) -> Markup:
    """Several contents, one after the other."""
    return Markup("").join(escape(each) for each in contents if each is not None)


def classes(*names: str) -> str | None:
    """The value of `class`; an empty name is passed over."""
    return " ".join(filter(None, names)) or None


def identifier(name: str) -> str:
    """An id that selectors can name: `third_parties.0.name` with dashes."""
    return "-".join("".join(c if c.isalnum() else " " for c in name).split())


def _attributes(attributes: dict[str, Attribute]) -> str:
    said = (
        (name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in said
    )
