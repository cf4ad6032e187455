"""The same `id` with the same content posts once; with other content it is refused."""

import json

import pytest

from domain.entries.event import Actor
from domain.entries.projects import ProjectProposed
from tests.unit.domain.posting import (
    LedgerInTest,
    built,
    contribution,
    cost,
    other,
    proposal,
)


def test_a_repeated_command_is_answered_with_the_first_entry(
    ledger: LedgerInTest,
) -> None:
    fields = contribution("emmen", "10.00") | {"id": "k-1"}
    first = ledger.accept("receive_contribution", **fields)
    before = ledger.content()
    again = ledger.accept("receive_contribution", **fields)
    assert (again.entry, again.duplicate) == (first.entry, True)
    assert first.duplicate is False
    assert ledger.content() == before


def test_without_an_id_the_same_command_posts_twice(ledger: LedgerInTest) -> None:
    first = ledger.receive("emmen", "10.00")
    assert ledger.receive("emmen", "10.00") == first + 1


@pytest.mark.parametrize(
    "spelling",
    [
        {"partner": "EMMEN"},
        {"amount": "10"},
        {"document": " BANK-emmen-2011-08-20 "},
        {"id": " k-1 "},
        {"note": "  "},
    ],
)
def test_another_spelling_is_the_same_content(
    ledger: LedgerInTest, spelling: dict[str, str]
) -> None:
    fields = contribution("emmen", "10.00") | {"id": "k-1"}
    first = ledger.accept("receive_contribution", **fields)
    again = ledger.accept("receive_contribution", **(fields | spelling))
    assert (again.entry, again.duplicate) == (first.entry, True)


def test_a_field_given_as_its_default_is_the_same_content(ledger: LedgerInTest) -> None:
    first = ledger.accept("propose_project", **proposal(id="k-1"))
    again = ledger.accept(
        "propose_project",
        **proposal(id="k-1", kind="grant", third_parties=[], borrowed_capacity="0.00"),
    )
    assert (again.entry, again.duplicate) == (first.entry, True)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "10.01"},
        {"partner": "meppel"},
        {"date": "2011-08-21"},
        {"document": "B-2"},
        {"note": "a remark"},
    ],
)
def test_other_content_is_a_conflict(
    ledger: LedgerInTest, change: dict[str, str]
) -> None:
    fields = contribution("emmen", "10.00") | {"id": "k-1"}
    entry = ledger.post("receive_contribution", **fields)
    error = ledger.refused(
        "IDEMPOTENCY_CONFLICT", "receive_contribution", **(fields | change)
    )
    assert str(entry) in error.message


def test_another_command_with_the_id_is_a_conflict(ledger: LedgerInTest) -> None:
    fields = contribution("emmen", "10.00") | {"id": "k-1"}
    ledger.post("receive_contribution", **fields)
    ledger.refused("IDEMPOTENCY_CONFLICT", "repay_contribution", **fields)


def test_another_actor_makes_no_difference(ledger: LedgerInTest) -> None:
    fields = contribution("emmen", "10.00") | {"id": "k-1"}
    first = ledger.post("receive_contribution", **fields)
    colleague = Actor(name="colleague", source="option", login="colleague")
    again = ledger.ledger.accept(built("receive_contribution", fields), colleague)
    assert (again.entry, again.duplicate) == (first, True)
    assert ledger.show(first)["actor"] == "officer"


def test_a_refused_command_does_not_take_its_id(ledger: LedgerInTest) -> None:
    too_much = cost("20000.01", "2011-10-12", id="k-1")
    ledger.refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **too_much)
    ledger.post("post_process_cost", **cost("20.00", "2011-10-12", id="k-1"))


def test_a_duplicate_is_answered_even_where_it_would_now_be_refused(
    ledger: LedgerInTest,
) -> None:
    fields = cost("20000.00", "2011-10-12", id="k-1")
    first = ledger.post("post_process_cost", **fields)
    ledger.post("lock_period", until="2011-12-31")
    again = ledger.accept("post_process_cost", **fields)
    assert (again.entry, again.duplicate) == (first, True)


def test_a_reversed_command_is_still_answered_with_its_entry(
    ledger: LedgerInTest,
) -> None:
    fields = other("10.00", "2011-10-12") | {"id": "k-1"}
    first = ledger.post("receive_other", **fields)
    ledger.post("reverse", entry=first, date="2011-10-13", reason="Mistake")
    again = ledger.accept("receive_other", **fields)
    assert (again.entry, again.duplicate) == (first, True)


def test_duplicates_within_one_transaction(ledger: LedgerInTest) -> None:
    command = built("receive_contribution", contribution("emmen", "1.00") | {"id": "a"})
    first, second = ledger.ledger.accept_all(
        [command, command], Actor(name="o", source="option", login="o")
    )
    assert (second.entry, second.duplicate) == (first.entry, True)
    assert first.duplicate is False


def test_a_field_that_came_later_makes_no_conflict(
    ledger: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new field with a default: what was stored before lacks it, and is the same."""
    fields = proposal(id="k-1")
    first = ledger.accept("propose_project", **fields)
    stored = ProjectProposed.model_validate_json(
        json.dumps(
            {
                **ledger.show(first.entry)["stored"],
                "entry": first.entry,
                "recorded_at": "2011-09-15T12:00:00Z",
                "given": {
                    name: value
                    for name, value in ledger.show(first.entry)["fields"].items()
                    # As version 0.0 would have stored it, before these fields came.
                    if name not in ("command", "borrowed_capacity", "kind")
                },
            }
        )
    )
    monkeypatch.setattr("ledger.posting.application.read_event", lambda *_: stored)
    ledger.ledger.flush()
    ledger.ledger._repeats._gathered.clear()
    again = ledger.accept("propose_project", **fields)
    assert (again.entry, again.duplicate) == (first.entry, True)
    ledger.refused(
        "IDEMPOTENCY_CONFLICT",
        "propose_project",
        **proposal(id="k-1", borrowed_capacity="1.00"),
    )


def test_null_counts_as_left_out(ledger: LedgerInTest) -> None:
    first = ledger.accept("propose_project", **proposal(id="k-1"))
    again = ledger.accept(
        "propose_project",
        **proposal(id="k-1", own_contributions=proposal()["own_contributions"])
        | {"third_parties": None, "kind": None, "note": None},
    )
    assert (again.entry, again.duplicate) == (first.entry, True)
