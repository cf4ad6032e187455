"""Completion in the shell, as bash asks for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import Program
from tests.unit.domain.posting import LedgerInTest, meeting


def offered(zuidas: Program, line: str) -> list[str]:
    """What is offered for the last word of a line; a blank end is a new word."""
    words = line.split(" ")
    env = {
        "_ZUIDAS_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    result = zuidas(env=env)
    assert (result.code, result.err) == (0, "")
    return [line for line in result.out.splitlines() if line]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("zuidas rec", ["plain,record-decision", "plain,receive-contribution"]),
        ("zuidas receive-contribution --partner EM", ["plain,emmen"]),
        ("zuidas award-grant --project ", ["plain,proefleven", "plain,grecor"]),
        ("zuidas history --decision SG", ["plain,SG-2011-01"]),
        ("zuidas decision ", ["plain,SG-2011-01"]),
        ("zuidas assess gre", ["plain,grecor"]),
        ("zuidas propose-project --own-contribution m", ["plain,meppel="]),
        ("zuidas transfer-budget --to-programme OUT", ["plain,OUTSIDE"]),
        ("zuidas balance --year 2011 --at ", []),
        ("zuidas history --year 2013", ["plain,2013"]),
        ("zuidas pay-other --category ba", ["plain,bank-charges"]),
        ("zuidas history --command pay_g", ["plain,pay_grant"]),
        ("zuidas statement project:", ["plain,project:proefleven"]),
        ("zuidas post ", ["file,"]),
        ("zuidas post a.js", ["file,a.js"]),
        ("zuidas balance -o ", ["file,"]),
        ("zuidas --db ", ["file,"]),
        ("zuidas audit prove 3 --key ", ["file,"]),
        ("zuidas --db other.db history --project ", []),
        ("zuidas --db mysql://x history --project ", []),
    ],
)
def test_what_is_offered(
    prepared: Callable[[str], Path], zuidas: Program, line: str, expected: list[str]
) -> None:
    prepared("lived")
    found = offered(zuidas, line)
    assert found[: len(expected)] == expected or set(expected) <= set(found)
    assert bool(found) == bool(expected)


def test_meetings_are_offered(prepared: Callable[[str], Path], zuidas: Program) -> None:
    ledger = LedgerInTest(prepared("lived"))
    ledger.post("record_meeting", **meeting("SG/M1"))
    ledger.post("record_meeting", **meeting("SG/M2"))
    ledger.close()
    both = ["plain,SG/M2", "plain,SG/M1"]
    assert offered(zuidas, "zuidas meeting SG/") == both
    assert offered(zuidas, "zuidas record-advice --meeting sg") == both


def test_without_a_ledger_nothing_is_offered_and_nothing_made(zuidas: Program) -> None:
    assert offered(zuidas, "zuidas history --project ") == []
    (zuidas.cwd / "zuidas.db").write_text("hello")
    assert offered(zuidas, "zuidas history --project ") == []
    assert [path.name for path in zuidas.cwd.iterdir()] == ["zuidas.db"]


def test_the_line_for_the_shell_that_the_readme_gives(zuidas: Program) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert 'eval "$(_ZUIDAS_COMPLETE=bash_source zuidas)"' in readme.read_text()
    result = zuidas(env={"_ZUIDAS_COMPLETE": "bash_source"})
    assert result.code == 0
    assert "complete -o nosort -F _zuidas_completion zuidas" in result.out
