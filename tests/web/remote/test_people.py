"""Two people at a service: who they are is whose token it is."""

import json

import pytest

from tests.functional.test_second_person import LINE, PAY, ROLES_AND_POLICY
from tests.web.remote.conftest import TOKENS, Pair, Prepared

HEX = "0" * 64


@pytest.fixture
def two(pair: Prepared) -> Pair:
    found = pair("awarded", TOKENS).by("anna")
    for line in ROLES_AND_POLICY:
        found.ok(*line.split())
    return found


def submitted(two: Pair) -> str:
    """A payment that Bert submits; its number."""
    done = two.by("bert").ok("submit", "pay-grant", *PAY, "-O", "json")
    return str(done.json["entry"])


def codes(two: Pair, number: str, **bound: str) -> tuple[int, str | None]:
    """What an approval comes to, by the leaf and effect of each ledger's own."""
    found = []
    for place in (str(two.here), two.url):
        rows = two.both.at(place, "submissions", "--all", "-O", "json").json
        [row] = [row for row in rows if str(row["submission"]) == number]
        given = {"leaf": row["leaf"], "effect": row["effect"]} | bound
        options = [f"--{name}={value}" for name, value in given.items()]
        done = two.both.at(place, "approve", number, "--yes", *options, "-O", "json")
        found.append((done.code, done.error["code"] if done.code else done.out))
    assert found[0] == found[1]
    return found[0]


def test_what_takes_a_second_person_names_the_line_that_submits_it(two: Pair) -> None:
    two.by("bert")
    refused = two.same("pay-grant", *PAY)
    assert refused.err.splitlines()[-1].startswith("  zuidas submit pay-grant")
    assert two.refused("pay-grant", *PAY) == "APPROVAL_REQUIRED"
    assert "APPROVAL_REQUIRED" in two.ok("pay-grant", *PAY, "--dry-run").out
    two.ok("submit", "pay-grant", *PAY, "--dry-run")
    text = two.ok("submit", "pay-grant", *PAY, "--note", "For K", "--id", "s-1").out
    assert "waits for another person" in text
    two.ok("submit", "pay-grant", *PAY, "--note", "For K", "--id", "s-1")


def test_an_approval_shows_asks_and_posts(two: Pair) -> None:
    number = submitted(two)
    two.by("carla")
    no = two.same("approve", number, stdin="n\n")
    assert "waits on; nothing was recorded" in no.out
    yes = two.same("approve", number, stdin="y\n")
    assert yes.code == 0
    assert "as it was submitted" in yes.out
    assert two.refused("approve", number) == "BAD_COMMAND"  # -O json goes with --yes
    assert "SUBMISSION_SETTLED" in two.same("approve", number, stdin="y\n").err


def test_several_at_once(two: Pair) -> None:
    first, second = (submitted(two) for _ in range(2))
    two.by("carla")
    done = two.same("approve", first, second, stdin="y\nn\n")
    assert done.code == 0


def test_an_approval_by_a_program(two: Pair) -> None:
    number = submitted(two)
    two.by("carla")
    assert codes(two, number, leaf=HEX) == (1, "SUBMISSION_DIFFERS")
    assert codes(two, number, effect=HEX) == (1, "EFFECT_CHANGED")
    assert codes(two.by("anna"), number) == (1, "NOT_ALLOWED")
    two.by("carla")
    first, _ = codes(two, number, id="a-1")
    again, _ = codes(two, number, id="a-1")
    assert (first, again) == (0, 0)
    assert codes(two, number) == (1, "SUBMISSION_SETTLED")


def test_declined_and_taken_back(two: Pair) -> None:
    number, other = (submitted(two) for _ in range(2))
    two.by("carla").ok("decline", "--submission", number, "--reason", "Twice")
    assert "SUBMISSION_SETTLED" in two.same("approve", number, stdin="y\n").err
    two.by("bert").ok("retract-submission", "--submission", other, "--reason", "Mine")


def test_a_file_of_submissions(two: Pair) -> None:
    two.by("bert")
    file = "".join(json.dumps({**LINE, "id": f"f-{n}"}) + "\n" for n in range(3))
    assert two.refused("post", "-", stdin=file) == "APPROVAL_REQUIRED"
    two.ok("post", "--submit", "--dry-run", "-", stdin=file)
    two.ok("post", "--submit", "-", stdin=file)
    two.ok("post", "--submit", "-", "-O", "json", stdin=file)


def test_who_has_no_role_is_told_so(two: Pair) -> None:
    two.by("carla")
    assert two.refused("pay-grant", *PAY) == "NOT_ALLOWED"
    two.by("bert")
    assert two.refused(
        *("grant-role", "--person", "bert", "--role", "approver", "--date", "today")
    ) == ("NOT_ALLOWED")


def test_the_entry_says_who_by_what(two: Pair) -> None:
    entry = submitted(two)
    [shown] = two.both.at(
        two.url, "history", "--after", str(int(entry) - 1), "-O", "json"
    ).json
    assert shown["actor"] == "bert"
