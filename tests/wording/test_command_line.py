"""The command line in Dutch: help of everything, its faults, its other names."""

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cli.aliases import ALIASES, WHOLE, aliases_in, meant
from cli.help import paragraphs, pieces_of
from tests.functional.program import InProcess
from tests.wording.test_catalogue import CODE, ENGLISH
from tools.catalogue.helps import commands

COMMANDS = dict(commands())
PATHS = [path for path in COMMANDS if path]
EXAMPLES = re.compile(r"\n *Voorbeelden:\n.*?(?=\n\n\S|\Z)", re.DOTALL)
TITLES = re.compile(r"Usage|Options|Commands|Examples|Show this|Arguments|required")
SAME = re.compile(
    r"""NAAM\sis\sjournal,\s[^;]*; | \[[^]]*\|[^]]*\] | '[^']*' | ^\s\s[a-z-]+\s\s""",
    re.VERBOSE | re.MULTILINE,
)
"""What is the same in every language: checks, choices, forms, names of commands."""
BROKEN = re.compile(r"-\n +")
"""A name that goes on in the next line."""


@pytest.fixture(autouse=True)
def _in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZUIDAS_LANG", "nl")
    monkeypatch.setenv("COLUMNS", "80")


def english_in(text: str) -> set[str]:
    """Words that no Dutch has, of what is neither a code nor typed."""
    text = SAME.sub(" ", BROKEN.sub("-", text))
    words = CODE.sub(" ", text.replace("\n", " "))
    return set(re.findall(r"[^\W\d_]+", words)) & ENGLISH


@pytest.mark.parametrize("path", COMMANDS)
def test_help_is_dutch(cli: InProcess, path: str) -> None:
    said = cli.ok(*path.split(), "--help").out
    assert said.startswith("Gebruik: zuidas")
    assert "Toon deze hulp en stop." in said
    assert not TITLES.search(said)
    assert not english_in(EXAMPLES.sub("", said))
    lines = EXAMPLES.sub("", said).splitlines()
    assert [each for each in lines if len(each) > 80 and "|" not in each] == []


@pytest.mark.parametrize("path", COMMANDS)
def test_nothing_of_the_english_help_is_left(cli: InProcess, path: str) -> None:
    said = " ".join(cli.ok(*path.split(), "--help").out.split())
    command = COMMANDS[path]
    english = [each for each in paragraphs(command.help or "") if each[0] != "\b"]
    for parameter in command.params:
        english += [each for each in pieces_of(parameter) if isinstance(each, str)]
    assert [each for each in english if each in said] == []


def test_every_command_has_one_other_name() -> None:
    assert [path for path in PATHS if path not in ALIASES] == []


def groups() -> list[str]:
    return ["", *(p for p, c in COMMANDS.items() if p and isinstance(c, click.Group))]


@pytest.mark.parametrize("group", groups())
def test_no_name_stands_for_two(group: str) -> None:
    known = aliases_in(group)
    if group in WHOLE or not group:
        known = {name: alias for name, alias in ALIASES.items() if " " not in name}
    assert len(set(known.values())) == len(known)
    # An alias is no other command's name: that would never be reached.
    assert {a for n, a in known.items() if a != n} & set(known) == set()
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", alias) for alias in known.values())


@pytest.mark.parametrize("path", PATHS)
def test_other_names_are_taken_in_every_language(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    group, _, name = path.rpartition(" ")
    dutch = [ALIASES[group]] if group else []
    monkeypatch.setenv("ZUIDAS_LANG", "en")
    said = cli.ok(*dutch, ALIASES[path], "--help").out
    assert said.startswith(f"Usage: zuidas {path} [OPTIONS]")
    assert meant(group or "zuidas", ALIASES[path]) == name


def test_what_is_submitted_has_the_same_names(cli: InProcess) -> None:
    said = cli.ok("bied-aan", "betaal-subsidie", "--help").out
    assert said.startswith("Gebruik: zuidas submit pay-grant [OPTIES]")


def test_a_list_of_commands_shows_their_other_names(cli: InProcess) -> None:
    said = " ".join(cli.ok("--help").out.split())
    assert (
        "Proef- en saldibalans: beginsaldo, debet, credit en eindsaldo van elke"
        " rekening"
    ) in said
    for name, alias in aliases_in("zuidas").items():
        if alias != name and name in PATHS:
            assert f"({alias})" in said, name


FAULTS = {
    "--nope": "Er is geen optie '--nope'. Zie zuidas --help.",
    "balance --attt 1": "Er is geen optie '--attt'.",
    "stnad": "Er is geen opdracht 'stnad'. Is misschien stand bedoeld?",
    "show": "Ontbrekend argument 'N'. Zie zuidas show --help.",
    "post": "Ontbrekend argument 'BESTAND'.",
    "history --limit": "Optie '--limit' vraagt een waarde.",
    "history --limit x": "Ongeldige waarde voor '--limit': 'x' is geen geldig getal.",
    "history --limit -1": "Ongeldige waarde voor '--limit': -1 ligt niet in het bereik",
    "balance -O xml": "'xml' is niet een van 'text', 'json', 'csv', 'xlsx', 'csv-nl'.",
    "balance --lang fr": (
        "Ongeldige waarde voor '--lang': 'fr' is niet een van 'en', 'nl'."
    ),
    "balance partners x": "Onverwacht extra argument (x)",
    "receive-contribution --year 2011": "Optie '--document' ontbreekt; ook: '--date',",
    "db grant x": "Ontbrekende optie '--role'.",
    "audit prove x": "Ongeldige waarde voor 'N': 'x' is geen geldig getal.",
}


@pytest.mark.parametrize("line", FAULTS)
def test_faults_of_a_call_are_dutch(cli: InProcess, line: str) -> None:
    result = cli(*line.split())
    assert result.code == 2
    assert result.err.startswith("Fout [BAD_COMMAND]: ")
    assert FAULTS[line] in result.err
    assert not english_in(result.err)


@pytest.mark.parametrize("line", [line for line in FAULTS if "-O" not in line])
def test_programs_are_told_in_english(cli: InProcess, line: str) -> None:
    told = cli("-O", "json", *line.split()).error["message"]
    assert not re.search("optie|waarde|ontbre|bedoeld", told, re.IGNORECASE)


def test_after_a_run_in_dutch_click_speaks_english_again(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Gebruik" in cli.ok("--help").out
    monkeypatch.delenv("ZUIDAS_LANG")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert cli("--nope").err.startswith("Error [BAD_COMMAND]: No such option")


def test_a_refusal_is_dutch_and_its_line_is_named(
    cli: InProcess, prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    prepared("opened")
    (tmp_path / "x.jsonl").write_text('\n{"command": "pay_grant"}\n')
    result = cli("boek", "x.jsonl")
    assert result.err.startswith("Fout [BAD_COMMAND]: regel 2: ")
    assert cli("boek", "y.jsonl").err.startswith(
        "Fout [BAD_COMMAND]: y.jsonl kan niet worden gelezen"
    )
