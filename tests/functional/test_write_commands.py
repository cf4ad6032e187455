"""Write commands on the command line: options, answers, dry runs, duplicates."""

import json
import os
import pwd
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from cli.main import program
from cli.writing.fields import command_line
from domain.catalogue import Trait, with_trait
from domain.entries.frameworks import AdoptFramework
from domain.entries.parsing import command_from_mapping
from domain.entries.register import command_models
from projections.query import find, names
from tests.functional.program import InProcess
from tests.functional.test_codes import entries_in

YEAR = ["record_decision", "open_budget_year"]
FUNDED = [*YEAR, "allocate", "set_funding_limits", "receive_contribution"]
PROPOSED = [*FUNDED, "propose_project"]
AWARDED = [*PROPOSED, "award_grant"]
PAID = [*AWARDED, "pay_grant"]
BEFORE: dict[str, list[str]] = {
    "record_decision": [],
    "open_budget_year": ["record_decision"],
    "amend_budget_year": YEAR,
    "allocate": YEAR,
    "set_funding_limits": YEAR,
    "transfer_budget": FUNDED,
    "adopt_framework": ["record_decision"],
    "deviate": YEAR,
    "close_budget_year": YEAR,
    "lock_period": [],
    "reopen_period": ["lock_period"],
    "receive_contribution": YEAR,
    "repay_contribution": [*YEAR, "receive_contribution"],
    "post_process_cost": FUNDED,
    "receive_other": [],
    "pay_other": [],
    "propose_project": [],
    "amend_project": ["propose_project"],
    "award_grant": PROPOSED,
    "change_grant": AWARDED,
    "reject_project": ["record_decision", "propose_project"],
    "retract_project": ["propose_project"],
    "pay_grant": AWARDED,
    "determine_grant": PAID,
    "withdraw_grant": PAID,
    "receive_refund": PAID,
    "receive_funds": ["propose_project"],
    "spend_funds": ["propose_project", "receive_funds"],
    # Entry 8 is a contribution of Emmen's.
    "reclassify": [*FUNDED[:-1], "propose_project", "pay_other", FUNDED[-1]],
    # Entry 8 is a process cost.
    "reverse": [*FUNDED, "pay_other", "post_process_cost"],
    "annotate": [*FUNDED, "pay_other", "post_process_cost"],
    "accept_finding": YEAR,
    "record_meeting": [],
    "ratify_decision": ["record_decision"],
    "record_advice": ["propose_project"],
    "commit_hours": [],
    "record_hours": [],
    "lend_capacity": ["propose_project"],
    "record_participation": AWARDED,
    "record_result": ["propose_project"],
    "record_accountability": [],
    "grant_role": [],
    "revoke_role": [],
    "set_approval_policy": [],
    "order_payment": AWARDED,
    "open_bank_account": [],
    "register_statement": ["open_bank_account"],
    "match_bank_lines": [
        *("record_decision", "open_budget_year", "receive_contribution"),
        *("open_bank_account", "register_statement"),
    ],
    "erase_sealed": [],
    "register_export": YEAR,
}
"""What must be there before a command's own example can be posted."""
ME = pwd.getpwuid(os.getuid()).pw_name
_ADMINISTRATOR = f"grant-role --person {ME} --role administrator --date 2011-01-01"
LINES = {
    "grant_role": [_ADMINISTRATOR],
    "revoke_role": [
        _ADMINISTRATOR,
        "grant-role --person bert --role officer --date 2011-01-01",
    ],
}
"""The same, where no example of a command will do."""


def typed(name: str) -> list[str]:
    """The example of a command as typed, without the program's name."""
    return shlex.split(command_line(command_models()[name]))[1:]


@pytest.mark.parametrize("name", BEFORE)
def test_the_example_in_the_help_of_each_command_runs(
    prepared: Callable[[str], Path], cli: InProcess, name: str
) -> None:
    path = prepared("empty")
    example: Any = AdoptFramework.example["framework"]
    (path.parent / "framework.toml").write_text(tomli_w.dumps(example))
    for earlier in BEFORE[name]:
        cli.ok(*typed(earlier))
    for line in LINES.get(name, ()):
        cli.ok(*line.split())
    entry = entries_in(path) + 1
    help_text = cli.ok(name.replace("_", "-"), "--help").out
    assert " ".join(typed(name)[:3]) in " ".join(help_text.split())
    dry = cli.ok(*typed(name), "--dry-run")
    assert f"entry {entry}" in dry.out
    assert entries_in(path) == entry - 1
    receipt = cli.json(*typed(name))
    assert list(receipt) == ["entry", "id", "duplicate", "notes"]
    assert (receipt["entry"], receipt["duplicate"]) == (entry, False)
    [row] = [r for r in cli.json("history") if r["entry"] == entry]
    assert row["command"] == name
    # What was typed is what is kept.
    expected = command_from_mapping({"command": name, **command_models()[name].example})
    shown = cli.json("show", str(entry))["fields"]
    assert shown == {"command": name, **json.loads(json.dumps(expected.given()))}


def test_the_example_of_a_write_off_runs_where_something_is_recoverable(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("empty")
    for earlier in [*PAID, "determine_grant"]:
        cli.ok(*typed(earlier))
    lower = "change-grant --project grecor --amount 13000 --date 2012-12-01"
    cli.ok(*lower.split(), "--decision", "SG-2011-01", "--document", "BES-2012-009")
    assert cli.json(*typed("write_off_recoverable"))["entry"] == 12


def test_no_command_is_left_out() -> None:
    of_submissions = set(with_trait(Trait.OF_SUBMISSION))  # see test_second_person.py
    assert {*BEFORE, "write_off_recoverable", *of_submissions} == set(command_models())


def test_a_write_prints_its_entry_and_what_changed(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("funded")
    text = cli.ok(*typed("post_process_cost")).out
    assert text.startswith("Entry 12: post_process_cost")
    assert "expenses:process:2011:SN" in text
    assert "1,200.00" in text


def test_opening_a_year_says_the_gap_out_loud(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("empty")
    cli.ok(*typed("record_decision"))
    assert "3,200.00" in cli.ok(*typed("open_budget_year")).out


def test_init_says_the_gap_out_loud_with_the_published_key_only(
    cli: InProcess,
) -> None:
    assert "3,200.00" in cli.ok("init").out
    computed = cli.ok("init", "--db", "c.db", "--contributions", "computed").out
    assert "gap" not in computed
    [note] = cli.json("init", "--db", "j.db")["notes"]
    assert (note["line"], note["code"]) == (None, "KEY_GAP")
    assert cli.json("init", "--db", "k.db", "--contributions", "computed") == {
        "entry": 1,
        "id": None,
        "duplicate": False,
        "notes": [],
    }


def test_closing_a_year_prints_what_remains_per_programme(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    text = cli.ok(*typed("close_budget_year")).out
    for remains in ("30,550.00", "39,000.00", "59,000.00"):
        assert remains in text


def test_the_balance_is_that_of_the_commands_own_date(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    told = cli.ok(
        *("receive-funds", "--project", "grecor", "--source", "Interreg"),
        *("--amount", "50", "--date", "2012-03-15", "--document", "F-2"),
    ).out
    assert "Balance 2012-03-15" in told
    # Of 1 March 50,000, and none of the 10,000 that were spent in April.
    assert "-50,050.00" in told


def test_what_comes_free_in_a_closed_year_is_said(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    determine = ["determine-grant", "--project", "grecor", "--amount", "20000"]
    determine += ["--date", "2012-08-20", "--document", "VST-1", "--dry-run"]
    assert "comes free" not in cli.ok(*determine).out
    cli.ok(
        *("close-budget-year", "--year", "2011", "--date", "2012-08-15"),
        *("--decision", "SG-2011-01"),
    )
    told = " ".join(cli.ok(*determine).out.split())
    assert "€ 10,000.00 comes free in 2011, which is closed" in told


def test_a_dry_run_shows_the_balances_as_they_would_be(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    path = prepared("funded")
    before = path.read_bytes()
    found = cli.json(*typed("post_process_cost"), "--dry-run")
    assert found["entry"] == 12
    assert found["balance"]["years"][0]["process_costs"] == "1200.00"
    assert cli.json("balance")["years"][0]["process_costs"] == "0.00"
    assert path.read_bytes() == before
    assert cli.json(*typed("post_process_cost"))["entry"] == 12


def test_a_dry_run_refuses_like_the_command_itself(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    assert cli.refused(*typed("post_process_cost"), "--dry-run") == "CEILING_EXCEEDED"


def test_a_duplicate_is_answered_with_its_entry(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    path = prepared("funded")
    line = [*typed("post_process_cost"), "--id", "k-1"]
    receipt = {"entry": 12, "id": "k-1", "notes": []}
    assert cli.json(*line) == receipt | {"duplicate": False}
    assert cli.json(*line) == receipt | {"duplicate": True}
    assert "nothing was recorded" in " ".join(cli.ok(*line).out.split())
    assert entries_in(path) == 12


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("44800", "44800.00"),
        ("44800.00", "44800.00"),
        ("44800,00", "44800.00"),
        ("44.800,00", "44800.00"),
        ("1.234.567,89", "1234567.89"),
        ("0,01", "0.01"),
    ],
)
def test_amounts_as_people_type_them(
    prepared: Callable[[str], Path], cli: InProcess, amount: str, kept: str
) -> None:
    prepared("opened")
    line = ["receive-contribution", "--year", "2011", "--partner", "Emmen"]
    rest = ["--amount", amount, "--date", "2011-08-20", "--document", "B-1"]
    cli.ok(*line, *rest)
    assert cli.json("show", "4")["fields"]["amount"] == kept


@pytest.mark.parametrize(
    "amount",
    ["44.800", "44,800", "44,800.00", "1e3", "-5", "0", "", "€ 5 -", "5.5", "NaN"],
)
def test_other_amounts_are_refused(
    prepared: Callable[[str], Path], cli: InProcess, amount: str
) -> None:
    prepared("opened")
    line = ["receive-contribution", "--year", "2011", "--partner", "Emmen"]
    rest = [f"--amount={amount}", "--date", "2011-08-20", "--document", "B-1"]
    assert cli.refused(*line, *rest) == "BAD_AMOUNT"


def test_mappings_and_lists_repeat(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    allocate = ["allocate", "--year", "2011", "--date", "2011-08-01"]
    decision = ["--decision", "SG-2011-01"]
    shares = ["--share", "tl=40", "--share", "SN=20,5", "--share", "IBO=39.5%"]
    cli.ok(*allocate, *decision, *shares)
    assert cli.json("show", "4")["fields"]["shares"] == {
        "TL": "40",
        "SN": "20.5",
        "IBO": "39.5",
    }
    third = ["--third-party", "name=Chemie; active=yes; contribution=1.234,50"]
    other = ["--third-party", '{"name": "B", "active": false, "contribution": "0.00"}']
    cli.ok(*typed("propose_project"), *third, *other)
    assert cli.json("show", "5")["fields"]["third_parties"] == [
        {"name": "Chemie", "active": True, "contribution": "1234.50"},
        {"name": "B", "active": False, "contribution": "0.00"},
    ]


def test_the_terms_of_a_grant_are_options(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("empty")
    for name in BEFORE["award_grant"]:
        cli.ok(*typed(name))
    given = ["--start-date=1-10-2011", "--end-date=30-9-2012", "--legal-basis=ASV"]
    planned = ["--advance-schedule", "date=1-11-2011; amount=14.000,00"]
    planned += ["--advance-schedule", '{"date": "2012-03-01", "amount": "4000.00"}']
    cli.ok(*typed("award_grant"), *given, *planned)
    found = cli.json("project", "grecor")
    assert (found["start_date"], found["end_date"]) == ("2011-10-01", "2012-09-30")
    assert found["legal_basis"] == "ASV"
    assert found["advance_schedule"] == [
        {"date": "2011-11-01", "amount": "14000.00"},
        {"date": "2012-03-01", "amount": "4000.00"},
    ]
    told = cli.ok("project", "grecor").out
    assert "2011-10-01 to 2012-09-30" in told
    assert "14,000.00 on 2011-11-01; 4,000.00 on 2012-03-01" in told


def test_what_a_recipient_is_is_typed_and_taken_away(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    recipient = ["--recipient-kind", "legal_entity", "--recipient-kvk", "01234567"]
    cli.ok(*typed("propose_project"), *recipient)
    assert "legal entity, trade register 01234567" in cli.ok("project", "grecor").out
    amend = ["amend-project", "--project", "grecor", "--date", "2011-10-01"]
    assert cli.refused(*amend, "--recipient-kind", "person") == "SCOPE_INVALID"
    cli.ok(*amend, "--recipient-kind", "person", "--recipient-kvk", "")
    found = cli.json("project", "grecor")
    assert (found["recipient_kind"], found["recipient_kvk"]) == ("person", None)


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ("TL", "BAD_COMMAND"),
        ("TL=", "BAD_AMOUNT"),
        ("=40", "BAD_COMMAND"),
        ("TL=forty", "BAD_AMOUNT"),
    ],
)
def test_a_mapping_of_another_form(
    prepared: Callable[[str], Path], cli: InProcess, share: str, code: str
) -> None:
    prepared("opened")
    line = ["allocate", "--year", "2011", "--date", "2011-08-01"]
    decision = ["--decision", "SG-2011-01"]
    assert cli.refused(*line, *decision, "--share", share) == code


def test_a_mapping_that_names_a_key_twice(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    line = ["allocate", "--year", "2011", "--date", "2011-08-01"]
    rest = ["--decision", "SG-2011-01", "--share", "TL=50", "--share", "TL=50"]
    assert cli.refused(*line, *rest) == "BAD_COMMAND"


def test_entries_may_be_named_with_a_hash(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    assert cli.json(
        "reverse", "--entry", "#25", "--date", "2012-07-02", "--reason", "x"
    )


def test_underscores_in_a_commands_name(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("empty")
    cli.ok("lock_period", "--until", "2011-01-01")


# -- actor ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "environment", "name", "source"),
    [
        (["--actor", "A. de Vries"], "B", "A. de Vries", "option"),
        ([], "B", "B", "environment"),
        ([], "", None, "login"),
    ],
)
def test_the_actor_and_where_the_name_came_from(
    prepared: Callable[[str], Path],
    cli: InProcess,
    monkeypatch: pytest.MonkeyPatch,
    option: list[str],
    environment: str,
    name: str | None,
    source: str,
) -> None:
    prepared("empty")
    monkeypatch.setenv("ZUIDAS_ACTOR", environment)
    cli.ok("lock-period", "--until", "2011-01-01", *option)
    actor = cli.json("show", "2")["stored"]["actor"]
    assert actor["source"] == source
    assert actor["name"] == (actor["login"] if name is None else name)


@pytest.mark.parametrize("actor", ["", "  ", "a\nb", "\x1b[31m", "x" * 201, "\udcff"])
def test_an_actor_that_is_no_name(
    prepared: Callable[[str], Path], cli: InProcess, actor: str
) -> None:
    path = prepared("empty")
    line = ["lock-period", "--until", "2011-01-01", "--actor", actor]
    assert cli.refused(*line, exit_code=2) == "BAD_COMMAND"
    assert entries_in(path) == 1


# -- options before and after the command --------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "--db other.db -O json lock-period --until 2011-01-01 --actor A",
        "lock-period --until 2011-01-01 --db other.db -O json --actor A",
        (
            "--actor B -O text --db x.db lock-period --until 2011-01-01"
            " --db other.db -O json --actor A"
        ),
        "-Ojson --db=other.db --actor=A lock-period --until=2011-01-01",
    ],
)
def test_shared_options_stand_before_or_after_the_command(
    prepared: Callable[[str], Path], cli: InProcess, line: str
) -> None:
    prepared("empty").rename("other.db")
    assert cli.ok(*line.split()).json["entry"] == 2
    assert cli.ok("--db", "other.db", "history", "-O", "json").json[1]["actor"] == "A"
    cli.ok("-o", "answer.json", "-O", "json", "--db", "other.db", "balance")
    assert json.loads(Path("answer.json").read_text("utf-8"))["entry"] == 2


def test_the_ledger_of_the_environment(
    prepared: Callable[[str], Path], cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared("empty").rename("other.db")
    monkeypatch.setenv("ZUIDAS_DB", "other.db")
    assert cli.json("balance")["entry"] == 1
    monkeypatch.setenv("ZUIDAS_DB", "sqlite:///other.db")
    assert cli.json("balance")["entry"] == 1
    assert cli.refused("balance", "--db", "none.db") == "LEDGER_NOT_FOUND"


def test_attempts_are_logged_accepted_or_refused(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("empty")
    log = ["--log", "attempts.jsonl"]
    cli.ok("lock-period", "--until", "2011-01-01", *log)
    cli("lock-period", "--until", "2011-01-01", *log)
    cli.ok("lock-period", "--until", "2011-02-01", "--dry-run", *log)
    lines = Path("attempts.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [x["outcome"] for x in found] == ["accepted", "refused"]
    assert found[0]["entry"] == 2
    assert found[1]["code"] == "BAD_DATE"


# -- answers as CSV ------------------------------------------------------------


def test_a_receipt_is_one_row(cli: InProcess) -> None:
    columns = "accepted,duplicates,first_entry,last_entry"
    lock = ("lock-period", "--until", "2011-09-01", "--id", "l-1")
    assert cli.ok("init", "-O", "csv").out == "entry,id,duplicate\n1,,False\n"
    tried = cli.ok(*lock, "--dry-run", "-O", "csv").out
    assert tried == "entry,id,duplicate,dry_run\n2,l-1,False,True\n"
    assert cli.ok(*lock, "-O", "csv").out == "entry,id,duplicate\n2,l-1,False\n"
    assert cli.ok(*lock, "-O", "csv").out == "entry,id,duplicate\n2,l-1,True\n"
    file = json.dumps({"command": "lock_period", "until": "2011-10-01"})
    posted = cli.ok("post", "-", "-O", "csv", stdin=file).out
    assert posted == f"{columns}\n1,0,3,3\n"


# -- help and schema -----------------------------------------------------------

COMMANDS = [
    *(name for name in names() if " " not in name),
    "audit",
    "framework",
    "init",
    "post",
    "schema",
    *(n.replace("_", "-") for n in command_models()),
]


def test_the_help_lists_every_command(cli: InProcess) -> None:
    listed = cli.ok("--help").out
    for name in COMMANDS:
        assert f"  {name} " in listed


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(cli: InProcess, name: str) -> None:
    assert cli.ok(name, "--help").out == cli.ok(name, "-h").out
    command = program().get_command(None, name)  # type: ignore[arg-type]  # no context is needed here
    assert command is not None
    assert command.help
    for parameter in command.params:
        assert parameter.param_type_name == "argument" or vars(parameter)["help"]


@pytest.mark.parametrize(
    "name", [n for n in COMMANDS if n not in ("audit", "framework")]
)
def test_every_help_has_an_example(cli: InProcess, name: str) -> None:
    text = cli.ok(name, "--help").out
    examples = text.split("Examples:\n")[1].strip().splitlines()
    assert any(f"zuidas {name}" in line for line in examples)


def test_the_version(cli: InProcess) -> None:
    from domain.version import VERSION

    assert cli.ok("--version").out == f"zuidas {VERSION}\n"


QUERY_EXAMPLES = [
    line
    for name in names()
    # Documents are of things that the examples have: tests/papers asks each of them.
    if not name.startswith("document ") and (query := find(name)) is not None
    for line in query.examples.splitlines()
    if line.strip().startswith("zuidas ") and not line.endswith(".toml")
]


@pytest.mark.parametrize("line", [line.strip() for line in QUERY_EXAMPLES])
def test_the_examples_of_each_query_run(
    prepared: Callable[[str], Path], cli: InProcess, line: str
) -> None:
    prepared("lived")
    cli.ok(*typed("record_meeting"))
    cli.ok(*typed("open_bank_account"))
    Path("bank-rules.toml").write_text("")
    query, _, piped = line.partition(" | ")
    answer = cli.ok(*shlex.split(query)[1:])
    if piped:
        cli.ok(*shlex.split(piped)[1:], stdin=answer.out)


@pytest.mark.parametrize("name", ["init", "post", "schema"])
def test_the_examples_of_the_other_commands_run(
    prepared: Callable[[str], Path], cli: InProcess, name: str, tmp_path: Path
) -> None:
    if name != "init":
        prepared("empty")
    commands = '{"command": "lock_period", "until": "2011-01-01", "id": "k"}\n'
    (tmp_path / "commands.jsonl").write_text(commands, "utf-8")
    submitted = '{"command": "lock_period", "until": "2011-02-01"}\n'
    (tmp_path / "payments.jsonl").write_text(submitted, "utf-8")
    epilog = str(program().get_command(None, name).epilog)  # type: ignore[arg-type,union-attr]  # no context is needed here
    lines = [x.strip() for x in epilog.splitlines() if "zuidas " in x]
    assert lines
    for line in lines:
        piped = line.startswith("cat commands.jsonl | ")
        arguments = shlex.split(line.rpartition("| ")[2])[1:]
        cli.ok(*arguments, stdin=commands if piped else "")


def test_the_schema_is_of_every_command(cli: InProcess) -> None:
    whole = cli.ok("schema").json
    assert {ref["$ref"].rpartition("/")[2] for ref in whole["oneOf"]} == set(
        command_models()
    )


@pytest.mark.parametrize("name", command_models())
def test_the_examples_of_the_schema_are_valid_commands(
    cli: InProcess, name: str
) -> None:
    schema = cli.ok("schema", name).json
    assert schema == cli.ok("schema", name.replace("_", "-")).json
    assert schema["additionalProperties"] is False
    [example] = schema["examples"]
    command = command_from_mapping(example)
    assert command.name == name
    properties = schema["properties"]
    assert next(iter(properties)) == "command"
    assert set(example) <= set(properties)
    assert set(schema["required"]) == {
        "command",
        *(
            info.alias or field
            for field, info in type(command).model_fields.items()
            if info.is_required()
        ),
    }
    if "amount" in properties:
        assert "string" in json.dumps(properties["amount"])


def test_the_schema_of_no_command(cli: InProcess) -> None:
    assert cli.refused("schema", "rewind", exit_code=2) == "BAD_COMMAND"


# -- colours -------------------------------------------------------------------


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {}])
def test_no_escape_codes_without_a_terminal(
    prepared: Callable[[str], Path],
    cli: InProcess,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
) -> None:
    prepared("lived")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for line in (["balance"], ["show", "13"], ["check"], ["assess", "grecor"]):
        assert "\x1b" not in cli.ok(*line).out
    assert "\x1b" not in cli("balance", "--at", "x").err
