"""Who may do what (section 9): roles granted, revoked, and asked of every command."""

import pytest

from domain.entries.event import Actor
from domain.states.people import role_for
from projections.answers.roles import roles
from tests.unit.domain.posting import LedgerInTest, Row, built, cost

TODAY = "2014-06-01"


def actor(person: str) -> Actor:
    """Somebody who claims to be the officer; the login name tells who it is."""
    return Actor(name="officer", source="option", login=person)


def post(ledger: LedgerInTest, who: str, command: str, /, **fields: object) -> int:
    return ledger.ledger.accept(built(command, fields), actor(who)).entry


def code_of(ledger: LedgerInTest, who: str, command: str, /, **fields: object) -> str:
    from domain.values.errors import LedgerError

    before = ledger.content()
    with pytest.raises(LedgerError) as caught:
        post(ledger, who, command, **fields)
    assert ledger.content() == before, "a refused command changed the ledger"
    return caught.value.code


def role(person: str, name: str, on: str = TODAY) -> Row:
    return {"person": person, "role": name, "date": on}


@pytest.fixture
def governed(ledger: LedgerInTest) -> LedgerInTest:
    """Anna administers, Bert posts, Carla approves."""
    post(ledger, "anna", "grant_role", **role("anna", "administrator"))
    post(ledger, "anna", "grant_role", **role("bert", "officer"))
    post(ledger, "anna", "grant_role", **role("carla", "approver"))
    return ledger


def test_before_the_first_role_everybody_may_do_everything(
    ledger: LedgerInTest,
) -> None:
    assert roles(ledger.view(TODAY)) == {"in_force": False, "roles": [], "policy": {}}
    post(ledger, "anybody", "post_process_cost", **cost("1.00", "2011-10-12"))


def test_the_first_makes_an_administrator_of_who_posts_it(ledger: LedgerInTest) -> None:
    for person, name in (("bert", "administrator"), ("anna", "officer")):
        fields = role(person, name)
        assert code_of(ledger, "anna", "grant_role", **fields) == "SCOPE_INVALID"
    post(ledger, "anna", "grant_role", **role("anna", "administrator"))


def test_a_command_takes_its_role_and_no_other_will_do(governed: LedgerInTest) -> None:
    money = cost("1.00", "2011-10-12")
    for person in ("anna", "carla", "dirk"):
        code = code_of(governed, person, "post_process_cost", **money)
        assert code == "NOT_ALLOWED", person
    entry = post(governed, "bert", "post_process_cost", **money)
    shown = governed.show(entry)
    assert (shown["actor"], shown["person"], shown["person_by"]) == (
        *("officer", "bert", "login"),
    )
    for person in ("bert", "carla"):
        fields = role("dirk", "officer")
        assert code_of(governed, person, "grant_role", **fields) == "NOT_ALLOWED"


def test_the_refusal_names_what_is_lacking_and_who_has_it(
    governed: LedgerInTest,
) -> None:
    with pytest.raises(Exception, match="role officer, which bert has"):
        post(governed, "dirk", "lock_period", until="2011-12-31")


def test_a_role_that_ended_is_none_at_once(governed: LedgerInTest) -> None:
    post(governed, "anna", "revoke_role", **role("bert", "officer"))
    money = cost("1.00", "2011-10-12")
    assert code_of(governed, "bert", "post_process_cost", **money) == "NOT_ALLOWED"
    post(governed, "anna", "grant_role", **role("bert", "officer"))
    post(governed, "bert", "post_process_cost", **money)


def test_the_last_administrator_stays(governed: LedgerInTest) -> None:
    own = role("anna", "administrator")
    assert code_of(governed, "anna", "revoke_role", **own) == "SCOPE_INVALID"
    post(governed, "anna", "grant_role", **role("dirk", "administrator"))
    post(governed, "dirk", "revoke_role", **own)
    assert code_of(governed, "anna", "grant_role", **own) == "NOT_ALLOWED"


def test_a_role_that_is_held_and_one_that_is_not(governed: LedgerInTest) -> None:
    held, not_held = role("bert", "officer"), role("bert", "auditor")
    assert code_of(governed, "anna", "grant_role", **held) == "SCOPE_INVALID"
    assert code_of(governed, "anna", "revoke_role", **not_held) == "SCOPE_INVALID"


def test_dates_of_roles(governed: LedgerInTest) -> None:
    for on, code in (("2015-01-01", "FUTURE_DATE"), ("2014-05-31", "BAD_DATE")):
        fields = role("dirk", "officer", on)
        assert code_of(governed, "anna", "grant_role", **fields) == code


def test_a_known_id_is_no_way_around(governed: LedgerInTest) -> None:
    money = cost("1.00", "2011-10-12", id="k")
    post(governed, "bert", "post_process_cost", **money)
    assert code_of(governed, "dirk", "post_process_cost", **money) == "NOT_ALLOWED"


def test_neither_is_reversible(governed: LedgerInTest) -> None:
    fields = {"entry": governed.last_entry, "date": TODAY, "reason": "x"}
    assert code_of(governed, "bert", "reverse", **fields) == "NOT_REVERSIBLE"


def test_roles_by_both_clocks(governed: LedgerInTest) -> None:
    granted = governed.last_entry
    on = "2014-07-01"
    post(governed, "anna", "revoke_role", **role("bert", "officer", on))

    def held(at: str, known_at: str | None = None) -> set[str]:
        found = roles(governed.view(at, known_at))["roles"]
        return {f"{row['person']} {row['role']}" for row in found}

    everybody = {"anna administrator", "bert officer", "carla approver"}
    assert held("2014-06-30") == everybody
    assert held(on) == everybody - {"bert officer"}
    assert held(on, f"#{granted}") == everybody
    assert not roles(governed.view("2014-05-31"))["in_force"]


def test_which_role_each_command_takes() -> None:
    assert role_for("grant_role") == role_for("revoke_role") == "administrator"
    assert role_for("award_grant") == role_for("record_meeting") == "officer"
