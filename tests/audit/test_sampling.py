"""`zuidas audit findings`, and the filters that it shares with `history`."""

import csv
import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.entries.event import Actor
from projections.answers.entries import Filters
from projections.answers.sampling import Thresholds, findings
from projections.parameters import office_hours
from tests.functional.program import ROOT, InProcess
from tests.unit.domain.approving import approve, post, submit
from tests.unit.domain.posting import (
    LATE,
    SG,
    LedgerInTest,
    built,
    cost,
    grant,
    other,
    proposal,
    reversal,
)

QUIET = Thresholds(backdated_days=10_000, round_amount=0, large_times=1_000)
WEDNESDAY = datetime(2015, 1, 7, 9, tzinfo=UTC)
"""10 o'clock in the framework's time zone."""


def reasons(ledger: LedgerInTest, thresholds: Thresholds = QUIET) -> dict[int, Any]:
    """Codes by entry, without what only says who posted."""
    found = findings(ledger.view(), thresholds=thresholds)
    codes = {each.number: [r.code for r in each.reasons] for each in found}
    for names in codes.values():
        for common in ("FIRST_BY_ACTOR", "OTHER_ACTOR", "OTHER_PERSON"):
            if common in names:
                names.remove(common)
    return {number: names for number, names in codes.items() if names}


def at(ledger: LedgerInTest, moment: datetime) -> LedgerInTest:
    ledger.now = moment
    return ledger


# -- One reason at a time ----------------------------------------------------------


def test_nothing_is_remarkable_about_an_ordinary_ledger(ledger: LedgerInTest) -> None:
    assert reasons(ledger) == {}


def test_backdated_is_beyond_the_days_given(ledger: LedgerInTest) -> None:
    at(ledger, datetime(2015, 1, 31, 12, tzinfo=UTC))
    far = ledger.post("receive_other", **other("5.01", "2014-12-31"))
    near = ledger.post("receive_other", **other("5.02", "2015-01-01"))
    found = reasons(ledger, Thresholds(30, 0, 1_000))
    assert "BACKDATED" in found[far]
    assert near not in found or "BACKDATED" not in found[near]


def test_the_days_are_those_of_the_framework_s_time_zone(ledger: LedgerInTest) -> None:
    # Half past midnight in Emmen is still the day before in UTC.
    at(ledger, datetime(2015, 1, 31, 23, 30, tzinfo=UTC))
    late = ledger.post("receive_other", **other("5.01", "2015-01-01"))
    assert "BACKDATED" in reasons(ledger, Thresholds(30, 0, 1_000))[late]


def test_posted_in_a_period_that_was_reopened(ledger: LedgerInTest) -> None:
    before = ledger.post("receive_other", **other("5.01", "2011-11-11"))
    ledger.post("lock_period", until="2011-12-31")
    reopened = ledger.post("reopen_period", from_date="2011-12-01", reason="An invoice")
    inside = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    outside = ledger.post("post_process_cost", **cost("7.02", "2012-01-02"))
    found = findings(ledger.view(), thresholds=QUIET)
    words = {e.number: [r.message for r in e.reasons] for e in found}
    expected = f"posted in a period that entry {reopened} reopened"
    assert expected in words[inside]
    assert not {before, outside} & {n for n, w in words.items() if expected in w}


def test_reversals_and_what_they_reverse(ledger: LedgerInTest) -> None:
    wrong = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    right = ledger.post("reverse", **reversal(wrong, "2011-12-15"))
    assert reasons(ledger) == {wrong: ["REVERSED"], right: ["REVERSAL"]}


def test_deviations_and_the_awards_that_lean_on_them(opened: LedgerInTest) -> None:
    rest = {"year": "2011", "date": "2011-08-01", "decision": SG}
    opened.post("allocate", **rest, shares={"TL": "100"})
    opened.post("propose_project", **proposal())
    day = "2011-09-20"
    limit = opened.deviate("maximum_per_project", day, project="grecor")
    share = opened.deviate("participation_share", day, project="grecor")
    award = opened.post("award_grant", **grant())
    assert reasons(opened) == {
        limit: ["DEVIATION"],
        share: ["DEVIATION"],
        award: ["DEVIATION", "DEVIATION"],
    }


@pytest.mark.parametrize(
    ("requested", "near"),
    [("30000.00", True), ("28500.00", True), ("28499.99", False)],
)
def test_just_within_a_limit(ledger: LedgerInTest, requested: str, near: bool) -> None:
    """Two partners may have half of 60,000."""
    ledger.post("propose_project", **proposal(requested=requested))
    award = ledger.post("award_grant", **grant(requested))
    assert reasons(ledger) == ({award: ["NEAR_LIMIT"]} if near else {})


def test_round_amounts(ledger: LedgerInTest) -> None:
    plain = ledger.post("post_process_cost", **cost("1000.01", "2011-12-14"))
    round_ = ledger.post("post_process_cost", **cost("2000.00", "2011-12-15"))
    found = reasons(ledger, Thresholds(10_000, 100_000, 1_000))
    assert found[round_] == ["ROUND_AMOUNT"]
    assert plain not in found


def test_one_voucher_booked_twice(ledger: LedgerInTest) -> None:
    first = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    again = cost("7.02", "2011-12-15") | {
        "document": cost("0", "2011-12-14")["document"]
    }
    second = ledger.post("post_process_cost", **again)
    assert reasons(ledger) == {first: ["SAME_DOCUMENT"], second: ["SAME_DOCUMENT"]}


def test_a_voucher_counts_as_it_was_corrected(ledger: LedgerInTest) -> None:
    first = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    second = ledger.post("post_process_cost", **cost("7.02", "2011-12-15"))
    ledger.post(
        "annotate",
        entry=second,
        field="document",
        value=cost("0", "2011-12-14")["document"],
        reason="Typing error",
    )
    assert reasons(ledger) == {first: ["SAME_DOCUMENT"], second: ["SAME_DOCUMENT"]}


def test_the_same_amount_to_the_same_party(ledger: LedgerInTest) -> None:
    first = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    again = cost("7.01", "2011-12-15") | {"payee": "STENDEN  hogeschool"}
    second = ledger.post("post_process_cost", **again)
    ledger.post(
        "post_process_cost", **cost("7.01", "2011-12-16") | {"payee": "Another"}
    )
    found = findings(ledger.view(), thresholds=QUIET)
    assert reasons(ledger) == {first: ["SAME_AMOUNT"], second: ["SAME_AMOUNT"]}
    messages = {e.number: e.reasons[-1].message for e in found}
    assert messages[first] == f"€ 7.01 and the same party as #{second}"


def test_what_was_reversed_is_no_duplicate(ledger: LedgerInTest) -> None:
    wrong = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    ledger.post("reverse", **reversal(wrong, "2011-12-15"))
    right = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    assert right not in reasons(ledger)


def test_a_contribution_of_every_year_is_no_duplicate(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.receive("emmen", "44800.00", "2012-08-20", "2012")
    assert reasons(ledger) == {}


def test_a_clock_that_ran_back(ledger: LedgerInTest) -> None:
    at(ledger, WEDNESDAY)
    ledger.post("receive_other", **other("5.01", LATE))
    at(ledger, WEDNESDAY - timedelta(hours=1))
    back = ledger.post("receive_other", **other("5.02", "2014-12-30"))
    assert reasons(ledger) == {back: ["CLOCK_RAN_BACK"]}


@pytest.mark.parametrize(
    ("moment", "codes"),
    [
        (datetime(2015, 1, 7, 6, tzinfo=UTC), []),  # 07:00 in Emmen
        (datetime(2015, 1, 7, 5, 59, tzinfo=UTC), ["OFFICE_HOURS"]),
        (datetime(2015, 1, 7, 17, 59, tzinfo=UTC), []),
        (datetime(2015, 1, 7, 18, tzinfo=UTC), ["OFFICE_HOURS"]),
        (datetime(2015, 1, 9, 23, 30, tzinfo=UTC), ["WEEKEND"]),  # Saturday already
        (datetime(2015, 1, 11, 12, tzinfo=UTC), ["WEEKEND"]),
    ],
)
def test_outside_office_hours_in_the_framework_s_time_zone(
    ledger: LedgerInTest, moment: datetime, codes: list[str]
) -> None:
    late = at(ledger, moment).post("receive_other", **other("5.01", LATE))
    assert reasons(ledger).get(late, []) == codes


def test_an_actor_who_is_not_the_login_and_one_s_first_entry(
    ledger: LedgerInTest,
) -> None:
    someone = Actor(name="someone", source="option", login="officer")
    first = ledger.ledger.accept(built("receive_other", other("5.01", LATE)), someone)
    second = ledger.ledger.accept(
        built("receive_other", other("5.02", "2014-12-30")), someone
    )
    found = {e.number: e for e in findings(ledger.view(), thresholds=QUIET)}
    codes = {n: [r.code for r in e.reasons] for n, e in found.items()}
    both = ["OTHER_PERSON", "OTHER_ACTOR"]
    assert codes[first.entry] == [*both, "FIRST_BY_ACTOR"]
    assert codes[second.entry] == both
    assert codes[2] == ["FIRST_BY_ACTOR"], "making the ledger is no posting"
    assert 1 not in codes


def test_large_amounts_are_measured_by_the_median(ledger: LedgerInTest) -> None:
    for day in range(1, 6):
        ledger.post("post_process_cost", **cost(f"10.0{day}", f"2011-12-0{day}"))
    large = ledger.post("post_process_cost", **cost("50.15", "2011-12-10"))
    below = ledger.post("post_process_cost", **cost("50.14", "2011-12-11"))
    found = reasons(ledger, Thresholds(10_000, 0, 5))
    assert found == {}, "the median is 10.04 now: five times that is more"
    found = reasons(ledger, Thresholds(10_000, 0, 4))
    assert found == {large: ["LARGE_AMOUNT"], below: ["LARGE_AMOUNT"]}


def test_few_entries_have_no_usual_amount(ledger: LedgerInTest) -> None:
    ledger.post("post_process_cost", **cost("0.01", "2011-12-01"))
    ledger.post("post_process_cost", **cost("999.99", "2011-12-02"))
    assert reasons(ledger, Thresholds(10_000, 0, 5)) == {}


# -- The list ----------------------------------------------------------------------


def test_most_reasons_come_first(ledger: LedgerInTest) -> None:
    one = ledger.post("post_process_cost", **cost("1000.00", "2011-12-01"))
    two = ledger.post("post_process_cost", **cost("2000.00", "2011-12-02"))
    ledger.post("reverse", **reversal(one, "2011-12-03"))
    found = findings(ledger.view(), thresholds=Thresholds(10_000, 100_000, 1_000))
    assert found[0].number == one
    assert [e.number for e in found].index(two) < 8
    counts = [len(e.reasons) for e in found]
    assert counts == sorted(counts, reverse=True)


def test_filters_choose_what_is_listed_but_not_what_is_compared(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    second = ledger.post("post_process_cost", **cost("7.01", "2011-12-15"))
    filters = Filters(from_day=20111215, to_day=20111215)
    (found,) = findings(ledger.view(), filters, QUIET)
    assert found.number == second
    assert f"#{first}" in found.reasons[-1].message


def test_what_came_later_is_not_known(ledger: LedgerInTest) -> None:
    wrong = ledger.post("post_process_cost", **cost("7.01", "2011-12-14"))
    ledger.post("reverse", **reversal(wrong, "2011-12-15"))
    found = findings(ledger.view(known_at=f"#{wrong}"), thresholds=QUIET)
    assert wrong not in {e.number for e in found}


@pytest.mark.parametrize(
    "text", ["7-19", "19:00-07:00", "07:00", "", "07:00-19:00+02:00"]
)
def test_office_hours_that_are_none(text: str) -> None:
    with pytest.raises(Exception, match="office hours"):
        office_hours(text)


# -- The command -------------------------------------------------------------------


def test_the_answer_in_every_form(lived: InProcess) -> None:
    rows = lived.json("audit", "findings")
    keys = ["entry", "date", "recorded_at", "actor", "command", "amount", "document"]
    assert list(rows[0]) == [*keys, "reasons"]
    assert set(rows[0]["reasons"][0]) == {"code", "message"}
    text = lived.ok("audit", "findings", "-O", "csv").out
    table = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["entry"]) for row in table] == [row["entry"] for row in rows]
    assert table[0]["reasons"].split() == [r["code"] for r in rows[0]["reasons"]]
    told = lived.ok("audit", "findings").out
    assert "Entries to look at first" in told
    assert "root" in told.splitlines()[-1]


def test_thresholds_and_limit(lived: InProcess) -> None:
    def codes(*arguments: str) -> set[str]:
        rows = lived.json("audit", "findings", *arguments)
        return {reason["code"] for row in rows for reason in row["reasons"]}

    assert "ROUND_AMOUNT" in codes()
    assert "ROUND_AMOUNT" not in codes("--round", "0")
    assert "BACKDATED" in codes()
    assert "BACKDATED" not in codes("--backdated-days", "10000")
    assert "OFFICE_HOURS" in codes("--office-hours", "03:00-03:01")
    assert len(lived.json("audit", "findings", "--limit", "3")) == 3


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (("--office-hours", "late"), 1, "BAD_COMMAND"),
        (("--round", "1.000"), 1, "BAD_AMOUNT"),
        (("--from", "tomorrow"), 1, "BAD_DATE"),
        (("--partner", "assen"), 1, "PARTNER_UNKNOWN"),
        (("--known-at", "#99"), 1, "ENTRY_UNKNOWN"),
        (("--backdated-days", "-1"), 2, "BAD_COMMAND"),
        (("--limit", "0"), 2, "BAD_COMMAND"),
    ],
)
def test_what_can_not_be_asked(
    lived: InProcess, arguments: tuple[str, ...], exit_code: int, code: str
) -> None:
    refused = lived.refused("audit", "findings", *arguments, exit_code=exit_code)
    assert refused == code


def test_the_list_is_made_without_what_posting_needs(
    lived: InProcess, tmp_path: Path
) -> None:
    script = (
        "import sys; from cli.main import run; run(['audit', 'findings', '-o', 'x']);"
        " print([m for m in ('pydantic', 'eventsourcing') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# -- The second person -------------------------------------------------------------


def approved(ledger: LedgerInTest, approver: str, after: timedelta) -> int:
    """A cost that bert submits, and that somebody approves some time later."""
    last = ledger.last_entry
    fields = cost(f"7.{last:02}", "2011-12-14", document=f"INV-{last}")
    number = submit(ledger, "bert", "post_process_cost", **fields)
    ledger.now += after
    posted = approve(ledger, approver, number).posted
    assert posted is not None
    return posted


@pytest.fixture
def approving(ledger: LedgerInTest) -> LedgerInTest:
    """Roles since Wednesday; it is Thursday now."""
    at(ledger, WEDNESDAY)
    for person, role in (
        ("anna", "administrator"),
        ("bert", "officer"),
        ("carla", "approver"),
        ("cees", "approver"),
    ):
        fields = {"person": person, "role": role, "date": "2015-01-07"}
        post(ledger, "anna", "grant_role", **fields)
    return at(ledger, WEDNESDAY + timedelta(days=1))


def test_approved_within_a_minute(approving: LedgerInTest) -> None:
    fast = approved(approving, "carla", timedelta(seconds=59))
    slow = approved(approving, "cees", timedelta(seconds=60))
    found = reasons(approving)
    assert (found[fast], slow in found) == (["APPROVED_FAST"], False)


def test_always_the_same_pair(approving: LedgerInTest) -> None:
    while_ago = timedelta(minutes=5)
    first, second = (approved(approving, "carla", while_ago) for _ in range(2))
    assert not {first, second} & set(reasons(approving)), "two say nothing yet"
    third = approved(approving, "carla", while_ago)
    found = reasons(approving)
    assert [found[entry] for entry in (first, second, third)] == [["SAME_PAIR"]] * 3
    approved(approving, "cees", while_ago)
    assert not {first, second, third} & set(reasons(approving))


def test_an_approver_of_that_day(approving: LedgerInTest) -> None:
    fields = {"person": "dirk", "role": "approver", "date": "2015-01-07"}
    post(approving, "anna", "grant_role", **fields)
    new = approved(approving, "dirk", timedelta(hours=1))
    approving.now += timedelta(days=1)
    known = approved(approving, "dirk", timedelta(hours=1))
    found = reasons(approving)
    assert (found[new], known in found) == (["NEW_APPROVER"], False)


def test_who_recorded_an_approved_entry_is_no_other_actor(
    approving: LedgerInTest,
) -> None:
    """The maker's own name, though the login is that of whoever approved it."""
    actor = Actor(name="bert", source="login", login="bert")
    as_ = {"command": "post_process_cost", **cost("7.01", "2011-12-14")}
    command = built("submit", {"as": as_})
    number = approving.ledger.accept(command, actor).entry
    approving.now += timedelta(hours=1)
    posted = approve(approving, "carla", number).posted
    found = findings(approving.view(), thresholds=QUIET)
    codes = {each.number: [r.code for r in each.reasons] for each in found}
    assert "OTHER_ACTOR" not in codes.get(posted or 0, [])
    assert "OTHER_PERSON" not in codes.get(posted or 0, [])
