"""Ways around the second person (section 9), each in both databases.

Each is refused when it is posted, and found by `audit verify` alone when whoever can
write the tables forged it so that it hashes, replays and adds up.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.entries.event import Actor
from domain.values.errors import LedgerError
from ledger.posting.application import Ledger, Receipt
from ledger.queries.submissions import submissions
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.verifying.verify import verify
from projections.query import Asked
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger
from tests.storage.rewriting import Forged, State, forge, last_of
from tests.storage.server import OWNER, READER, SERVICE, STRANGER, Schema
from tests.unit.domain.posting import NOON, Row, built, payment

MAKER, APPROVER, SECOND = SERVICE, READER, STRANGER
DAY = "2014-12-31"
PAY = payment("5000.00", "2012-05-01")
SMALL = payment("999.99", "2012-05-02")
ACCEPTED, APPROVED, PAID = (
    "command-submitted.v1",
    "submission-approved.v1",
    "grant-paid.v1",
)
POLICY = {"commands": {"pay_grant": "1000.00"}, "date": DAY}


class Office:
    """A ledger with the people of it, each known as the database knows them."""

    def __init__(self, place: Location, schema: Schema | None) -> None:
        self.place = place
        self._schema = schema
        self.now: datetime = NOON

    @property
    def by_session(self) -> bool:
        return self._schema is not None

    def accept(self, who: str, command: str, /, **fields: object) -> Receipt:
        place = self.place if self._schema is None else self._schema.location_of(who)
        store = open_store(place, writing=True)
        ledger = Ledger(store, lambda: self.now)
        actor = Actor(name=who, source="option", login=who)
        try:
            return ledger.accept(built(command, fields), actor)
        finally:
            ledger.close()

    def refused(self, code: str, who: str, command: str, /, **fields: object) -> None:
        with pytest.raises(LedgerError) as caught:
            self.accept(who, command, **fields)
        assert caught.value.code == code, caught.value.message

    def submitted(self, **fields: object) -> Row:
        """A payment submitted, and the fields of its approval."""
        pay = {"command": "pay_grant", **PAY, **fields}
        number = self.accept(MAKER, "submit", **{"as": pay}).entry
        [row] = [row for row in self.waiting() if row["submission"] == number]
        return {name: row[name] for name in ("submission", "leaf", "effect")}

    def waiting(self) -> list[Row]:
        ledger = StoredLedger(self.place)
        try:
            with ledger.store.reading():
                found: Any = submissions(Asked(lambda: ledger.view(DAY))).data
                return list(found)
        finally:
            ledger.close()

    def found(self, *, rules: bool = False) -> list[tuple[str, str]]:
        """What `audit verify` finds, with `--rules` or without: codes and messages."""
        store = open_store(self.place, suspect=True)
        try:
            with store.reading():
                return [
                    (f.code, f.message) for f in verify(store, rules=rules).findings
                ]
        finally:
            store.close()


@pytest.fixture
def office(place: Location, request: pytest.FixtureRequest) -> Office:
    """The owner administers, a maker posts, two approve; grants from 1,000."""
    ledger = lived_at(place)
    ledger.close()
    found = None
    if place.path is None:
        found = request.getfixturevalue("schema")
        for user in (MAKER, APPROVER, SECOND):
            store: Any = open_store(place)
            store.grant("service", user)
            store.close()
    office = Office(place, found)
    for person, role in (
        (OWNER, "administrator"),
        (MAKER, "officer"),
        (APPROVER, "approver"),
        (SECOND, "approver"),
    ):
        fields = {"person": person, "role": role, "date": DAY}
        office.accept(OWNER, "grant_role", **fields)
    office.accept(OWNER, "set_approval_policy", **POLICY)
    return office


@pytest.fixture
def lawful(office: Office) -> Office:
    """One payment was submitted, approved and posted: what forgeries are made of."""
    office.accept(APPROVER, "approve", **office.submitted())
    assert office.found() == []
    return office


def changed(forged: Forged, **fields: object) -> Forged:
    stream, topic, state = forged
    return stream, topic, state | {"given": state["given"] | fields}


def by(forged: Forged, person: str) -> Forged:
    """The same, by somebody else."""
    stream, topic, state = forged
    actor = state["actor"] | {"name": person}
    actor |= {"session_user": person} if "session_user" in actor else {"login": person}
    return stream, topic, state | {"actor": actor, "person": person}


def bare(forged: Forged) -> Forged:
    """The same, as if it had taken nobody's approval."""
    stream, topic, state = forged
    kept: State = {name: each for name, each in state.items() if name != "approval"}
    return by((stream, topic, kept), state["person"])


def approval_of(office: Office, bound: Row, **others: object) -> list[Forged]:
    """An approval of a submission and its command, as the program would write them."""
    _, topic, approve = last_of(office.place, APPROVED)
    submitted = last_of(office.place, ACCEPTED)[2]
    stream, paid, pay = last_of(office.place, PAID)
    fields = dict(submitted["given"]["as"])
    fields.pop("command")
    entry = bound["submission"]
    last = len_of(office.place)
    approval = {"entry": last + 1, "person": approve["person"]}
    return [
        (f"submission:{entry}", topic, approve | {"given": bound | others}),
        (stream, paid, pay | {"given": fields, "approval": approval}),
    ]


def len_of(place: Location) -> int:
    store = open_store(place)
    try:
        with store.reading():
            [(last,)] = store.execute("SELECT MAX(entry) FROM stored_events")
            return int(last)
    finally:
        store.close()


def missing(office: Office, entry: int, told: str) -> None:
    """`audit verify` names that entry for want of an approval, and why."""
    named = [text for code, text in office.found() if code == "APPROVAL_MISSING"]
    assert any(f"entry {entry}: " in text and told in text for text in named), named


# -- what is right -------------------------------------------------------------------


def test_what_is_forged_below_is_what_the_program_writes(lawful: Office) -> None:
    """The same two entries, once more and rightly, are found in order."""
    bound = lawful.submitted(document="BANK-2")
    forge(lawful.place, approval_of(lawful, bound))
    assert lawful.found() == []
    # Nothing tells that the approver never saw it: whoever can write the tables can.
    assert lawful.found(rules=True) == []


# -- around it -----------------------------------------------------------------------


def test_posted_directly(lawful: Office) -> None:
    lawful.refused("APPROVAL_REQUIRED", MAKER, "pay_grant", **PAY)
    [entry] = forge(lawful.place, [bare(last_of(lawful.place, PAID))])
    missing(lawful, entry, "pay_grant took a second person then, from € 1,000.00 on")


def test_a_forged_approval(lawful: Office) -> None:
    """An envelope that names an approval: none, an old one, or a small payment's."""
    stream, topic, state = last_of(lawful.place, PAID)
    small = lawful.accept(MAKER, "pay_grant", **SMALL).entry
    for approval in (small + 100, state["approval"]["entry"], small):
        forged = state | {"approval": {"entry": approval, "person": APPROVER}}
        [entry] = forge(lawful.place, [(stream, topic, forged)])
        missing(lawful, entry, f"the approval of entry {approval}, which does not")


def test_approval_of_another_leaf(lawful: Office) -> None:
    bound, other = lawful.submitted(document="B-2"), lawful.submitted(document="B-3")
    wrong = other | {"leaf": bound["leaf"]}
    lawful.refused("SUBMISSION_DIFFERS", APPROVER, "approve", **wrong)
    entry, _ = forge(lawful.place, approval_of(lawful, wrong))
    missing(lawful, entry, f"it approves the leaf {bound['leaf']}")


def test_another_command_than_was_submitted(lawful: Office) -> None:
    """The approval is right; what follows it has another payee."""
    bound = lawful.submitted(document="B-2")
    approve, pay = approval_of(lawful, bound)
    _, entry = forge(lawful.place, [approve, changed(pay, payee="Somebody's nephew")])
    missing(lawful, entry, "it is another command than was submitted")


def test_by_the_maker(lawful: Office) -> None:
    role = {"person": MAKER, "role": "approver", "date": DAY}
    lawful.accept(OWNER, "grant_role", **role)
    bound = lawful.submitted(document="B-2")
    lawful.refused("SAME_PERSON", MAKER, "approve", **bound)
    approve, pay = approval_of(lawful, bound)
    pay[2]["approval"]["person"] = MAKER
    entry, _ = forge(lawful.place, [by(approve, MAKER), pay])
    missing(lawful, entry, f"approved by '{MAKER}', who made it")


def test_in_the_name_of_another_maker(lawful: Office) -> None:
    """So that whoever made it seems to be another than whoever approved it."""
    bound = lawful.submitted(document="B-2")
    approve, pay = approval_of(lawful, bound)
    _, entry = forge(lawful.place, [approve, by(pay, OWNER)])
    missing(lawful, entry, f"'{MAKER}' ('{MAKER}') submitted it")


def test_an_approver_who_is_only_named(lawful: Office) -> None:
    """As a service's own program could: the session, or login, is somebody else's."""
    bound = lawful.submitted(document="B-2")
    approve, pay = approval_of(lawful, bound)
    approve[2]["actor"]["session_user" if lawful.by_session else "login"] = MAKER
    entry, _ = forge(lawful.place, [approve, pay])
    assert lawful.found() == []  # the entries alone give no other person
    [(code, told)] = lawful.found(rules=True)
    assert code == "RULE_BROKEN"
    assert f"entry {entry} would have been refused [NOT_ALLOWED]: '{MAKER}'" in told


def test_by_somebody_whose_role_ended(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    role = {"person": APPROVER, "role": "approver", "date": DAY}
    lawful.accept(OWNER, "revoke_role", **role)
    lawful.refused("NOT_ALLOWED", APPROVER, "approve", **bound)
    forge(lawful.place, approval_of(lawful, bound))
    assert [code for code, _ in lawful.found()] == ["ROLE_MISSING"]


def test_after_the_state_changed(lawful: Office) -> None:
    """What would be posted now has other lines than were shown."""
    # Forged: the payment's lines are not those that were approved.
    bound = lawful.submitted(amount="1000.00", document="B-2")
    entry = forge(lawful.place, approval_of(lawful, bound, effect="0" * 64))[1]
    missing(lawful, entry, f"its lines have the effect {bound['effect']}")
    refund = {"project": "grecor", "amount": "9000.00", "document": "R-1"}
    settle = {"project": "grecor", "amount": "14000.00", "date": "2012-06-01"}
    lawful.accept(MAKER, "determine_grant", **settle, document="V-1")
    submitted = {"command": "receive_refund", "date": "2012-07-01", **refund}
    number = lawful.accept(MAKER, "submit", **{"as": submitted}).entry
    [row] = [row for row in lawful.waiting() if row["submission"] == number]
    bound = {name: row[name] for name in ("submission", "leaf", "effect")}
    other = refund | {"amount": "1000.00", "date": "2012-06-20", "document": "R-2"}
    lawful.accept(MAKER, "receive_refund", **other)
    lawful.refused("EFFECT_CHANGED", APPROVER, "approve", **bound)
    [now] = [row for row in lawful.waiting() if row["submission"] == number]
    lawful.accept(APPROVER, "approve", **(bound | {"effect": now["effect"]}))


def test_twice(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    lawful.accept(APPROVER, "approve", **bound)
    for person in (APPROVER, SECOND):
        lawful.refused("SUBMISSION_SETTLED", person, "approve", **bound)
    entry, _ = forge(lawful.place, approval_of(lawful, bound))
    missing(lawful, entry, "is no submission that still waited")


def test_after_it_was_declined(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    no = {"submission": bound["submission"], "reason": "No"}
    lawful.accept(SECOND, "decline", **no)
    lawful.refused("SUBMISSION_SETTLED", APPROVER, "approve", **bound)
    entry, _ = forge(lawful.place, approval_of(lawful, bound))
    missing(lawful, entry, "is no submission that still waited")


@pytest.mark.one_in(2)
def test_one_approval_for_two_payments(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    approve, pay = approval_of(lawful, bound)
    _, _, third = forge(lawful.place, [approve, pay, pay])
    missing(lawful, third, "which does not approve it")


def test_an_approval_that_posts_nothing(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    [entry] = forge(lawful.place, approval_of(lawful, bound)[:1])
    missing(lawful, entry, "whose command is not the entry after it")
    lawful.accept(MAKER, "pay_grant", **SMALL)
    missing(lawful, entry, "whose command is not the entry after it")


def test_under_a_back_dated_command(lawful: Office) -> None:
    """The policy holds for what is recorded, whatever day it is dated."""
    before = PAY | {"date": "2011-11-30"}
    lawful.refused("APPROVAL_REQUIRED", MAKER, "pay_grant", **before)
    forged = changed(bare(last_of(lawful.place, PAID)), date="2011-11-30")
    [entry] = forge(lawful.place, [forged])
    missing(lawful, entry, "pay_grant took a second person then")


def test_the_policy_changed_and_changed_back(lawful: Office) -> None:
    empty = {"commands": {}, "date": DAY}
    lawful.refused("APPROVAL_REQUIRED", OWNER, "set_approval_policy", **empty)
    policy = last_of(lawful.place, "approval-policy-set.v1")
    pay = bare(last_of(lawful.place, PAID))
    first, paid, back = forge(lawful.place, [changed(policy, commands={}), pay, policy])
    missing(lawful, first, "set_approval_policy took a second person then")
    missing(lawful, back, "set_approval_policy took a second person then")
    assert not any(f"entry {paid}:" in text for _, text in lawful.found())


def test_somebody_else_s_submission_retracted(lawful: Office) -> None:
    bound = lawful.submitted(document="B-2")
    no = {"submission": bound["submission"], "reason": "No"}
    for person in (OWNER, APPROVER):
        lawful.refused("NOT_ALLOWED", person, "retract_submission", **no)
    role = {"person": SECOND, "role": "officer", "date": DAY}
    lawful.accept(OWNER, "grant_role", **role)
    lawful.refused("NOT_ALLOWED", SECOND, "retract_submission", **no)
    lawful.accept(MAKER, "retract_submission", **no)
    other = lawful.submitted(document="B-3")["submission"]
    mine = last_of(lawful.place, "submission-retracted.v1")
    forged = by(changed(mine, submission=other), SECOND)
    [entry] = forge(lawful.place, [(f"submission:{other}", *forged[1:])])
    missing(lawful, entry, f"and retracted by '{SECOND}'")


def test_the_clock_of_a_minute_ago_gives_no_role(office: Office) -> None:
    """Roles and policy go by the order of entries, not by what a clock says."""
    bound = office.submitted()
    role = {"person": APPROVER, "role": "approver", "date": DAY}
    office.accept(OWNER, "revoke_role", **role)
    office.now -= timedelta(minutes=5)
    office.refused("NOT_ALLOWED", APPROVER, "approve", **bound)


@pytest.mark.postgres
def test_on_postgresql_another_can_t_be_named(
    office: Office, request: pytest.FixtureRequest
) -> None:
    if not office.by_session:
        pytest.skip("an SQLite file has no session users")
    schema: Schema = request.getfixturevalue("schema")
    store = open_store(schema.location_of(MAKER), writing=True)
    ledger = Ledger(store, lambda: NOON)
    try:
        command = built("approve", office.submitted())
        named = Actor(name=APPROVER, source="option", login=APPROVER)
        with pytest.raises(LedgerError) as caught:
            ledger.accept(command, named)
        assert caught.value.code == "NOT_ALLOWED"
    finally:
        ledger.close()
