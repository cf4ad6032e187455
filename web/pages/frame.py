"""What stands around every page: who, where, when, and which ledger it is true of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from web.pages.assets import SCRIPTS, STYLES, address
from web.pages.clocks import Clocks
from web.pages.components.ways import Breadcrumbs


class Way(NamedTuple):
    """A page in the navigation, its address with both clocks."""

    text: str
    href: str
    current: bool = False
    waiting: str = ""
    """How much of it waits for the reader, where anything does."""


class Tongue(NamedTuple):
    """The same page in a language: its code, its own name, the address."""

    code: str
    name: str
    href: str


class Person(NamedTuple):
    """Who is signed in, and where the form goes that ends that."""

    name: str
    sign_out: str = "/sign-out"


class Search(NamedTuple):
    """A search in the whole ledger, from any page."""

    action: str
    label: str
    button: str
    kept: Sequence[tuple[str, str]] = ()
    """The clocks of the page."""


class Foot(NamedTuple):
    """What the page is true of; printed at the foot of each sheet."""

    entry: int
    size: int
    root: str
    moment: str
    """Both clocks in words, as `Clocks.said`."""


@dataclass(frozen=True)
class Words:
    """The texts of the frame itself, in the reader's language."""

    skip: str
    signed_in: str
    sign_out: str
    languages: str
    menu: str
    clocks: str
    """Names the form of both clocks."""
    at: str
    at_hint: str
    known_at: str
    """Names the slider."""
    typed: str
    """Names the field beside it."""
    show: str
    now: str
    entry: str
    size: str
    root: str
    glossary: str
    """The page of words that are explained."""
    foot: str
    """Names what stands at the foot."""


@dataclass(frozen=True)
class Frame:
    """All of `base.html` but the page itself, which is its block `content`."""

    page: str
    """For tests and programs: `<main data-page="overview">`."""
    title: str
    ledger: str
    """The framework in force at the date, else the program."""
    lang: str
    words: Words
    foot: Foot | None
    """None where nothing of a ledger is shown."""
    ended: str = ""
    """Where the framework's last year was over by then: that it was, and since when."""
    clocks: Clocks | None = None
    person: Person | None = None
    search: Search | None = None
    ways: Sequence[Way] = ()
    tongues: Sequence[Tongue] = ()
    crumbs: Breadcrumbs | None = None
    theme: str = ""
    """The address of one more style sheet, of `--theme`."""
    scripts: Sequence[str] = ()
    """Addresses of scripts that this page needs besides."""
    styles: Sequence[str] = field(default_factory=lambda: [*map(address, STYLES)])
    common_scripts: Sequence[str] = field(
        default_factory=lambda: [*map(address, SCRIPTS)]
    )

    icon: str = field(default_factory=lambda: address("icon.svg"))

    @property
    def all_scripts(self) -> Sequence[str]:
        """Those of every page, then those of this one."""
        return [*self.common_scripts, *self.scripts]
