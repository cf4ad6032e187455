"""Which language a run speaks, and how that is found."""

import gettext
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from cli.prompts import confirmed
from cli.speech import Speech
from cli.voice import ENGLISH
from domain.values.errors import UsageError
from domain.values.messages import message
from papers.wording import catalogue
from projections.frameworks import Frameworks
from projections.report import Footer, of_facts
from projections.sending import from_json, to_json
from tests.functional.examples import EXAMPLES
from tests.functional.program import InProcess, Program

DUTCH_LOCALE = {"LC_ALL": "nl_NL.UTF-8"}


class Framework:
    """Frameworks whose one says a language."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self.asked = 0

    def language_on(self, day: date) -> str | None:
        assert day >= date(2011, 1, 1)
        self.asked += 1
        return self._language


CHOSEN: list[tuple[str | None, Mapping[str, str], str | None, str]] = [
    (None, {}, None, "en"),
    (None, {"LANG": "nl_NL.UTF-8"}, None, "nl"),
    (None, {"LANG": "nl"}, None, "nl"),
    (None, {"LANG": "nl.UTF-8@euro"}, None, "nl"),
    (None, {"LANG": "nds_NL"}, None, "en"),
    (None, {"LANG": "nl_NL", "LC_ALL": "C"}, None, "en"),
    (None, {"LANG": "en_GB", "LC_MESSAGES": "nl_BE"}, None, "nl"),
    (None, {"LANG": "nl_NL", "LC_ALL": "", "LC_MESSAGES": ""}, None, "nl"),
    (None, {}, "nl", "nl"),
    (None, DUTCH_LOCALE, "en", "en"),
    (None, DUTCH_LOCALE, "fr", "nl"),
    (None, {"ZUIDAS_LANG": "en", **DUTCH_LOCALE}, "nl", "en"),
    (None, {"ZUIDAS_LANG": "", **DUTCH_LOCALE}, None, "nl"),
    ("nl", {"ZUIDAS_LANG": "en"}, "en", "nl"),
    ("en", {"ZUIDAS_LANG": "nl", **DUTCH_LOCALE}, "nl", "en"),
]


@pytest.mark.parametrize(("asked", "environment", "framework", "expected"), CHOSEN)
def test_who_says_it_first(
    asked: str | None,
    environment: Mapping[str, str],
    framework: str | None,
    expected: str,
) -> None:
    speech = Speech(asked, environment)
    frameworks = Framework(framework)
    speech.hear(frameworks)  # type: ignore[arg-type]  # it asks no more of them
    assert speech.language == expected
    assert speech.voice.language == expected
    # No framework is read where it would not count.
    assert frameworks.asked == int(asked is None and not environment.get("ZUIDAS_LANG"))


def test_programs_are_told_in_english() -> None:
    speech = Speech("nl", DUTCH_LOCALE, for_programs=True)
    assert (speech.language, speech.voice) == ("en", ENGLISH)


def test_a_wrong_language_of_the_environment_is_refused() -> None:
    speech = Speech(None, {"ZUIDAS_LANG": "fr"})
    with pytest.raises(UsageError, match="ZUIDAS_LANG"):
        speech.ask(None)
    speech.ask("nl")
    assert speech.language == "nl"


TYPED = [
    (["--lang", "nl", "balance"], "nl"),
    (["balance", "--lang=nl"], "nl"),
    (["--lang", "en", "balance", "--lang", "nl"], "nl"),
    (["balance", "--", "--lang", "nl"], "en"),
    (["balance", "--lang"], "en"),
    ([], "en"),
]


@pytest.mark.parametrize(("line", "expected"), TYPED)
def test_what_is_typed_counts_before_it_is_read(
    line: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert Speech.of(line, for_programs=False).language == expected


@pytest.mark.parametrize(
    "line", [("--lang", "nl", "balance"), ("balance", "--lang", "nl")]
)
def test_before_and_after_the_command(
    cli: InProcess, prepared: Callable[[str], Path], line: tuple[str, ...]
) -> None:
    prepared("opened")
    assert "Stand per " in cli.ok(*line).out
    assert "At 20" in cli.ok("balance", "--lang", "en").out


def test_json_and_csv_are_the_same_in_every_language(
    cli: InProcess, prepared: Callable[[str], Path]
) -> None:
    prepared("lived")
    for shape in ("json", "csv"):
        for query in ("balance", "check", "history"):
            asked = (query, "--at", "2012-06-30", "-O", shape)
            dutch = cli(*asked, "--lang", "nl").out
            assert dutch == cli(*asked, "--lang", "en").out
            assert dutch
    refused = cli("show", "999", "-O", "json", "--lang", "nl")
    assert refused.error["message"].startswith("there is no entry 999")


RECEIPT = (
    *("receive-contribution", "--year", "2011", "--partner", "emmen", "--amount", "1"),
    *("--date", "2011-09-01", "--document", "B-1"),
)
HEARD = {
    ("balance",): "Stand per ",
    ("show", "999"): "Fout [ENTRY_UNKNOWN]",
    (*RECEIPT, "--dry-run"): "Proefboeking: bijdrage ontvangen zou boeking",
    (*RECEIPT, "--partner", "nobody"): "Fout [PARTNER_UNKNOWN]",
}


@pytest.mark.parametrize("line", list(HEARD))
def test_the_language_of_the_framework_counts_once_it_is_open(
    cli: InProcess,
    prepared: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    line: tuple[str, ...],
) -> None:
    prepared("opened")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(Frameworks, "language_on", lambda *_: "nl")
    dutch = cli(*line)
    assert HEARD[line] in dutch.out + dutch.err
    english = cli(*line, "--lang", "en")
    assert HEARD[line] not in english.out + english.err
    # Help and faults of a call open no ledger.
    assert cli("balance", "--help").out.startswith("Usage: ")
    assert cli("balance", "--nope").err.startswith("Error ")


def test_a_service_tells_it_with_its_reports() -> None:
    footer = Footer("2012-01-31", 3, 5, "Europe/Amsterdam", "00" * 32)
    report = of_facts({}, message("nothing was recorded")).anchored(footer, {})
    assert from_json(to_json(report)).footer == footer
    sent = from_json(to_json(report.in_language_of("nl"))).footer
    assert sent == footer._replace(language="nl")
    assert of_facts({}).in_language_of("nl").footer is None


def test_a_value_that_looks_like_the_option_is_none(
    cli: InProcess, prepared: Callable[[str], Path]
) -> None:
    prepared("opened")
    said = cli("search", "--lang", "nl", "--", "--lang")
    assert "Stand per " in said.out


def test_the_locale_counts_of_the_real_program(zuidas: Program) -> None:
    said = zuidas("framework", "list", env=DUTCH_LOCALE)
    assert said.out.startswith("Ingebouwde kaders")
    said = zuidas("framework", "list", env={**DUTCH_LOCALE, "ZUIDAS_LANG": "en"})
    assert "kaders" not in said.out
    said = zuidas("balance", env={"ZUIDAS_LANG": "fr", "LC_ALL": "C"})
    assert (said.code, "ZUIDAS_LANG: 'fr'" in said.err) == (2, True)


def test_a_place_that_cant_be_written_is_told_in_it(
    cli: InProcess, prepared: Callable[[str], Path]
) -> None:
    prepared("opened")
    said = cli("balance", "-o", "no/such/place", "--lang", "nl")
    assert said.err.startswith("Fout [BAD_COMMAND]: no/such/place kan niet")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["j"], True),
        (["Ja"], True),
        (["y"], True),
        ([""], False),
        (["x", "nee"], False),
    ],
)
def test_a_question_is_answered_in_dutch(
    typed: list[str],
    expected: bool,  # a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answer(text: str) -> str:
        asked.append(text)
        return typed.pop(0)

    monkeypatch.setattr("cli.prompts._answer", answer)
    question = message("Approve submission {number}?", number=41)
    assert confirmed(question, Speech("nl").voice) is expected
    assert set(asked) == {"Verzoek 41 fiatteren? [j/N]: "}


def test_a_question_in_english_is_as_click_asks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    answers = iter(("j", "y"))

    def answer(text: str) -> str:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr("cli.prompts._answer", answer)
    monkeypatch.setattr("cli.prompts.click.echo", lambda _: asked.append("again"))
    assert confirmed(message("Sure?"), ENGLISH)
    assert asked == ["Sure? [y/N]: ", "again", "Sure? [y/N]: "]


def test_a_catalogue_is_read_as_gettext_reads_it() -> None:
    place = Path(catalogue.FOLDER) / catalogue.PLACE
    with place.open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    for key, dutch in known.items():
        if key:
            context, _, text = key.rpartition("\4")
            assert catalogue.in_dutch(text, context or None) == dutch
    assert catalogue.in_dutch("no such text") is None
    assert catalogue.in_dutch("") is None


def test_a_ledger_whose_framework_is_dutch_speaks_dutch(cli: InProcess) -> None:
    text = (EXAMPLES / "framework.toml").read_text("utf-8")
    Path("kader.toml").write_text(f'language = "nl"\n{text}', "utf-8")
    began = cli("init", "--framework", "kader.toml").out
    assert began.startswith("Boeking 1: een nieuwe administratie ")
    assert "Rekening-courant" in cli.ok("balance").out
    posted = cli("post", str(EXAMPLES / "second.jsonl"))
    assert posted.code == 0
    assert " geboekt als boekingen " in posted.out
    refused = cli("lock-period", "--until", "9999-01-01")
    assert refused.err.startswith("Fout [BAD_DATE]: ")
    # What is asked for goes before, and programs are told the same in any language.
    assert "Current account" in cli.ok("--lang", "en", "balance").out
    assert cli.json("balance") == cli.json("--lang", "en", "balance")
