"""One look of somebody at a page: who, in which language, at which clocks.

A page is a function of a visit. It asks the same queries as the command line and the
API, so it shows the same figures; the address has all that it depends on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from domain.values.days import day_from_typed
from domain.values.messages import Message
from ledger.asking import Asker
from ledger.reading import LedgerReader
from ledger.transparency.log import LogReader
from papers.wording.cells import ABSENT, cell
from papers.wording.labels import Kind, label
from papers.wording.telling import Language, told
from projections.answers.deviations import DeviationUse, deviation_uses
from projections.answers.roles import roles
from projections.parameters import clean, iso_date, named
from projections.query import find
from projections.report import AMOUNTS, Column, Report
from projections.snapshot import View
from web.pages.charts.drawing import Written
from web.pages.naming import facts_with_names, with_names
from web.pages.writing import written
from web.service import Service
from web.signin.identity import Identity
from web.uploads import Upload

_TYPED = re.compile(r" \((?:see )?zuidas [^()]*\)")
"""What somebody at a command line would type."""
AT, KNOWN_AT = "at", "knownAt"
Given = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What a request says, before any ledger is looked at."""

    path: str
    """As it was asked for, encoded."""
    names: Given
    """What the path names, decoded."""
    given: Given
    """The keys of its query."""
    lang: Language
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a form sent, by name."""
    files: Sequence[Upload] = ()
    """The files that it sent, in memory only."""
    is_part: bool = False
    """A part of the page is asked for, to be put into it."""


class Visit:
    """A ledger at both clocks, open for somebody's page."""

    def __init__(
        self, service: Service, identity: Identity, ledger: LedgerReader, asked: Asked
    ) -> None:
        self.service = service
        self.identity = identity
        self.ledger = ledger
        self.asked = asked
        self.lang: Language = asked.lang

    @cached_property
    def asker(self) -> Asker:
        """Asks queries at both clocks; raises `Refusal` for clocks that are none."""
        asker = Asker(lambda: self.ledger)
        typed = self.asked.given.get(AT, "").strip()
        if typed:
            with named(self.label("field", "at")):
                asker.at = iso_date(day_from_typed(clean(typed), lambda: self.today))
        asker.known_at = self.known_at
        return asker

    @cached_property
    def known_at(self) -> str | None:
        """WHEN of the address; a bare number is an entry's, and none is now."""
        text = clean(self.asked.given.get(KNOWN_AT, ""))
        if not text:
            return None
        if text.isascii() and text.isdigit():
            return f"#{text}"
        return day_from_typed(text, lambda: self.today)

    @property
    def today(self) -> date:
        """Today in the ledger's time zone."""
        return self.ledger.today

    @cached_property
    def view(self) -> View:
        """The ledger at both clocks."""
        return self.asker.view()

    @cached_property
    def roles(self) -> Mapping[str, Any]:
        """Who may do what now: each in force from its entry on, at once."""
        return roles(self.ledger.view(date.max))

    @property
    def is_earlier(self) -> bool:
        """What was known then is looked at, and not what is known now."""
        return self.known_at is not None and not self.view.is_latest

    def ask(self, query: str, **given: Any) -> Report:  # noqa: ANN401  # by kind
        """The report of a query at both clocks; raises `LedgerError`."""
        found = find(query)
        assert found is not None  # noqa: S101  # its name is ours
        return self.asker.ask(found, given)

    def data(self, query: str, **given: Any) -> Any:  # noqa: ANN401  # JSON of any shape
        """Its JSON."""
        return self.ask(query, **given).data

    def href(self, path: str, **keys: object) -> str:
        """An address with the clocks of this one; keys that are None are left out."""
        kept = {name: self.asked.given.get(name) for name in (AT, KNOWN_AT)}
        pairs = {name: value for name, value in {**kept, **keys}.items() if value}
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def here(self, **keys: object) -> str:
        """The address of this page with other keys."""
        given = {**self.asked.given, **keys}
        pairs = {name: value for name, value in given.items() if value}
        return f"{self.asked.path}?{urlencode(pairs)}" if pairs else self.asked.path

    def say(self, template: str, /, **values: object) -> str:
        """A sentence of the pages' own, in the visitor's language."""
        return self.told(Message(template, values))

    def told(self, said: object) -> str:
        """A message in the visitor's language."""
        text = told(with_names(self, said), self.lang, fields=True)
        return _TYPED.sub("", text)

    def label(self, kind: Kind, name: str) -> str:
        """A name of the program's in the visitor's language."""
        return label(kind, name, self.lang)

    def day(self, iso: str) -> str:
        """A date of the ledger's JSON as the language has it in a table."""
        return self.written.day(date.fromisoformat(iso))

    @cached_property
    def deviations(self) -> Mapping[int, DeviationUse]:
        """Deviations at both clocks by entry, with their use: as the query has them."""
        return deviation_uses(self.view)

    @cached_property
    def written(self) -> Written:
        """How amounts and days are written."""
        return written(self.lang)

    def cell(self, column: Column, value: object) -> str:
        """A value of a table as text; every amount has its sign."""
        if column.kind == "facts" and isinstance(value, Mapping):
            value = facts_with_names(self, value)
        text = cell(column, value, self.lang, self.ledger.frameworks.opening.zone)
        if column.kind == "moment":
            return text.replace("T", " ")
        if column.kind not in AMOUNTS or text in ("", ABSENT):
            return text
        return f"€\u00a0{text.removeprefix('+')}"

    @cached_property
    def root(self) -> str:
        """The root of the log at the view's entry, in hex."""
        return LogReader(self.ledger.store).root(self.view.entry).hex()

    def recorded_at(self, entry: int) -> datetime | None:
        """When an entry was recorded, in the ledger's time zone."""
        rows = self.view.rows("SELECT recorded_at FROM entries WHERE entry = ?", entry)
        for (text,) in rows:
            moment = datetime.fromisoformat(str(text))
            return moment.astimezone(self.ledger.frameworks.opening.zone)
        return None


def segment(text: str) -> str:
    """A name as one segment of an address."""
    return quote(text, safe="")
