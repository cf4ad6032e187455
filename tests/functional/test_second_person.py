"""Two people at one file: what is typed, what is shown, what programs get."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.writing.fields import typed_line
from domain.entries.approvals import SUBMITTED, Submit
from domain.entries.register import command_models
from tests.functional.program import InProcess
from tests.unit.domain.posting import Row

PAY = [
    "--project",
    "grecor",
    "--amount",
    "5.000,00",
    "--date",
    "20-12-2011",
    "--document",
    "BK-7",
]
PAID = {
    "project": "grecor",
    "amount": "5000.00",
    "date": "2011-12-20",
    "document": "BK-7",
}
LINE = {"command": "pay_grant", **PAID}
LINES = [
    {"account": "liabilities:grants:grecor", "amount": "5000.00"},
    {"account": "assets:current-account", "amount": "-5000.00"},
    {"account": "budget:spent:2011:TL:grecor", "amount": "5000.00"},
    {"account": "budget:committed:2011:TL:grecor", "amount": "-5000.00"},
]


class TwoPeople:
    """One file, and whose login it is at the moment."""

    def __init__(self, cli: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
        self._cli = cli
        self._monkeypatch = monkeypatch

    def by(self, person: str) -> InProcess:
        self._monkeypatch.setattr("cli.settings.login_name", lambda: person)
        return self._cli

    def submitted(self, *more: str) -> Row:
        """A payment that bert submits; as it is listed."""
        entry = self.by("bert").json("submit", "pay-grant", *PAY, *more)["entry"]
        [row] = [r for r in self.listed() if r["submission"] == entry]
        return row

    def listed(self, *options: str) -> list[Row]:
        found: Any = self._cli.json("submissions", *options)
        return list(found)


ROLES_AND_POLICY = (
    "grant-role --person anna --role administrator --date today",
    "grant-role --person bert --role officer --date today",
    "grant-role --person carla --role approver --date today",
    (
        "set-approval-policy --command pay-grant=1.000,00 --command pay_other=0"
        " --date today --reason Mandaat"
    ),
)
"""Anna administers, Bert is an officer, Carla approves what takes a second one."""


@pytest.fixture
def two(
    prepared: Callable[[str], Path], cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> TwoPeople:
    prepared("awarded")
    people = TwoPeople(cli, monkeypatch)
    anna = people.by("anna")
    for line in ROLES_AND_POLICY:
        anna.ok(*line.split())
    return people


# -- the refusal says how ------------------------------------------------------------


def test_the_refusal_gives_the_line_that_submits_it(two: TwoPeople) -> None:
    cli = two.by("bert")
    result = cli("pay-grant", *PAY, "--note", "it's due")
    assert (result.code, "[APPROVAL_REQUIRED]" in result.err) == (1, True)
    line = result.err.splitlines()[-1].strip()
    assert line.startswith("zuidas submit pay-grant ")
    cli.ok(*shlex.split(line)[1:])
    [row] = two.listed()
    assert (row["fields"], row["lines"]) == (PAID, LINES)
    assert cli.json("show", str(row["submission"]))["fields"]["note"] == "it's due"
    error = cli("pay-grant", *PAY, "-O", "json").error
    assert error["details"]["from"] == "1000.00"
    assert error["details"]["submit"].startswith("zuidas submit pay-grant")


@pytest.mark.parametrize("name", SUBMITTED)
def test_every_command_can_be_submitted_as_it_is_typed(name: str) -> None:
    """The line of its own example, submitted, holds exactly that example."""
    import click

    from cli.writing.submitting import SUBMIT

    model = command_models()[name]
    hyphened = name.replace("_", "-")
    found = SUBMIT.get_command(click.Context(SUBMIT), hyphened)
    own = SUBMIT.get_command(click.Context(SUBMIT), name)
    assert found is not None
    assert own is not None
    line = typed_line(model, model.example, "submit", hyphened)
    assert " ".join(line.split()[:3]) in str(found.epilog)
    assert {option.name for option in found.params} == {
        option.name for option in own.params
    }


def test_a_dry_run_tells_and_shows(two: TwoPeople) -> None:
    cli = two.by("bert")
    told = cli.json("pay-grant", *PAY, "--dry-run")
    assert [note["code"] for note in told["notes"]] == ["APPROVAL_REQUIRED"]
    assert told["lines"] == LINES
    assert (
        "would be accepted now" in cli.ok("submit", "pay-grant", *PAY, "--dry-run").out
    )
    assert two.listed() == []


# -- submitting ----------------------------------------------------------------------


def test_what_is_submitted_is_listed_as_the_contract_has_it(two: TwoPeople) -> None:
    row = two.submitted()
    assert list(row) == [
        *("submission", "maker", "submitted_at", "command", "fields", "lines"),
        *("notes", "leaf", "effect", "accepted_now", "refusal", "status"),
        "settled_by",
    ]
    expected = {
        "maker": "bert",
        "command": "pay_grant",
        "fields": PAID,
        "lines": LINES,
        "notes": [],
        "accepted_now": True,
        "refusal": None,
        "status": "waiting",
        "settled_by": None,
    }
    assert {name: row[name] for name in expected} == expected


def test_id_and_note_are_the_submission_s_own(two: TwoPeople) -> None:
    cli = two.by("bert")
    line = ("submit", "pay-grant", *PAY, "--id", "s-1", "--note", "In a hurry")
    receipt = cli.json(*line)
    assert cli.json(*line) == receipt | {"duplicate": True}
    shown = cli.json("show", str(receipt["entry"]))
    assert (shown["id"], shown["fields"]["note"]) == ("s-1", "In a hurry")
    assert shown["fields"]["as"] == LINE


def test_a_file_of_commands_is_submitted(two: TwoPeople) -> None:
    cli = two.by("bert")
    lines = [LINE | {"id": "k-1"}, LINE | {"document": "BK-8", "note": "second"}]
    text = "\n".join(map(json.dumps, lines))
    result = cli("post", "-", "-O", "json", stdin=text)
    assert result.error["code"] == "APPROVAL_REQUIRED"
    assert result.error["line"] == 1
    told = cli("post", "--submit", "-", "-O", "json", stdin=text).json
    assert (told["accepted"], told["last_entry"] - told["first_entry"]) == (2, 1)
    rows = two.listed()
    assert [row["fields"]["document"] for row in rows] == ["BK-7", "BK-8"]
    assert cli.json("show", str(rows[0]["submission"]))["id"] == "k-1"
    again = cli("post", "--submit", "-", "-O", "json", stdin=json.dumps(lines[0]))
    assert again.json["duplicates"] == 1


def test_a_file_with_what_can_t_be_submitted(two: TwoPeople) -> None:
    row = two.submitted()
    no = {"command": "decline", "submission": row["submission"], "reason": "No"}
    text = f"{json.dumps(LINE)}\n{json.dumps(no)}"
    error = two.by("bert")("post", "--submit", "-", "-O", "json", stdin=text).error
    assert (error["code"], error["line"]) == ("SCOPE_INVALID", 2)
    assert len(two.listed()) == 1
    assert two.by("bert")("submit", "decline").code == 2


# -- approving -----------------------------------------------------------------------


def test_an_approver_is_shown_it_and_asked(two: TwoPeople) -> None:
    number = two.submitted()["submission"]
    carla = two.by("carla")
    refused = carla("approve", str(number), stdin="n\n")
    assert (refused.code, "waits on; nothing was recorded" in refused.out) == (0, True)
    assert two.listed()
    told = carla("approve", str(number), stdin="y\n")
    text = " ".join(told.out.split())
    assert told.code == 0, told.err
    for part in (
        f"Submission {number}: pay_grant by 'bert'",
        "Would post now",
        "liabilities:grants:grecor 5,000.00",
        f"Approve submission {number}? [y/N]",
        f"Entry {number + 1}: approve",
        f"Entry {number + 2}: pay_grant",
    ):
        assert part in text, part
    assert two.listed() == []
    shown = carla.json("show", str(number + 2))
    assert shown["approval"] == {"entry": number + 1, "person": "carla"}
    assert (shown["person"], shown["lines"]) == ("bert", LINES)
    assert "verified" in carla.ok("audit", "verify", "--rules").out


def test_whoever_approves_is_told_who_an_unnamed_payee_is(two: TwoPeople) -> None:
    """An approval binds no payee that was left out: the recipient can be corrected."""
    number = two.submitted()["submission"]
    told = "it goes to {}, the recipient of grecor as it stands now."
    assert told.format("Gemeente Emmen") in " ".join(
        two.by("carla").ok("submissions").out.split()
    )
    [proposed] = two.by("bert").json("history", "--command", "propose_project")
    cousin = ("--field", "recipient", "--value", "Bert's cousin", "--reason", "Typo")
    two.by("bert").ok("annotate", "--entry", str(proposed["entry"]), *cousin)
    carla = two.by("carla")
    for command in (("submissions",), ("approve", str(number))):
        said = " ".join(carla(*command, stdin="n\n").out.split())
        assert told.format("Bert's cousin") in said
    two.submitted("--payee", "Somebody else", "--document", "BK-8")
    assert carla.ok("submissions").out.count("No payee is given") == 1


def test_corrections_can_take_a_second_person_too(two: TwoPeople) -> None:
    """Else an officer alone changes who an approved payment seems to have gone to."""
    policy = ("--command", "pay-grant=1.000,00", "--command", "annotate=0")
    submitted = two.by("anna").json(
        "submit", "set-approval-policy", *policy, "--date", "today"
    )["entry"]
    two.by("carla")("approve", str(submitted), stdin="y\n")
    cousin = ("--field", "recipient", "--value", "Bert's cousin", "--reason", "Typo")
    refused = two.by("bert").refused("annotate", "--entry", "14", *cousin)
    assert refused == "APPROVAL_REQUIRED"


def test_nobody_there_to_answer_approves_nothing(two: TwoPeople) -> None:
    number = two.submitted()["submission"]
    result = two.by("carla")("approve", str(number), stdin="")
    assert result.code == 130
    assert two.listed()


def test_several_are_asked_one_by_one(two: TwoPeople) -> None:
    numbers = [two.submitted()["submission"] for _ in range(3)]
    result = two.by("carla")("approve", *map(str, numbers), stdin="y\nn\ny\n")
    assert result.code == 0, result.err
    assert [row["submission"] for row in two.listed()] == [numbers[1]]


def test_what_would_be_refused_is_shown_and_not_asked(two: TwoPeople) -> None:
    number = two.submitted()["submission"]
    two.by("bert").ok("lock-period", "--until", "2011-12-31")
    result = two.by("carla")("approve", str(number), stdin="y\n")
    assert (result.code, "[PERIOD_LOCKED]" in result.err) == (1, True)
    assert "It would be refused now [PERIOD_LOCKED]" in " ".join(result.out.split())
    assert "[y/N]" not in result.out
    row = two.listed()[0]
    assert (row["accepted_now"], row["lines"], row["effect"]) == (False, [], None)
    assert row["refusal"]["code"] == "PERIOD_LOCKED"


def test_the_maker_is_not_asked(two: TwoPeople) -> None:
    number = two.submitted()["submission"]
    given = ("--person", "bert", "--role", "approver", "--date", "today")
    two.by("anna").ok("grant-role", *given)
    result = two.by("bert")("approve", str(number), stdin="y\n")
    assert (result.code, "[SAME_PERSON]" in result.err) == (1, True)
    assert "[y/N]" not in result.out


def test_a_program_approves_what_it_looked_at(two: TwoPeople) -> None:
    row = two.submitted()
    number = str(row["submission"])
    bound = ("--yes", "--leaf", row["leaf"], "--effect", row["effect"])
    carla = two.by("carla")
    assert carla.json("approve", number, *bound, "--id", "a-1") == {
        "entry": row["submission"] + 1,
        "posted": row["submission"] + 2,
        "id": "a-1",
        "duplicate": False,
        "notes": [],
    }
    again = carla.json("approve", number, *bound, "--id", "a-1")
    assert (again["duplicate"], again["posted"]) == (True, row["submission"] + 2)
    assert carla.refused("approve", number, *bound) == "SUBMISSION_SETTLED"


def test_a_program_can_t_approve_unseen(two: TwoPeople) -> None:
    row = two.submitted()
    number, carla = str(row["submission"]), two.by("carla")
    for options in (
        ("--yes",),
        ("--yes", "--leaf", row["leaf"]),
        (number, "--yes", "--leaf", row["leaf"], "--effect", row["effect"]),
        ("--leaf", row["leaf"]),
        ("-O", "json"),
    ):
        result = carla("approve", number, *options)
        assert (result.code, "BAD_COMMAND" in result.err) == (2, True)
    assert two.listed()


def test_approvals_in_a_file(two: TwoPeople) -> None:
    rows = [two.submitted() for _ in range(2)]
    lines = [
        {
            "command": "approve",
            **{name: row[name] for name in ("submission", "leaf", "effect")},
        }
        for row in rows
    ]
    carla = two.by("carla")
    text = "\n".join(map(json.dumps, lines))
    told = carla("post", "-", "-O", "json", stdin=text).json
    first, last = rows[1]["submission"] + 1, rows[1]["submission"] + 4
    assert {name: told[name] for name in ("accepted", "first_entry", "last_entry")} == {
        "accepted": 2,
        "first_entry": first,
        "last_entry": last,
    }
    # The second payment uses the voucher of the first: told under its own line.
    assert [(note["line"], note["code"]) for note in told["notes"]] == [
        (2, "DOCUMENT_REUSED")
    ]


# -- pages ---------------------------------------------------------------------------


def test_roles_show_the_policy_and_what_it_is_worth(two: TwoPeople) -> None:
    cli = two.by("bert")
    assert cli.json("roles")["policy"] == {"pay_grant": "1000.00", "pay_other": "0.00"}
    text = " ".join(cli.ok("roles").out.split())
    assert "pay_grant 1,000.00" in text
    assert "in anybody's name: it is a procedure there." in text


def test_what_was_settled_is_listed_on_request(two: TwoPeople) -> None:
    numbers = [two.submitted()["submission"] for _ in range(2)]
    no = ("--reason", "The wrong voucher")
    two.by("carla").ok("decline", "--submission", str(numbers[0]), *no)
    two.by("bert").ok("retract-submission", "--submission", str(numbers[1]), *no)
    assert two.listed() == []
    statuses = [(row["status"], row["settled_by"]) for row in two.listed("--all")]
    assert statuses == [("declined", numbers[1] + 1), ("retracted", numbers[1] + 2)]
    assert "Nothing waits" in two.by("bert").ok("submissions").out
    settled = two.by("bert").ok("submissions", "--all").out
    assert "declined" in settled
    known = two.listed("--all", "--known-at", f"#{numbers[1]}")
    assert [row["status"] for row in known] == ["waiting", "waiting"]


def test_the_schema_says_what_a_submission_holds(cli: InProcess) -> None:
    schema = cli.ok("schema", "submit").json
    held = schema["properties"]["as"]["properties"]["command"]["enum"]
    assert held == list(SUBMITTED)
    assert Submit.name not in held
