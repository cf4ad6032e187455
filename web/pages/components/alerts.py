"""What the reader is told apart from the figures: notes, findings, refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import Markup

from web.pages.components.texts import Badge, Empty, Link, Mood, Several
from web.pages.markup import Content, element, identifier

Kind: TypeAlias = Literal["info", "ok", "warning", "error"]
_KINDS = {
    "info": ("utrecht-alert utrecht-alert--info", "i"),
    "ok": ("utrecht-alert utrecht-alert--ok", "✓"),
    "warning": ("utrecht-alert utrecht-alert--warning", "!"),
    "error": ("utrecht-alert utrecht-alert--error", "✕"),
}


@dataclass(frozen=True)
class Alert:
    """A message in a box: its kind in words (`title`), a mark, and a colour.

    `role` is "alert" for a refusal that has just come, "status" for a success;
    nothing where it belongs to the page.
    """

    kind: Kind
    title: str
    contents: Sequence[Content] = ()
    """Paragraphs."""
    role: Literal["", "alert", "status"] = ""
    name: str = ""
    """Its id, where something leads here."""

    def __html__(self) -> str:
        class_, mark = _KINDS[self.kind]
        said = (
            element("div", each, class_="utrecht-paragraph") for each in self.contents
        )
        title = element("p", self.title, class_="alert__title")
        return element(
            "div",
            element("span", mark, class_="alert__mark", aria_hidden="true"),
            element("div", title, *said, class_="utrecht-alert__content"),
            class_=class_,
            role=self.role or None,
            id=self.name or None,
            tabindex=-1 if self.name else None,
        )


@dataclass(frozen=True)
class Mistakes:
    """What is wrong in a form, each leading to its field: first on the page.

    `faults` are pairs of a field's name and what is wrong with it; a fault of no field
    has an empty name.
    """

    title: str
    faults: Sequence[tuple[str, str]]

    def __html__(self) -> str:
        faults = (element("li", _fault(*each)) for each in self.faults)
        points = element("ul", *faults, class_="utrecht-unordered-list")
        return Alert("error", self.title, [points], "alert", "mistakes").__html__()


@dataclass(frozen=True)
class Finding:
    """A finding: how grave in a word, its code, what it says, the entries behind it."""

    severity: str
    mood: Mood
    code: str
    message: str
    entries: Sequence[Link] = ()


@dataclass(frozen=True)
class Findings:
    """Findings, one below the other; `empty` where there are none."""

    findings: Sequence[Finding]
    empty: str

    def __html__(self) -> str:
        if not self.findings:
            return Empty(self.empty).__html__()
        return element("ul", *map(_finding, self.findings), class_="findings")


def _fault(name: str, said: str) -> Content:
    return Link(said, f"#{identifier(name)}") if name else said


def _finding(finding: Finding) -> Markup:
    entries = element("p", Several(finding.entries, " "), class_="findings__entries")
    return element(
        "li",
        element(
            *("p", Badge(finding.severity, finding.mood), " "),
            element("code", finding.code, class_="utrecht-code"),
            class_="findings__head",
        ),
        element("p", finding.message, class_="utrecht-paragraph"),
        entries if finding.entries else None,
        class_="findings__finding",
    )
