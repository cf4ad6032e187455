"""Who an entry is with, as the ledger names them, and which names are alike."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Any

from domain.framework.course import PARTNER
from domain.values.words import Words, name_words, overlap
from projections.answers.corrections import Corrections
from projections.snapshot import View
from projections.suggesting.grants import Papers

ALIKE = 0.6
"""The share of the longer name's words that both have, at least."""
BANK = "bank"
"""The counterparty of commands that are made of a line: it tells nobody apart."""
_NAMES = ("payee", "counterparty", "source")


class Partners:
    """Names of partners by their codes."""

    def __init__(self, view: View) -> None:
        self._names = {
            code: view.frameworks.partner(code, view.at, view.entry).name
            for code in view.course.ever(PARTNER)
        }

    def name(self, code: str) -> str:
        """A partner's name, as on the view's date."""
        return self._names.get(code, code)


class Counterparties:
    """Who entries are with."""

    def __init__(
        self, partners: Partners, projects: Mapping[str, Papers], corrected: Corrections
    ) -> None:
        self._partners = partners
        self._projects = projects
        self._corrected = corrected

    def of(self, entry: int, given: Mapping[str, Any]) -> str | None:
        """The party of an entry, as corrected; a partner by its name."""
        for name in _NAMES:
            found = self._corrected.of(entry, given, name)
            if found is not None:
                return None if found.casefold() == BANK else intern(found)
        if given.get("partner") is not None:
            return self._partners.name(given["partner"])
        paper = self._projects.get(str(given.get("project")))
        return None if paper is None else paper.recipient


class Names:
    """Finds the parties whose names are like the one that a bank shows."""

    def __init__(self, parties: Sequence[str]) -> None:
        self._words = {party: name_words(party) for party in parties}
        self._by_word: dict[str, list[str]] = {}
        for party, words in self._words.items():
            for word in words:
                self._by_word.setdefault(word, []).append(party)
        self._found: dict[Words, frozenset[str]] = {}

    def like(self, name: str | None) -> frozenset[str]:
        """The parties with such a name."""
        words = name_words(name) if name else frozenset()
        if words not in self._found:
            self._found[words] = frozenset(self._alike(words))
        return self._found[words]

    def _alike(self, words: Words) -> Iterator[str]:
        for word in words:
            for party in self._by_word.get(word, ()):
                if overlap(words, self._words[party]) >= ALIKE:
                    yield party


@lru_cache(maxsize=50_000)
def party_key(party: str) -> str:
    """What two spellings of one party have in common."""
    return " ".join(sorted(name_words(party))) or party
