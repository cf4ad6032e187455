"""In which language a run of the program speaks.

`--lang`, else `ZUIDAS_LANG`, else the framework's `language` where a ledger is opened
anyway, else the locale, else English. What programs read is English.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.voice import ENGLISH, LANGUAGES, Language, Voice
from domain.values.errors import UsageError
from domain.values.messages import Quoted

if TYPE_CHECKING:
    from projections.frameworks import Frameworks

OPTION, VARIABLE = "--lang", "ZUIDAS_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_KEY = "cli.speech"


class Speech:
    """What is known of the language of one run."""

    def __init__(
        self,
        asked: str | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        for_programs: bool = False,
    ) -> None:
        self._asked = _language(asked)
        self._environment = environment or {}
        self._for_programs = for_programs
        self._framework: Language | None = None

    @classmethod
    def of(cls, arguments: Sequence[str], *, for_programs: bool) -> "Speech":
        """That of a command line, before it is read: help and its faults need it."""
        return cls(_typed(arguments), os.environ, for_programs=for_programs)

    @property
    def language(self) -> Language:
        """The language."""
        if self._for_programs:
            return "en"
        return self._chosen or self._framework or self._of_locale()

    @property
    def voice(self) -> Voice:
        """Who speaks it."""
        if self.language == "en":
            return ENGLISH
        from cli.dutch import DUTCH

        return DUTCH

    def of_click(self) -> AbstractContextManager[object]:
        """While it lasts click's own words are of the language known by then."""
        if self.language == "en":
            return nullcontext()
        from cli.dutch import click_in_dutch

        return click_in_dutch()

    def ask(self, language: str | None) -> None:
        """What --lang says, now that the command line was read.

        Raises `UsageError` (`BAD_COMMAND`) for what the environment says wrongly.
        """
        self._asked = _language(language)
        told = self._environment.get(VARIABLE)
        if told and self._asked is None and _language(told) is None:
            raise UsageError(
                "BAD_COMMAND",
                "{variable}: {told} is no language; it takes {known}.",
                variable=VARIABLE,
                told=Quoted(told),
                known=" | ".join(LANGUAGES),
            )

    def hear(self, frameworks: "Frameworks") -> None:
        """What the framework in force says, of a ledger that is open."""
        if self._is_open:
            self.hear_of(frameworks.language_on(datetime.now(UTC).date()))

    def hear_of(self, language: str | None) -> None:
        """What a framework says."""
        self._framework = _language(language)

    @property
    def _is_open(self) -> bool:
        return self._chosen is None and not self._for_programs

    @property
    def _chosen(self) -> Language | None:
        return self._asked or _language(self._environment.get(VARIABLE))

    def _of_locale(self) -> Language:
        told = filter(None, (self._environment.get(name) for name in _LOCALE))
        code = next(told, "").partition(".")[0].partition("@")[0]
        return "nl" if code.partition("_")[0] == "nl" else "en"


def speech_of(context: click.Context | None = None) -> Speech:
    """The speech of the run that a command belongs to; English outside of any."""
    found = context or click.get_current_context(silent=True)
    return Speech() if found is None else found.meta.get(_KEY) or Speech()


def begin(context: click.Context, speech: Speech) -> None:
    """Let all commands of a run have its speech."""
    context.meta[_KEY] = speech


def voice_of(context: click.Context | None = None) -> Voice:
    """The voice of the run that a command belongs to."""
    return speech_of(context).voice


def _language(text: str | None) -> Language | None:
    return next((each for each in LANGUAGES if each == text), None)


def _typed(arguments: Sequence[str]) -> str | None:
    """The last --lang of a command line."""
    found, words = None, iter(arguments)
    for word in words:
        if word == "--":
            break
        if word == OPTION:
            found = next(words, None)
        elif word.startswith(f"{OPTION}="):
            found = word.partition("=")[2]
    return found
