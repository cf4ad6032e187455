"""The second person (section 9): policy, submissions, and what becomes of them."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from domain.catalogue import Trait, offered, with_trait
from domain.deciding.approvals import effect_of
from domain.entries.event import Actor
from domain.states.people import role_for
from ledger.transparency.log import LogReader
from ledger.verifying.verify import verify
from projections.answers.agenda import Item, agenda
from projections.answers.roles import roles
from tests.unit.domain.approving import (
    NO_EFFECT,
    TODAY,
    accept,
    approve,
    binding,
    listed,
    policy,
    post,
    refused,
    submit,
    waiting,
)
from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    built,
    cost,
    payment,
    shape_refused,
)

PAY = payment("5000.00", "2011-12-20")


@pytest.fixture
def paid(awarded: LedgerInTest) -> LedgerInTest:
    """Project grecor has an advance of half its grant of 30,000."""
    awarded.pay("15000.00", "2011-11-20")
    return awarded


@pytest.fixture
def governed(paid: LedgerInTest) -> LedgerInTest:
    """Anna administers, Bert and Ben post, Carla and Cees approve; grants from 1000."""
    for person, name in (
        ("anna", "administrator"),
        ("bert", "officer"),
        ("ben", "officer"),
        ("carla", "approver"),
        ("cees", "approver"),
    ):
        fields = {"person": person, "role": name, "date": TODAY}
        post(paid, "anna", "grant_role", **fields)
    post(paid, "anna", "set_approval_policy", **policy(pay_grant="1000.00"))
    return paid


# -- the policy ----------------------------------------------------------------------


def test_from_its_amount_on_a_command_takes_a_second_person(
    governed: LedgerInTest,
) -> None:
    post(governed, "bert", "pay_grant", **payment("999.99", "2011-12-20"))
    for amount in ("1000.00", "1000.01"):
        error = refused(
            governed,
            "APPROVAL_REQUIRED",
            "bert",
            "pay_grant",
            **payment(amount, "2011-12-20"),
        )
        assert "zuidas submit pay-grant" in error.message
        assert error.details["from"] == "1000.00"


def test_it_holds_whatever_the_date_of_the_command(governed: LedgerInTest) -> None:
    """A back-dated command is recorded now, and now it takes a second person."""
    for day in ("2011-10-05", "2014-06-01"):
        fields = payment("1000.00", day)
        refused(governed, "APPROVAL_REQUIRED", "bert", "pay_grant", **fields)


def test_nothing_and_no_amount_are_always(governed: LedgerInTest) -> None:
    changed = policy(post_process_cost="0.00", lock_period="999.00", reclassify="5.00")
    approve(
        governed, "carla", submit(governed, "anna", "set_approval_policy", **changed)
    )
    for command, fields in (
        ("post_process_cost", cost("0.01", "2011-10-12")),
        ("lock_period", {"until": "2011-01-01"}),
    ):
        refused(governed, "APPROVAL_REQUIRED", "bert", command, **fields)
    # It was replaced, not added to.
    post(governed, "bert", "pay_grant", **PAY)


def test_a_policy_takes_a_second_person_itself_also_an_empty_one(
    governed: LedgerInTest,
) -> None:
    empty = policy()
    refused(governed, "APPROVAL_REQUIRED", "anna", "set_approval_policy", **empty)
    number = submit(governed, "anna", "set_approval_policy", **empty)
    approve(governed, "carla", number)
    post(governed, "bert", "pay_grant", **PAY)
    again = policy(pay_grant="0.00")
    refused(governed, "APPROVAL_REQUIRED", "anna", "set_approval_policy", **again)


def test_dates_of_policies(governed: LedgerInTest) -> None:
    for on, code in (("2015-01-01", "FUTURE_DATE"), ("2014-05-31", "BAD_DATE")):
        proposed = {"as": {"command": "set_approval_policy", **policy(on)}}
        refused(governed, code, "anna", "submit", **proposed)


def test_a_policy_rests_on_a_decision_that_is_there(paid: LedgerInTest) -> None:
    fields = policy(pay_grant="1.00") | {"decision": "SG-NONE"}
    refused(paid, "DECISION_UNKNOWN", "anna", "set_approval_policy", **fields)


@pytest.mark.parametrize("name", with_trait(Trait.OF_SUBMISSION))
def test_what_settles_submissions_is_under_no_policy_and_not_submitted(
    name: str,
) -> None:
    shape_refused("SCOPE_INVALID", "set_approval_policy", **policy(**{name: "0.00"}))
    shape_refused("SCOPE_INVALID", "submit", **{"as": {"command": name}})


def test_a_policy_names_commands_and_amounts() -> None:
    for name in ("pay_grants", "init", "pay-grant"):
        wrong = policy(**{name: "0.00"})
        shape_refused("BAD_COMMAND", "set_approval_policy", **wrong)
    shape_refused("BAD_AMOUNT", "set_approval_policy", **policy(pay_grant="-1.00"))
    shape_refused("BAD_COMMAND", "submit", **{"as": {"command": "pay_grants"}})


def test_without_roles_the_second_person_is_anybody_else(paid: LedgerInTest) -> None:
    post(paid, "bert", "set_approval_policy", **policy(pay_grant="0.00"))
    number = submit(paid, "bert", "pay_grant", **PAY)
    refused(paid, "SAME_PERSON", "bert", "approve", **binding(paid, number))
    approve(paid, "carla", number)


# -- submitting ----------------------------------------------------------------------


def test_a_submission_books_and_reserves_nothing(governed: LedgerInTest) -> None:
    before = governed.balance()
    number = submit(governed, "bert", "pay_grant", **PAY)
    assert governed.balance()["projects"] == before["projects"]
    assert governed.lines(number) == {}
    # The whole grant can still be paid by somebody else.
    both = payment("15000.00", "2011-12-21")
    approve(governed, "carla", submit(governed, "ben", "pay_grant", **both))
    assert waiting(governed, number)["refusal"]["code"] == "AWARD_EXCEEDED"


def test_nonsense_is_refused_at_once(governed: LedgerInTest) -> None:
    def proposed(**fields: object) -> Row:
        return {"as": {"command": "pay_grant", **PAY, **fields}}

    for fields, code in (
        ({"amount": "90000.00"}, "AWARD_EXCEEDED"),
        ({"project": "unheard-of"}, "PROJECT_UNKNOWN"),
        ({"date": "2015-01-01"}, "FUTURE_DATE"),
        ({"date": "2011-09-30"}, "PROJECT_STATUS"),
    ):
        refused(governed, code, "bert", "submit", **proposed(**fields))
    shape_refused("BAD_AMOUNT", "submit", **proposed(amount="1,00"))
    shape_refused("BAD_COMMAND", "submit", **proposed(colour="red"))


def test_submitting_takes_the_role_of_what_is_submitted(governed: LedgerInTest) -> None:
    pay = {"as": {"command": "pay_grant", **PAY}}
    for person in ("anna", "carla", "dirk"):
        refused(governed, "NOT_ALLOWED", person, "submit", **pay)
    change = {"as": {"command": "set_approval_policy", **policy()}}
    refused(governed, "NOT_ALLOWED", "bert", "submit", **change)


def test_what_takes_no_second_person_may_have_one(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "post_process_cost", **cost("1.00", "2011-10-12"))
    receipt = approve(governed, "carla", number)
    assert governed.show(receipt.entry + 1)["command"] == "post_process_cost"


def test_codes_are_stored_in_the_framework_s_spelling(governed: LedgerInTest) -> None:
    number = submit(
        governed, "bert", "post_process_cost", **cost("1.00", "2011-10-12", "sn")
    )
    assert waiting(governed, number)["fields"]["programme"] == "SN"


def test_a_submission_with_a_reclassification_in_it(governed: LedgerInTest) -> None:
    wrong = post(
        governed,
        "bert",
        "receive_other",
        category="suspense",
        amount="10.00",
        date="2011-12-01",
        counterparty="Emmen",
        description="?",
        document="B-1",
    )
    inner = {"command": "receive_contribution", "year": "2011", "partner": "EMMEN"}
    fields = {"entry": wrong, "date": "2011-12-02", "reason": "It was theirs"}
    number = submit(governed, "bert", "reclassify", **fields, **{"as": inner})
    assert waiting(governed, number)["fields"]["as"]["partner"] == "emmen"
    approve(governed, "carla", number)
    assert not verify(governed.store, rules=True).findings


# -- what is shown -------------------------------------------------------------------


def test_what_waits_is_shown_with_all_that_an_approval_binds(
    governed: LedgerInTest,
) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    row = waiting(governed, number)
    lines = [
        ("liabilities:grants:grecor", 500000),
        ("assets:current-account", -500000),
        ("budget:spent:2011:TL:grecor", 500000),
        ("budget:committed:2011:TL:grecor", -500000),
    ]
    assert [(line["account"], line["amount"]) for line in row["lines"]] == [
        (account, f"{cents / 100:.2f}") for account, cents in lines
    ]
    text = "".join(f"{account} {cents}\n" for account, cents in lines)
    assert row["effect"] == sha256(text.encode()).hexdigest()
    assert row["leaf"] == LogReader(governed.store).node(0, number - 1).hex()
    assert {k: row[k] for k in ("submission", "maker", "command", "status")} == {
        "submission": number,
        "maker": "bert",
        "command": "pay_grant",
        "status": "waiting",
    }
    assert row["fields"] == PAY
    assert (row["accepted_now"], row["refusal"], row["settled_by"]) == (
        *(True, None, None),
    )


def test_notes_are_those_that_posting_would_give(governed: LedgerInTest) -> None:
    first = {**PAY, "payee": "Somebody else"}
    number = submit(governed, "bert", "pay_grant", **first)
    assert [n["code"] for n in waiting(governed, number)["notes"]] == ["PAYEE_DIFFERS"]
    approve(governed, "carla", number)
    assert [n.code for n in governed.ledger.notes[number + 2]] == ["PAYEE_DIFFERS"]
    again = submit(governed, "bert", "pay_grant", **first)
    codes = ["PAYEE_DIFFERS", "DOCUMENT_REUSED"]
    assert [n["code"] for n in waiting(governed, again)["notes"]] == codes
    approve(governed, "carla", again)
    assert [n.code for n in governed.ledger.notes[again + 2]] == codes


def test_looking_changes_nothing(governed: LedgerInTest) -> None:
    submit(governed, "bert", "pay_grant", **PAY)
    before = governed.content()
    assert listed(governed) == listed(governed)
    assert governed.content() == before


def test_what_was_settled_is_shown_with_what_became_of_it(
    governed: LedgerInTest,
) -> None:
    numbers = [submit(governed, "bert", "pay_grant", **PAY) for _ in range(4)]
    shown = waiting(governed, numbers[0])
    entry = approve(governed, "carla", numbers[0]).entry
    post(governed, "carla", "decline", submission=numbers[1], reason="No")
    post(governed, "bert", "retract_submission", submission=numbers[2], reason="No")
    assert [row["submission"] for row in listed(governed)] == [numbers[3]]
    everything = listed(governed, settled=True)
    assert [(row["status"], row["settled_by"]) for row in everything] == [
        ("approved", entry),
        ("declined", entry + 2),
        ("retracted", entry + 3),
        ("waiting", None),
    ]
    same = ("lines", "leaf", "effect", "fields", "maker", "submitted_at")
    assert {k: everything[0][k] for k in same} == {k: shown[k] for k in same}


# -- approving -----------------------------------------------------------------------


def test_an_approval_is_two_entries_the_second_by_the_maker(
    governed: LedgerInTest,
) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    receipt = approve(governed, "carla", number)
    assert (receipt.entry, receipt.posted) == (number + 1, number + 2)
    approval, posted = governed.show(number + 1), governed.show(number + 2)
    assert (approval["command"], approval["person"]) == ("approve", "carla")
    assert (posted["command"], posted["person"], posted["id"]) == (
        *("pay_grant", "bert", None),
    )
    assert posted["approval"] == {"entry": number + 1, "person": "carla"}
    assert posted["stored"]["actor"]["login"] == "carla", "who recorded it"
    assert approval["approval"] is None
    assert governed.project()["paid"] == "20000.00"
    assert not verify(governed.store, rules=True).findings


def test_the_maker_can_t_approve_whatever_roles_he_has(governed: LedgerInTest) -> None:
    for name in ("approver", "administrator"):
        fields = {"person": "bert", "role": name, "date": TODAY}
        post(governed, "anna", "grant_role", **fields)
    number = submit(governed, "bert", "pay_grant", **PAY)
    refused(governed, "SAME_PERSON", "bert", "approve", **binding(governed, number))


def test_approving_takes_the_role_and_so_does_declining(
    governed: LedgerInTest,
) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    for person in ("anna", "ben", "dirk"):
        fields = binding(governed, number)
        refused(governed, "NOT_ALLOWED", person, "approve", **fields)
        no = {"submission": number, "reason": "No"}
        refused(governed, "NOT_ALLOWED", person, "decline", **no)


def test_an_approver_whose_role_ended(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    fields = {"person": "carla", "role": "approver", "date": TODAY}
    post(governed, "anna", "revoke_role", **fields)
    refused(governed, "NOT_ALLOWED", "carla", "approve", **binding(governed, number))


def test_a_maker_whose_role_ended(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    fields = {"person": "bert", "role": "officer", "date": TODAY}
    bound = binding(governed, number)
    post(governed, "anna", "revoke_role", **fields)
    refused(governed, "NOT_ALLOWED", "carla", "approve", **bound)
    assert waiting(governed, number)["refusal"]["code"] == "NOT_ALLOWED"
    # It waits on, until he has it again.
    post(governed, "anna", "grant_role", **fields)
    approve(governed, "carla", number)


def test_it_is_settled_once(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    bound = binding(governed, number)
    approve(governed, "carla", number)
    no = {"submission": number, "reason": "No"}
    for person, command, fields in (
        ("carla", "approve", bound),
        ("cees", "approve", bound),
        ("cees", "decline", no),
        ("bert", "retract_submission", no),
    ):
        refused(governed, "SUBMISSION_SETTLED", person, command, **fields)
    for ended in ("decline", "retract_submission"):
        number = submit(governed, "bert", "pay_grant", **PAY)
        bound = binding(governed, number)
        who = "carla" if ended == "decline" else "bert"
        post(governed, who, ended, submission=number, reason="No")
        refused(governed, "SUBMISSION_SETTLED", "cees", "approve", **bound)


def test_only_what_was_shown_is_approved(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    other = submit(governed, "bert", "pay_grant", **(PAY | {"amount": "6000.00"}))
    leaf, effect = (waiting(governed, other)[name] for name in ("leaf", "effect"))
    for fields, code in (
        (binding(governed, number, leaf=leaf), "SUBMISSION_DIFFERS"),
        (binding(governed, number, effect=effect), "EFFECT_CHANGED"),
        (binding(governed, number, leaf=leaf, effect=effect), "SUBMISSION_DIFFERS"),
    ):
        refused(governed, code, "carla", "approve", **fields)
    bound = binding(governed, number)
    shouted = {
        **bound,
        "leaf": bound["leaf"].upper(),
        "effect": bound["effect"].upper(),
    }
    accept(governed, "carla", "approve", **shouted)


def test_lines_that_changed_are_shown_anew(governed: LedgerInTest) -> None:
    """A refund clears what is recoverable first: that changed in between."""
    settled = {"project": "grecor", "amount": "14000.00", "date": "2012-06-01"}
    post(governed, "bert", "determine_grant", **settled, document="VAST-1")
    refund = {"project": "grecor", "amount": "1000.00", "date": "2012-07-01"}
    number = submit(governed, "bert", "receive_refund", **refund, document="R-1")
    bound = binding(governed, number)
    other = refund | {"amount": "600.00", "date": "2012-06-20"}
    post(governed, "ben", "receive_refund", **other, document="R-2")
    error = refused(governed, "EFFECT_CHANGED", "carla", "approve", **bound)
    assert error.details["effect"] == waiting(governed, number)["effect"]
    approve(governed, "carla", number)


def test_the_command_s_own_refusal_is_that_of_the_approval(
    governed: LedgerInTest,
) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    bound = binding(governed, number)
    post(governed, "bert", "lock_period", until="2011-12-31")
    refused(governed, "PERIOD_LOCKED", "carla", "approve", **bound)
    refused(
        governed, "PERIOD_LOCKED", "carla", "approve", **(bound | {"effect": "0" * 64})
    )
    post(governed, "bert", "reopen_period", **_from("2011-12-01"))
    approve(governed, "carla", number)


def _from(day: str) -> Row:
    return {"from_date": day, "reason": "A payment that waited for its second person"}


def test_the_order_of_refusal(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    wrong = {"submission": number, "leaf": "0" * 64, "effect": "0" * 64}
    last = governed.last_entry
    for who, fields, code in (
        ("dirk", wrong | {"submission": 999}, "NOT_ALLOWED"),
        ("carla", wrong | {"submission": 999}, "ENTRY_UNKNOWN"),
        ("carla", wrong | {"submission": 3}, "SCOPE_INVALID"),
        ("carla", wrong, "SUBMISSION_DIFFERS"),
    ):
        refused(governed, code, who, "approve", **fields)
    assert governed.last_entry == last
    shape_refused("BAD_COMMAND", "approve", **(wrong | {"leaf": "abc"}))


def test_declining_and_retracting(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    no = {"submission": number, "reason": "Not like this"}
    refused(governed, "NOT_ALLOWED", "ben", "retract_submission", **no)
    refused(governed, "NOT_ALLOWED", "carla", "retract_submission", **no)
    post(governed, "bert", "retract_submission", **no)
    refused(governed, "ENTRY_UNKNOWN", "bert", "retract_submission", **_no(999))
    refused(governed, "SCOPE_INVALID", "bert", "retract_submission", **_no(3))
    assert governed.project()["paid"] == "15000.00"


def _no(number: int) -> Row:
    return {"submission": number, "reason": "No"}


@pytest.mark.parametrize("command", ["submit", "approve", "decline", "policy"])
def test_none_of_it_is_reversible(governed: LedgerInTest, command: str) -> None:
    number = submit(governed, "bert", "post_process_cost", **cost("1.00", "2011-10-12"))
    entry = {"submit": number, "policy": number - 1}.get(command, number + 1)
    if command == "approve":
        approve(governed, "carla", number)
    elif command == "decline":
        post(governed, "carla", "decline", **_no(number))
    fields = {"entry": entry, "date": TODAY, "reason": "x"}
    refused(governed, "NOT_REVERSIBLE", "bert", "reverse", **fields)


# -- ids, batches, dry runs ----------------------------------------------------------


def test_ids_of_submissions_approvals_and_commands(governed: LedgerInTest) -> None:
    inner = {"command": "pay_grant", **PAY, "id": "inner"}
    proposed = {"id": "outer", "as": inner}
    number = post(governed, "bert", "submit", **proposed)
    assert accept(governed, "bert", "submit", **proposed).duplicate
    bound = binding(governed, number, id="yes")
    first = accept(governed, "carla", "approve", **bound)
    again = accept(governed, "carla", "approve", **bound)
    assert (again.duplicate, again.entry, again.posted) == (
        *(True, first.entry, first.posted),
    )
    assert governed.show(number + 2)["id"] == "inner"
    repeated = {"as": inner}
    refused(governed, "IDEMPOTENCY_CONFLICT", "bert", "submit", **repeated)


def test_two_submissions_of_one_id_are_posted_once(governed: LedgerInTest) -> None:
    inner = {"as": {"command": "pay_grant", **PAY, "id": "inner"}}
    one, two = (post(governed, "bert", "submit", **inner) for _ in range(2))
    bound = binding(governed, two)
    approve(governed, "carla", one)
    refused(governed, "IDEMPOTENCY_CONFLICT", "carla", "approve", **bound)


def test_a_known_id_is_no_way_around_the_role(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    bound = binding(governed, number, id="yes")
    accept(governed, "carla", "approve", **bound)
    refused(governed, "NOT_ALLOWED", "bert", "approve", **bound)


def test_all_of_a_batch_or_nothing(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)
    commands = [
        built("approve", binding(governed, number)),
        built("decline", _no(number)),
    ]
    before = governed.content()
    carla = Actor(name="carla", source="option", login="carla")
    with pytest.raises(Exception, match="was approved by entry"):
        governed.ledger.accept_all(commands, carla)
    assert governed.content() == before
    assert waiting(governed, number)["accepted_now"]


def test_a_dry_run_shows_what_takes_a_second_person(governed: LedgerInTest) -> None:
    before = governed.content()
    bert = Actor(name="bert", source="option", login="bert")
    with governed.ledger.posting(bert, dry_run=True) as look:
        receipt = look(built("pay_grant", PAY))
        notes = governed.ledger.notes[receipt.entry]
        assert [note.code for note in notes] == ["APPROVAL_REQUIRED"]
        assert effect_of(receipt.lines) != NO_EFFECT
    assert governed.content() == before


def test_a_command_without_lines_has_an_effect_too(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "lock_period", until="2011-01-01")
    assert waiting(governed, number)["effect"] == sha256(b"").hexdigest()
    approve(governed, "carla", number)


# -- both clocks, and who may what ---------------------------------------------------


def test_the_policy_by_both_clocks(governed: LedgerInTest) -> None:
    before = governed.last_entry
    governed.now += timedelta(hours=1)
    changed = policy("2014-07-01", pay_other="0.00")
    approve(
        governed, "carla", submit(governed, "anna", "set_approval_policy", **changed)
    )

    def asked(at: str, known_at: str | None = None) -> object:
        return roles(governed.view(at, known_at))["policy"]

    assert asked("2014-05-31") == {}
    assert asked("2014-06-30") == {"pay_grant": "1000.00"}
    assert asked("2014-07-01") == {"pay_other": "0.00"}
    assert asked("2014-07-01", f"#{before}") == {"pay_grant": "1000.00"}


def test_which_role_each_command_takes() -> None:
    administrators = {
        *("grant_role", "revoke_role", "set_approval_policy", "erase_sealed"),
    }
    approvers = {"approve", "decline"}
    assert {name for name in offered() if role_for(name) == "administrator"} == (
        administrators
    )
    assert {name for name in offered() if role_for(name) == "approver"} == approvers


def test_what_waits_is_on_the_agenda(governed: LedgerInTest) -> None:
    number = submit(governed, "bert", "pay_grant", **PAY)

    def waits(at: str) -> list[Item]:
        found = agenda(governed.view(at))
        return [item for item in found if item.rule == "submission_waiting"]

    # The ledger's clock stands still on the last day of 2014.
    day = date(2014, 12, 31)
    assert waits("2014-12-31") == [
        Item(day, "submission_waiting", f"#{number}", "approve")
    ]
    assert waits("2014-12-30") == []
    approve(governed, "carla", number)
    assert waits("2014-12-31") == []
