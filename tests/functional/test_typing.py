"""What people type: amounts, days, options that lack, names that are nearly right."""

import json
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.functional.program import InProcess, Program
from tests.functional.test_codes import entries_in

OTHER = [
    "pay-other",
    "--category",
    "suspense",
    "--counterparty",
    "x",
    "--description",
    "x",
    "--document",
    "x",
]
RESTS = "--date 1-2-2012 --decision SG-2011-01"
LIMITS = f"--year 2011 {RESTS} --max-grant SN=9.000,00 --max-grant TL=9.000"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.500,-", "1500.00"),
        ("\u20ac 1.500,00", "1500.00"),
        ("1 500", "1500.00"),
        ("15 \u20ac", "15.00"),
        ("15,50", "15.50"),
    ],
)
def test_an_amount(lived: InProcess, typed: str, kept: str) -> None:
    lived.ok(*OTHER, "--date", "2012-01-01", "--amount", typed)
    assert lived.json("show", "27")["amount"] == kept
    [row] = lived.json("history", "--min", typed, "--max", typed, "--from", "1-1-2012")
    assert row["entry"] == 27


@pytest.mark.parametrize("typed", ["1-8-2011", "01-08-2011", "2011-08-01"])
def test_a_day(lived: InProcess, typed: str) -> None:
    lived.ok(*OTHER, "--date", typed, "--amount", "1")
    assert lived.json("show", "27")["date"] == "2011-08-01"
    assert lived.json("balance", "--at", typed)["at"] == "2011-08-01"
    assert lived.json("history", "--from", typed, "--to", typed)


def test_today_is_that_of_the_framework(lived: InProcess) -> None:
    now = datetime.now(UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date()
    days = {"today": now, "yesterday": now - timedelta(days=1)}
    for typed, day in days.items():
        found = lived.json("balance", "--at", typed, "--known-at", typed)
        assert (found["at"], found["known_at"]) == (day.isoformat(),) * 2
    lived.ok(*OTHER, "--date", "yesterday", "--amount", "1")
    assert lived.json("show", "27")["date"] == days["yesterday"].isoformat()
    assert len(lived.json("history", "--recorded-from", "today")) == 1
    assert lived.json("diff", "yesterday", "today", "--at", "today")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (
            f"set-funding-limits {LIMITS}",
            "BAD_AMOUNT",
            "--max-grant TL: '9.000' is ambiguous",
        ),
        ("lock-period --until 31-2-2012", "BAD_DATE", "until: "),
        ("lock-period --until tomorrow", "BAD_DATE", "until: 'tomorrow'"),
        ("balance --at 2012", "BAD_DATE", "--at: '2012'"),
        ("history --max 9.000", "BAD_AMOUNT", "--max: '9.000'"),
        ("assess grecor --amount 9.000", "BAD_AMOUNT", "--amount: '9.000'"),
        ("assess grecor --date x", "BAD_DATE", "--date: 'x'"),
        ("pay-grant --project grecro --date 2012-01-01", "", "'--amount'"),
    ],
)
def test_a_refusal_names_the_option(
    lived: InProcess, line: str, code: str, said: str
) -> None:
    err = lived(*line.split()).err
    assert said in err
    assert code in err


def test_all_missing_options_at_once(lived: InProcess) -> None:
    result = lived("post-process-cost", "--year", "2011", "-O", "json")
    assert (result.code, result.error["code"]) == (2, "BAD_COMMAND")
    for name in ("programme", "amount", "date", "payee", "description", "document"):
        assert f"'--{name}'" in result.error["message"]
    assert "--year" not in result.error["message"]
    assert lived.ok("post-process-cost", "--help").out


@pytest.mark.parametrize(
    "line",
    [
        "assess grecro",
        "statement project:grecro",
        f"withdraw-grant --project grecro --reason x --document x {RESTS}",
    ],
)
def test_the_project_that_was_meant(lived: InProcess, line: str) -> None:
    err = lived(*line.split()).err
    assert err.startswith("Error [PROJECT_UNKNOWN]: ")
    assert "Did you mean grecor?" in err


@pytest.mark.parametrize(
    "line",
    [
        "decision SG-2011-10",
        "close-budget-year --year 2011 --date 2012-08-01 --decision SG-2011-10",
    ],
)
def test_the_decision_that_was_meant(lived: InProcess, line: str) -> None:
    err = lived(*line.split()).err
    assert err.startswith("Error [DECISION_UNKNOWN]: ")
    assert "Did you mean SG-2011-01?" in err


def test_to_and_at_are_one_thing(lived: InProcess) -> None:
    statement = ["statement", "current-account"]
    clash = ["--to", "2012-01-31", "--at", "2011-12-31"]
    for query in (statement, ["journal"], ["trial-balance"], ["history"]):
        assert lived.refused(*query, *clash) == "BAD_DATE"
    by_to, by_at = (
        lived.ok(*statement, option, "2012-01-31").out for option in ("--to", "--at")
    )
    assert by_to == by_at
    assert "At 2012-01-31, after entry 26" in by_to
    same = [*statement, "--to", "2012-01-31", "--at", "31-1-2012"]
    assert lived.ok(*same).out == by_to
    assert lived.refused(*statement, "--from", "2012-02-01", "--at", "1-1-2012")


@pytest.mark.parametrize(
    "actor", ["x\u200b", "\ufeffx", "x\u00ad", "x\u2028y", "\u202ex", " ", "\u200b"]
)
def test_an_actor_that_can_not_be_seen(lived: InProcess, actor: str) -> None:
    line = [*OTHER, "--date", "2012-01-01", "--amount", "1"]
    assert lived.refused(*line, "--actor", actor, exit_code=2) == "BAD_COMMAND"


def test_one_actor_and_one_voucher_in_two_forms_of_unicode(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    path = prepared("lived")
    composed, decomposed = "Andr\u00e9", "Andre\u0301"
    line = [*OTHER, "--date", "2012-01-01", "--amount", "1"]
    for name in (composed, decomposed):
        more = ["--actor", name, "--id", f"{name}-1", "--note", name]
        assert zuidas(*line, *more).code == 0
    assert entries_in(path) == 27, "the second is a duplicate"
    for name in (composed, decomposed):
        [row] = zuidas("history", "--actor", name, "-O", "json").json
        assert (row["actor"], row["id"]) == (composed, f"{composed}-1")


def test_all_faults_of_what_was_typed_are_told_at_once(lived: InProcess) -> None:
    """What can't be read as it is typed, and what has not the form it needs."""
    line = ["post-process-cost", "--year", "2011", "--programme", "SN", "--payee", "x"]
    line += ["--amount", "1.000", "--date", "2011-13-01", "--document", "\u200b"]
    line += ["--description", "x", "-O", "json"]
    error = json.loads(lived(*line).err)["error"]
    assert error["code"] == "BAD_AMOUNT"
    assert error["message"].startswith("--amount: '1.000' is ambiguous")
    found = {each["pointer"]: each["code"] for each in error["details"]["errors"]}
    assert found == {
        "/amount": "BAD_AMOUNT",
        "/date": "BAD_DATE",
        "/document": "BAD_COMMAND",
    }
    for named in ("--date: ", "--document: "):
        assert named in error["message"]


def test_one_fault_is_told_alone(lived: InProcess) -> None:
    line = ["post-process-cost", "--year", "2011", "--programme", "SN", "--payee", "x"]
    line += ["--amount", "1.000", "--date", "2011-10-01", "--document", "x"]
    error = json.loads(lived(*line, "--description", "x", "-O", "json").err)["error"]
    assert "Also:" not in error["message"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("record-decision --number 'S 1' --date 2011-10-01 --subject x", "--number: "),
        (
            "allocate --year 2011 --date 2011-10-01 --decision SG-1 --share TL=-4",
            "--share TL: ",
        ),
        (
            (
                "reclassify --entry 8 --date 2011-10-01 --reason x"
                " --as receive-contribution --set year=2011"
            ),
            "--set partner: is missing.",
        ),
    ],
)
def test_a_fault_of_form_names_the_option(
    lived: InProcess, line: str, told: str
) -> None:
    error = lived(*shlex.split(line)).err
    assert f"]: {told}" in error, error


def test_a_held_command_as_json_spells_it(lived: InProcess) -> None:
    line = "reclassify --entry 20 --date 2012-01-10 --reason x --as receive_other"
    line += " --set category=business --set counterparty=Bank --set description=x"
    found = lived.ok(*shlex.split(line), "--dry-run", "-O", "json").json
    assert {each["account"] for each in found["lines"]} == {
        "income:other:interest",
        "income:other:business",
    }


def test_yes_and_no_in_dutch(lived: InProcess) -> None:
    line = "amend-project --project proefleven --date 2011-11-01 --third-party"
    lived.ok(*line.split(), "name=MKB;active=ja;contribution=1.500,-")
    [party] = lived.json("show", "27")["fields"]["third_parties"]
    assert party == {"name": "MKB", "active": True, "contribution": "1500.00"}


def test_a_list_that_must_be_there_is_missed(lived: InProcess) -> None:
    error = json.loads(lived("propose-project", "--project", "a", "-O", "json").err)
    missing = error["error"]["message"]
    for option in ("--applicant", "--participant", "--theme", "--title"):
        assert f"'{option}'" in missing


def test_a_blank_item_is_an_empty_list(lived: InProcess) -> None:
    lived.ok(
        *shlex.split("amend-project --project proefleven --date 2011-11-01 --theme ''")
    )
    assert lived.json("show", "27")["fields"]["themes"] == []


def test_a_value_and_what_lacks_for_want_of_it_is_one_fault(lived: InProcess) -> None:
    line = "amend-budget-year --year 2011 --date 2011-11-01 --decision SG-2011-01"
    error = lived(*line.split(), "--contribution", "drenthe=55.000", "-O", "json").err
    message = json.loads(error)["error"]["message"]
    assert message.startswith("--contribution drenthe: '55.000' is ambiguous")
    assert "Also" not in message


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("balance --known-at 20111231", "--known-at: "),
        ("diff '#1' 20111231", "WHEN2: "),
        ("plan proefleven=1.000", "proefleven: "),
    ],
)
def test_a_refusal_of_a_query_names_what_it_is_of(
    lived: InProcess, line: str, named: str
) -> None:
    assert f"]: {named}" in lived(*shlex.split(line)).err


@pytest.mark.parametrize("text", ["x\uffff", "x\ufdd0", "x\ue000", "x\u0378"])
def test_what_is_no_character_is_not_seen(lived: InProcess, text: str) -> None:
    line = "record-decision --number X --date 2011-10-01 --subject"
    assert lived.refused(*line.split(), text) == "BAD_COMMAND"


def test_a_voucher_is_found_however_it_is_spelled(lived: InProcess) -> None:
    """As two vouchers are compared: without case, spaces and punctuation."""
    spelled = ("INV-2011-017", "inv 2011/017", "INV2011017")
    found = [lived.json("history", "--document", each) for each in spelled]
    assert found[0]
    assert found[0] == found[1] == found[2]
    assert lived.refused("history", "--document", "INV-2011-018") == "FILTER_UNKNOWN"
