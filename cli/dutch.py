"""The program in Dutch: its voice, and click's own words."""

import gettext
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, tzinfo
from typing import Any

from cli.voice import Language, Voice
from domain.values.messages import Value, Words
from domain.values.texts import visible
from papers.wording.catalogue import FOLDER
from papers.wording.cells import cell, reader
from papers.wording.forms import dutch_amount, dutch_date
from papers.wording.labels import helped, label, metavar
from papers.wording.telling import titled, told
from projections.report import Column

_DOMAIN = "click"
_CAPITALS = r"[A-Z]{2,}"


class _Dutch(Voice):
    """Dutch."""

    language: Language = "nl"
    names_width = 26
    nil = "0,00"
    yes = ("j", "ja", "y", "yes")
    no = ("n", "nee", "no")

    def __init__(self) -> None:
        self.not_met = tuple(self.word(each) for each in Voice.not_met)

    def tell(self, said: Value) -> str:
        return told(said, "nl")

    def printed(self, said: Value) -> str:
        return told(said, "nl", shown_as=visible)

    def title(self, title: Value) -> str:
        return titled(title, "nl", shown_as=visible)

    def word(self, name: str) -> str:
        return told(Words(name), "nl")

    def check(self, name: str) -> str:
        return label("check", name, "nl")

    def amount(self, amount: str) -> str:
        return dutch_amount(amount)

    def date(self, day: str) -> str:
        try:
            return dutch_date(date.fromisoformat(day))
        except ValueError:
            return day

    def reader(self, column: Column, zone: tzinfo) -> Callable[[Any], str]:
        return reader(column, "nl", zone)

    def shown(self, value: Value) -> str:
        return cell(_FACT, value, "nl")

    def helped(self, text: str) -> str:
        return helped(text, "nl")

    def metavar(self, called: str) -> str:
        return re.sub(_CAPITALS, lambda found: metavar(found[0]), called)


_FACT = Column("", "")
DUTCH: Voice = _Dutch()


@contextmanager
def click_in_dutch() -> Iterator[None]:
    """While it lasts click says its own words in Dutch, by gettext as it does."""
    before, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(_DOMAIN, str(FOLDER))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = "nl"
    try:
        yield
    finally:
        gettext.textdomain(before)
        if language is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = language
