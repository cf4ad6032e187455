"""The forms of a page, as a browser has them: what is filled in, and what is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Pairs = list[tuple[str, str]]


@dataclass
class Control:
    """One control: a text, a box, a choice or a button."""

    kind: str
    name: str
    value: str = ""
    checked: bool = False
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """One form; `send` is what a browser would send of it."""

    attributes: Mapping[str, str | None]
    controls: list[Control] = field(default_factory=list)

    @property
    def action(self) -> str:
        return str(self.attributes["action"])

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.controls if each.kind != "button"}

    def named(self, name: str) -> list[Control]:
        return [each for each in self.controls if each.name == name]

    def value(self, name: str) -> str:
        """What stands in a field now."""
        (found,) = self.named(name)
        return found.value

    def buttons(self) -> list[tuple[str, str]]:
        return [(c.name, c.value) for c in self.controls if c.kind == "button"]

    def fill(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Fill in; what the form has no control for, or no choice of, is a failure."""
        for name, values in typed.items():
            found = self.named(name)
            assert found, f"{self.action} has no field {name}: {sorted(self.names)}"
            if found[0].kind == "textarea":
                found[0].value = "\n".join(values)
                continue
            for value in values:
                self._fill_one(found, value)

    def _fill_one(self, found: Sequence[Control], value: str) -> None:
        boxes = [each for each in found if each.kind == "checkbox"]
        if boxes:
            (box,) = [each for each in boxes if each.value == value]
            box.checked = True
            return
        (control,) = found
        if control.kind == "select":
            assert value in control.options, (control.name, value, control.options)
        control.value = value

    def send(self, button: tuple[str, str] | None = None) -> Pairs:
        """In the order of the page."""
        sent = []
        for each in self.controls:
            if each.kind == "button" or (each.kind == "checkbox" and not each.checked):
                continue
            # As browsers do it: line breaks are CRLF, whatever they were.
            value = "\r\n".join(each.value.splitlines())
            sent.append((each.name, value))
        return sent if button is None else [*sent, button]


class Page(HTMLParser):
    """A page read: its forms, its ids, what is at each, its scripts and handlers."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.ids: dict[str, str] = {}
        """By id the text in the element."""
        self.repeated_ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, Mapping[str, str | None]]] = []
        self.text = ""
        self._open: list[tuple[str, str | None]] = []
        self._option: Control | None = None
        self._area: Control | None = None
        self.feed(body)
        self.close()

    @property
    def form(self) -> PageForm:
        """The form that this page is about."""
        (found,) = [f for f in self.forms if f.attributes.get("class") == "form"]
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        id_ = given.get("id")
        if id_ is not None:
            if id_ in self.ids:
                self.repeated_ids.append(id_)
            self.ids[id_] = ""
        if tag not in ("input", "meta", "link", "br", "hr", "col"):
            self._open.append((tag, id_))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "form":
            self.forms.append(PageForm(given))
        elif self.forms:
            self._control(tag, given)

    def _control(self, tag: str, given: Mapping[str, str | None]) -> None:
        form = self.forms[-1]
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input":
            kind = given.get("type") or "text"
            form.controls.append(Control(kind, name, value, "checked" in given, given))
        elif tag == "button":
            form.controls.append(Control("button", name, value, attributes=given))
        elif tag == "select":
            self._option = Control("select", name, attributes=given)
            form.controls.append(self._option)
        elif tag == "textarea":
            self._area = Control("textarea", name, attributes=given)
            form.controls.append(self._area)
        elif tag == "option" and self._option is not None:
            self._option.options.append(value)
            if "selected" in given or len(self._option.options) == 1:
                self._option.value = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        if tag == "select":
            self._option = None
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                return

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area is not None:
            self._area.value += data
        for _, id_ in self._open:
            if id_ is not None:
                self.ids[id_] += data
