"""What the program says when it runs is in the catalogue, and told in Dutch."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli import main
from cli.voice import Voice
from domain.values.errors import LedgerError
from domain.values.messages import Coded, Message, message
from ledger.asking import asking
from ledger.storage.location import Location
from papers.wording import label, titled, told
from papers.wording.catalogue import in_dutch
from papers.wording.labels import dutch_words
from papers.wording.telling import commands_in
from projections.query import Query, find, names
from projections.report import Column, Facts, Table
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.asking_everything import _given, _There
from tests.functional.program import InProcess
from tests.functional.test_codes import COST, MOVE, ON_LIVED, RECEIPT, STEPS
from tests.wording.said import (
    templates_in,
    templates_of,
    texts_of,
    words_in,
    words_of,
)
from tests.wording.test_catalogue import CODE, ENGLISH
from tools.catalogue.templates import has_words

REFUSED = {
    "BAD_AMOUNT": "--amount: '44.800' is dubbelzinnig: duizendtallen of decimalen?"
    " Schrijf 44800 of 44800,00 voor het grote bedrag, of beide decimalen voor het"
    " kleine.",
    "OVERDRAFT": "rekening-courant op 1 augustus 2012: saldo hierna €\u00a0-19.645,16 −"
    " geoormerkt zonder afwijkingen €\u00a040.000,00 = €\u00a0-59.645,16, ondergrens"
    " €\u00a00,00; tekort €\u00a059.645,16. Mogelijkheden: boek eerst de ontvangsten,"
    " betaal minder of later, of laat de stuurgroep afwijken (deviate, regel"
    " current_account).",
}
"""Some of them whole."""


@pytest.fixture
def refused(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], LedgerError]:
    """The failure of a command line, as the edge gets it."""
    found: list[LedgerError] = []

    def keep(error: LedgerError, shape: str, voice: Voice) -> int:
        found.append(error)
        return error.exit_code

    monkeypatch.setattr(main, "report", keep)

    def run(line: str) -> LedgerError:
        cli(*line.split())
        return found[-1]

    return run


NOT_THERE = os.strerror(errno.ENOENT)
"""In the language of the operating system."""


def check_dutch(error: LedgerError, code: str) -> None:
    """It is that failure; everything in it is told in Dutch, and in English as ever."""
    assert error.code == code
    for template in templates_in(error.said):
        assert in_dutch(template) is not None or not has_words(template), template
    for name in words_in(error.said):
        assert dutch_words(name) is not None, name
    text = told(error.said, "nl")
    words = set(CODE.sub(" ", text.replace(NOT_THERE, "")).split())
    assert not words & ENGLISH, text
    assert told(error.said, "en") == error.message
    assert text != error.message
    assert label("code", code, "nl") != label("code", code, "en")
    if code in REFUSED:
        assert text == REFUSED[code]


@pytest.mark.parametrize("code", ON_LIVED)
def test_a_refusal(
    prepared: Callable[[str], Path], refused: Callable[[str], LedgerError], code: str
) -> None:
    prepared("lived")
    check_dutch(refused(ON_LIVED[code]), code)


@pytest.mark.parametrize("code", STEPS)
def test_a_refusal_after_something_else(
    prepared: Callable[[str], Path],
    refused: Callable[[str], LedgerError],
    cli: InProcess,
    code: str,
) -> None:
    prepared("lived")
    *before, last = STEPS[code]
    for line in before:
        cli.ok(*line.split())
    check_dutch(refused(last), code)


ELSEWHERE = {
    "LEDGER_NOT_FOUND": "balance",
    "NOT_A_LEDGER": "balance",
    "LEDGER_EXISTS": "init",
    "FRAMEWORK_INVALID": "init --framework nonsense --db new.db",
    "LEDGER_READ_ONLY": "init --db missing/new.db",
    "SHARES_NOT_100": "allocate --year 2011 --date 2011-08-01 --decision SG-2011-01"
    " --share SN=99",
    "BAD_COMMAND": f"{RECEIPT} --amount 1 --date 2011-09-01 --id {'x' * 300}",
}


@pytest.mark.parametrize("code", ELSEWHERE)
def test_another_refusal(
    prepared: Callable[[str], Path], refused: Callable[[str], LedgerError], code: str
) -> None:
    path = prepared("opened")
    if code == "LEDGER_NOT_FOUND":
        path.unlink()
    if code == "NOT_A_LEDGER":
        path.write_text("hello")
    check_dutch(refused(ELSEWHERE[code]), code)


# -- reports -------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(asked: AskedLedgers) -> Path:
    """A ledger with something of everything."""
    return asked("lived")


def every_query() -> Iterator[Query]:
    for name in names():
        query = find(name)
        assert query is not None
        yield query


@pytest.mark.parametrize("query", list(every_query()), ids=lambda query: query.name)
def test_every_report_is_told_in_dutch(lived: Path, query: Query) -> None:
    location = Location.parse(str(lived))
    with asking(location) as asker:
        there = _There(asker)
    with asking(location) as asker:
        for given in _given(query, there, narrowed=True):
            try:
                report = asker.ask(query, given)
            except LedgerError as error:
                found = list(templates_in(error.said))
            else:
                found = list(templates_of(report))
                for name in words_of(report):
                    assert dutch_words(name) is not None, name
                for part in report.parts:
                    check_titles(part)
                assert list(texts_of(report, "nl")) or query.name == "check"
            for template in filter(has_words, found):
                assert in_dutch(template) is not None, template


def check_titles(part: object) -> None:
    """Titles of the program's own are Dutch, or the same word in both."""
    if isinstance(part, Table):
        for column in part.columns:
            check_title(column)
    if isinstance(part, Facts):
        for title, _ in part.rows:
            assert not set(titled(title, "nl").split()) & ENGLISH, title


def check_title(column: Column) -> None:
    text = titled(column.title, "nl")
    assert not set(CODE.sub(" ", text).lower().split()) & ENGLISH, text


THIRD = "de bijdrage van derden"


@pytest.mark.parametrize(
    ("said", "english", "dutch"),
    [
        (
            message("raise the grant first (change_grant), or post less"),
            "raise the grant first (change grant), or post less",
            "verhoog eerst de subsidie (subsidie wijzigen), of boek minder",
        ),
        (
            message("judge their contribution (third_party_judgement)"),
            "judge their contribution (third party judgement)",
            f"oordelen over {THIRD} (oordeel over {THIRD})",
        ),
        (
            message("post less, or let the steering group deviate (deviate, rule x_y)"),
            "post less, or let the steering group deviate (deviate: x y)",
            "post less, or let the steering group deviate (gemotiveerd afwijken: x y)",
        ),
        (
            message(
                "{rule}: {way}", rule=Coded("process_reserve"), way="(change_grant)"
            ),
            "process reserve: (change_grant)",
            "reservering proceskosten: (change_grant)",
        ),
    ],
)
def test_forms_are_named_as_forms_and_on_the_command_line_as_commands(
    said: Message, english: str, dutch: str
) -> None:
    """What somebody wrote himself, in a value, stays what it is."""
    assert told(said, "en", fields=True) == english
    assert told(said, "nl", fields=True) == dutch
    assert told(said, "en") == str(said)


def test_a_message_names_its_ways_out() -> None:
    named = commands_in("first (change_grant), or (deviate, rule x), no (none_such)")
    assert list(named) == ["change_grant", "deviate"]


def test_the_sums_of_a_refusal_are_told(
    refused: Callable[[str], LedgerError], prepared: Callable[[str], Path]
) -> None:
    prepared("lived")
    error = refused(
        f"{MOVE} --from-programme SN --to-programme TL --amount 40000 --date 2012-07-01"
    )
    text = told(error.said, "nl")
    for figure in ("total", "used", "available", "short"):
        cents = str(error.details[figure]).replace(".", ",")
        whole, _, rest = cents.partition(",")
        assert f"{int(whole):,}".replace(",", ".") + f",{rest}" in text, (figure, text)
    assert (
        refused(f"{COST} --programme XX --amount 1 --date 2011-09-01").code
        == "PROGRAMME_UNKNOWN"
    )


def test_one_day_is_a_day_in_dutch() -> None:
    """Whatever the sentence is: a line of the bank that came yesterday, for one."""
    template = "{days} days after the due date"
    assert told(message(template, days=1), "nl") == "1 dag na de vervaldatum"
    assert told(message(template, days=2), "nl") == "2 dagen na de vervaldatum"
