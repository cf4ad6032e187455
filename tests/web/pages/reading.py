"""HTML as the tests look at it: elements with their attributes and texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "input", "link", "meta"}


@dataclass
class Found:
    """An element, what is in it, and all text below it."""

    name: str
    attributes: dict[str, str | None]
    inside: list["Found"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        value = self.attributes[name]
        assert value is not None
        return value

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    @property
    def classes(self) -> list[str]:
        return (self.get("class") or "").split()

    def all(self, name: str = "", class_: str = "") -> list["Found"]:
        return [
            each
            for each in self._below()
            if name in {"", each.name} and (not class_ or class_ in each.classes)
        ]

    def one(self, name: str = "", class_: str = "") -> "Found":
        (found,) = self.all(name, class_)
        return found

    def _below(self) -> Iterator["Found"]:
        for each in self.inside:
            yield each
            yield from each._below()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Found("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        found = Found(tag, dict(attrs))
        self.open[-1].inside.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.texts.append(data)


def read(html: object) -> Found:
    """What stands in a page or a part of one; elements must be closed in order."""
    reader = _Reader()
    reader.feed(html if isinstance(html, str) else html.__html__())  # type: ignore[attr-defined]
    reader.close()
    (root,) = reader.open
    return root
