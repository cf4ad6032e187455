"""Every code of the contract, as a program meets it: exit code, JSON and text."""

import re
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import run
from cli.writing import transaction
from domain.version import RULES
from ledger.posting import application
from ledger.storage import sqlite_opening
from tests.functional.program import InProcess, Program
from tests.holding import held

CODES = tuple(
    re.findall(
        "[A-Z_0-9]+",
        """
BAD_JSON BAD_COMMAND BAD_AMOUNT BAD_DATE FUTURE_DATE BEFORE_START PERIOD_LOCKED
PARTNER_UNKNOWN PROGRAMME_UNKNOWN YEAR_UNKNOWN CATEGORY_UNKNOWN DECISION_UNKNOWN
DECISION_LATER PROJECT_UNKNOWN ENTRY_UNKNOWN NOT_YET
DECISION_EXISTS PROJECT_EXISTS YEAR_NOT_OPEN YEAR_ALREADY_OPEN YEAR_CLOSED
ALREADY_ALLOCATED PROJECT_STATUS ALREADY_REVERSED NOT_REVERSIBLE IDEMPOTENCY_CONFLICT
SHARES_NOT_100 LIMITS_INVALID SCOPE_INVALID CONDITIONS_NOT_MET
CEILING_EXCEEDED PROCESS_CEILING_EXCEEDED PROCESS_RESERVE_EXCEEDED FUNDS_EXCEEDED
OVERDRAFT AWARD_EXCEEDED REFUND_EXCEEDED REPAYMENT_EXCEEDED
LEDGER_NOT_FOUND LEDGER_EXISTS NOT_A_LEDGER LEDGER_DAMAGED LEDGER_READ_ONLY
LEDGER_OUTDATED PROGRAM_OUTDATED DISK_FULL BUSY FRAMEWORK_INVALID FILTER_UNKNOWN
""",
    )
)
"""Section 2."""

OLD_LEDGER = Path(__file__).parents[1] / "golden/ledgers/v1.ledger"
COST = "post-process-cost --year 2011 --payee x --description x --document x"
RECEIPT = "receive-contribution --year 2011 --partner emmen --document x"
MOVE = "transfer-budget --from-year 2011 --to-year 2011 --decision SG-2011-01"
GRANT = "--decision SG-2011-01 --document x"
ON_LIVED = {
    "BAD_AMOUNT": f"{RECEIPT} --amount 44.800 --date 2011-09-01",
    "BAD_DATE": f"{RECEIPT} --amount 1 --date 2011-02-30",
    "FUTURE_DATE": f"{RECEIPT} --amount 1 --date 2999-01-01",
    "BEFORE_START": f"{RECEIPT} --amount 1 --date 2010-12-31",
    "PARTNER_UNKNOWN": f"{RECEIPT} --partner x --amount 1 --date 2011-09-01",
    "PROGRAMME_UNKNOWN": f"{COST} --programme XX --amount 1 --date 2011-09-01",
    "YEAR_UNKNOWN": f"{RECEIPT} --year 1999 --amount 1 --date 2011-09-01",
    "YEAR_NOT_OPEN": f"{RECEIPT} --year 2012 --amount 1 --date 2011-09-01",
    "CATEGORY_UNKNOWN": (
        "pay-other --category lottery --amount 1 --date 2011-09-01 --counterparty x"
        " --description x --document x"
    ),
    "DECISION_UNKNOWN": (
        "open-budget-year --year 2012 --date 2012-08-01 --decision SG-2012"
    ),
    "DECISION_LATER": (
        "open-budget-year --year 2012 --date 2011-06-14 --decision SG-2011-01"
    ),
    "PROJECT_UNKNOWN": (
        f"withdraw-grant --project x --date 2012-01-01 --reason x {GRANT}"
    ),
    "ENTRY_UNKNOWN": "reverse --entry 99 --date 2012-01-01 --reason x",
    "NOT_YET": "amend-project --project proefleven --date 2011-10-14 --title x",
    "DECISION_EXISTS": (
        "record-decision --number SG-2011-01 --date 2012-01-01 --subject x"
    ),
    "YEAR_ALREADY_OPEN": (
        "open-budget-year --year 2011 --date 2012-08-01 --decision SG-2011-01"
    ),
    "ALREADY_ALLOCATED": (
        "allocate --year 2011 --date 2012-08-01 --decision SG-2011-01 --share SN=100"
    ),
    "PROJECT_STATUS": (
        f"award-grant --project grecor --amount 1 --date 2012-01-01 {GRANT}"
    ),
    "ALREADY_REVERSED": "reverse --entry 22 --date 2012-01-01 --reason x",
    "NOT_REVERSIBLE": "reverse --entry 3 --date 2012-01-01 --reason x",
    "IDEMPOTENCY_CONFLICT": (
        f"{COST} --programme SN --amount 1 --date 2011-09-01 --id k-25"
    ),
    "LIMITS_INVALID": (
        "set-funding-limits --year 2011 --date 2012-01-01 --decision SG-2011-01"
    ),
    "SCOPE_INVALID": (
        f"{MOVE} --from-programme SN --to-programme SN --amount 1 --date 2012-01-01"
    ),
    "CONDITIONS_NOT_MET": (
        f"change-grant --project grecor --amount 30000.01 --date 2012-05-01 {GRANT}"
    ),
    "CEILING_EXCEEDED": (
        f"{MOVE} --from-programme SN --to-programme TL --amount 40000 --date 2012-07-01"
    ),
    "PROCESS_CEILING_EXCEEDED": (
        f"{COST} --programme TL --amount 18550.01 --date 2011-09-01"
    ),
    "FUNDS_EXCEEDED": (
        "spend-funds --project grecor --amount 40000.01 --date 2012-05-01 --payee x"
        " --description x --document x"
    ),
    "OVERDRAFT": (
        "repay-contribution --year 2011 --partner emmen --amount 200000"
        " --date 2012-08-01 --document x"
    ),
    "AWARD_EXCEEDED": (
        "pay-grant --project grecor --amount 15000.01 --date 2012-01-01 --payee x"
        " --document x"
    ),
    "REFUND_EXCEEDED": (
        "receive-refund --project grecor --amount 15000.01 --date 2012-01-01"
        " --document x"
    ),
    "FILTER_UNKNOWN": "history --actor nobody",
    "REPAYMENT_EXCEEDED": (
        "repay-contribution --year 2011 --partner emmen --amount 44800.01"
        " --date 2012-08-01 --document x"
    ),
}
"""What the ledger `lived` refuses, as typed."""


@pytest.mark.parametrize("code", ON_LIVED)
def test_a_refusal(prepared: Callable[[str], Path], cli: InProcess, code: str) -> None:
    path = prepared("lived")
    before = entries_in(path)
    assert cli.refused(*ON_LIVED[code].split()) == code
    text = cli(*ON_LIVED[code].split())
    assert (text.code, text.out) == (1, "")
    assert text.err.startswith(f"Error [{code}]: ")
    assert len(text.err.splitlines()) == 1
    assert entries_in(path) == before


def entries_in(path: Path) -> int:
    """How many entries a ledger file holds."""
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM stored_events").fetchone()
    connection.close()
    return int(count)


STEPS = {
    "PERIOD_LOCKED": [
        "lock-period --until 2011-09-01",
        f"{RECEIPT} --amount 1 --date 2011-09-01",
    ],
    "YEAR_CLOSED": [
        "close-budget-year --year 2011 --date 2012-08-01 --decision SG-2011-01",
        f"{COST} --programme SN --amount 1 --date 2012-08-01",
    ],
    "PROCESS_RESERVE_EXCEEDED": [
        (
            f"{MOVE} --from-programme TL --to-programme OUTSIDE --amount 39000"
            " --date 2012-07-01"
        ),
        (
            f"{MOVE} --from-programme IBO --to-programme OUTSIDE --amount 59000"
            " --date 2012-07-01"
        ),
        (
            f"{MOVE} --from-programme SN --to-programme OUTSIDE --amount 12000.01"
            " --date 2012-07-01"
        ),
    ],
}


@pytest.mark.parametrize("code", STEPS)
def test_a_refusal_after_something_else(
    prepared: Callable[[str], Path], cli: InProcess, code: str
) -> None:
    prepared("lived")
    *before, last = STEPS[code]
    for line in before:
        cli.ok(*line.split())
    assert cli.refused(*last.split()) == code


def test_shares_that_are_not_100(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    line = "allocate --year 2011 --date 2011-08-01 --decision SG-2011-01 --share SN=99"
    assert cli.refused(*line.split()) == "SHARES_NOT_100"


def test_a_project_that_exists(prepared: Callable[[str], Path], cli: InProcess) -> None:
    from cli.writing.fields import command_line
    from domain.entries.projects import ProposeProject

    prepared("lived")
    line = command_line(ProposeProject).removeprefix("zuidas ")
    assert cli.refused(*shlex.split(line)) == "PROJECT_EXISTS"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not json", "BAD_JSON"),
        ("[]", "BAD_JSON"),
        ('{"command": "reverse", "command": "reverse"}', "BAD_JSON"),
        ('{"command": "reverse"}', "BAD_COMMAND"),
        ('{"command": "rewind"}', "BAD_COMMAND"),
    ],
)
def test_a_line_that_is_no_command(
    prepared: Callable[[str], Path], cli: InProcess, line: str, code: str
) -> None:
    prepared("opened")
    result = cli("post", "-", "-O", "json", stdin=f"\n{line}\n")
    assert result.code == 1
    assert (result.error["code"], result.error["line"]) == (code, 2)


# -- the ledger itself ---------------------------------------------------------


def test_no_ledger(cli: InProcess) -> None:
    for arguments in (
        ["balance"],
        ["check"],
        ["history"],
        ["lock-period", "--until", "2011-01-01"],
    ):
        assert cli.refused(*arguments) == "LEDGER_NOT_FOUND"
    assert "zuidas init" in cli("balance").err
    assert not list(Path.cwd().iterdir()), "only init makes a ledger"


def test_init_makes_a_new_ledger_only(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    before = prepared("lived").read_bytes()
    assert cli.refused("init") == "LEDGER_EXISTS"
    assert prepared("lived").read_bytes() == before


def test_no_ledger_but_something_else(cli: InProcess, tmp_path: Path) -> None:
    (tmp_path / "zuidas.db").write_text("hello")
    assert cli.refused("balance") == "NOT_A_LEDGER"


def test_a_damaged_ledger(prepared: Callable[[str], Path], cli: InProcess) -> None:
    path = prepared("lived")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    result = cli("check", "-O", "json")
    assert (result.code, result.error["code"]) == (3, "LEDGER_DAMAGED")


def test_a_place_that_can_not_be_written(cli: InProcess, tmp_path: Path) -> None:
    place = tmp_path / "missing" / "zuidas.db"
    assert cli.refused("init", "--db", str(place)) == "LEDGER_READ_ONLY"
    assert not place.parent.exists()


def test_a_ledger_of_an_older_layout_takes_no_postings(
    cli: InProcess, tmp_path: Path
) -> None:
    shutil.copy(OLD_LEDGER, tmp_path / "zuidas.db")
    before = (tmp_path / "zuidas.db").read_bytes()
    for more in ([], ["--dry-run"]):
        code = cli.refused("lock-period", "--until", "2014-12-30", *more)
        assert code == "LEDGER_OUTDATED"
    assert "zuidas db migrate" in cli("lock-period", "--until", "2014-12-30").err
    assert (tmp_path / "zuidas.db").read_bytes() == before


def test_a_ledger_of_newer_rules_takes_no_postings(
    prepared: Callable[[str], Path], cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = prepared("lived")
    with monkeypatch.context() as newer:
        newer.setattr(application, "RULES", RULES + 1)
        cli.ok("lock-period", "--until", "2011-08-30")
    before = entries_in(path)
    assert cli.refused("lock-period", "--until", "2011-09-01") == "PROGRAM_OUTDATED"
    assert entries_in(path) == before
    assert cli.ok("balance").code == 0


def test_a_ledger_that_another_program_is_writing_to(
    prepared: Callable[[str], Path], cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_opening, "BUSY_SECONDS", 0.05)
    with held(prepared("lived")):
        code = cli.refused("lock-period", "--until", "2011-09-01")
        assert code == "BUSY"
        assert cli.ok("balance").code == 0, "a reader is not in anyone's way"
    assert cli.json("lock-period", "--until", "2011-09-01")["entry"] == 27


@pytest.mark.parametrize(
    "framework", ["nonsense", "/", "/dev/null", "empty.toml", "list.toml", "utf8.toml"]
)
def test_a_framework_that_can_not_be_used(
    cli: InProcess, tmp_path: Path, framework: str
) -> None:
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "list.toml").write_text("partners = [1, 2")
    (tmp_path / "utf8.toml").write_bytes(b'name = "\xff"')
    assert cli.refused("init", "--framework", framework) == "FRAMEWORK_INVALID"
    assert not (tmp_path / "zuidas.db").exists(), "a failed init leaves nothing"


def test_an_unknown_contribution_key(cli: InProcess, tmp_path: Path) -> None:
    assert cli.refused("init", "--contributions", "equal") == "FRAMEWORK_INVALID"
    assert not (tmp_path / "zuidas.db").exists()


def _fill_the_disk() -> None:
    """No file may grow beyond 200 kB: for SQLite that is a disk that is full."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_records_nothing(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    path = prepared("lived")
    line = (
        '{"command": "pay_other", "category": "suspense", "amount": "1.00", "date":'
        ' "2012-01-01", "counterparty": "x", "description": "x", "document": "x"}\n'
    )
    result = zuidas(
        "post", "-", "-O", "json", stdin=line * 3000, preexec_fn=_fill_the_disk
    )
    assert (result.code, result.error["code"]) == (1, "DISK_FULL")
    assert zuidas("check", "journal", "projections").code == 0
    assert entries_in(path) == 26


ELSEWHERE = {
    *STEPS,
    "SHARES_NOT_100",
    "PROJECT_EXISTS",
    "BAD_JSON",
    "BAD_COMMAND",
    "LEDGER_NOT_FOUND",
    "LEDGER_EXISTS",
    "NOT_A_LEDGER",
    "LEDGER_DAMAGED",
    "LEDGER_READ_ONLY",
    "LEDGER_OUTDATED",
    "PROGRAM_OUTDATED",
    "BUSY",
    "FRAMEWORK_INVALID",
    "DISK_FULL",
}


def test_no_code_of_the_contract_is_left_out() -> None:
    assert {*ON_LIVED, *ELSEWHERE} == set(CODES)
    assert len(CODES) == len(set(CODES))


# -- exit code 2: usage --------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["balanse"], "Did you mean balance?"),
        (
            ["receive-contribution"],
            "; also missing: '--",
        ),
        (["balance", "nothing"], "programmes"),
        (["balance", "--when", "x"], "--when"),
        (["receive-contribution", "--partnr", "emmen"], "--partner"),
        (["balance", "-O", "xml"], "json"),
        (["balance", "--db", "mysql://x"], "sqlite:///"),
        (["show"], "Missing argument"),
        (["check", "everything"], "journal"),
    ],
)
def test_a_call_that_can_not_be_understood(
    prepared: Callable[[str], Path], cli: InProcess, arguments: list[str], said: str
) -> None:
    prepared("opened")
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error [BAD_COMMAND]: ")
    assert said in result.err
    if "-O" not in arguments:
        assert cli.refused(*arguments, exit_code=2) == "BAD_COMMAND"


def test_without_a_command_the_help_is_shown(cli: InProcess) -> None:
    result = cli()
    assert result.code == 2
    assert "Usage: zuidas" in result.err


def test_the_exit_codes_are_those_of_the_processes_too(zuidas: Program) -> None:
    assert zuidas("init").code == 0
    assert zuidas("init").code == 1
    assert zuidas("innit").code == 2
    path = zuidas.cwd / "zuidas.db"
    path.write_bytes(path.read_bytes()[:20_000])
    assert zuidas("balance").code == 3


def test_interrupting_records_nothing(
    prepared: Callable[[str], Path],
    cli: InProcess,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    path = prepared("opened")
    monkeypatch.setattr(transaction, "receipt_report", interrupted)
    assert run(["lock-period", "--until", "2011-09-01"]) == 130
    assert "nothing was recorded" in capsys.readouterr().err
    assert entries_in(path) == 3
