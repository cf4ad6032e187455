"""A project's life: proposed, amended, rejected or awarded, in an order of dates."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    contribution,
    cost,
    funds,
    grant,
    money,
    payment,
    proposal,
    reversal,
    spending,
    withdrawal,
    written_off,
)


@pytest.fixture
def proposed(ledger: LedgerInTest) -> LedgerInTest:
    ledger.post("propose_project", **proposal())
    return ledger


def rejection(on: str) -> Row:
    return {"project": "grecor", "date": on, "decision": SG, "reason": "No"}


def test_a_proposal_costs_nothing_yet(proposed: LedgerInTest) -> None:
    assert proposed.project()["status"] == "proposed"
    assert proposed.project()["requested"] == "30000.00"
    assert proposed.project()["determined"] is None
    assert proposed.programme("TL")["available"] == "64000.00"


def test_a_project_is_proposed_once(proposed: LedgerInTest) -> None:
    proposed.refused("PROJECT_EXISTS", "propose_project", **proposal())
    proposed.post("reject_project", **rejection("2011-10-01"))
    proposed.refused("PROJECT_EXISTS", "propose_project", **proposal())


@pytest.mark.parametrize("year", ["2011", "2012", "2013"])
def test_the_year_need_not_be_open_yet(opened: LedgerInTest, year: str) -> None:
    opened.post("propose_project", **proposal(year=year, date="2011-01-01"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"applicants": ["drenthe"]}, "drenthe"),
        ({"own_contributions": {"drenthe": "1.00"}}, "drenthe"),
        ({"participants": ["emmen", "meppel", "EMMEN"]}, "twice"),
        ({"applicants": ["emmen", "emmen"]}, "twice"),
        ({"participants": []}, "emmen"),
    ],
)
def test_applicants_and_own_contributions_are_of_participants(
    ledger: LedgerInTest, changes: Row, said: str
) -> None:
    error = ledger.refused("SCOPE_INVALID", "propose_project", **proposal(**changes))
    assert said in error.message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"programme": "XX"}, "PROGRAMME_UNKNOWN"),
        ({"programme": "UNALLOCATED"}, "PROGRAMME_UNKNOWN"),
        ({"year": "2014"}, "YEAR_UNKNOWN"),
        ({"applicants": ["assen"]}, "PARTNER_UNKNOWN"),
        ({"participants": ["emmen", "assen"]}, "PARTNER_UNKNOWN"),
        ({"own_contributions": {"assen": "1.00"}}, "PARTNER_UNKNOWN"),
    ],
)
def test_its_codes_are_the_frameworks(
    ledger: LedgerInTest, changes: Row, code: str
) -> None:
    ledger.refused(code, "propose_project", **proposal(**changes))


def test_an_amendment_replaces_lists_and_mappings_whole(
    proposed: LedgerInTest,
) -> None:
    proposed.post(
        "amend_project",
        project="grecor",
        date="2011-09-20",
        requested="28000.00",
        year="2012",
        participants=["emmen", "coevorden"],
        own_contributions={"coevorden": "5.00"},
    )
    row = proposed.project()
    assert (row["requested"], row["year"]) == ("28000.00", "2012")
    assert proposed.project(at="2011-09-19")["requested"] == "30000.00"
    # An own contribution of Emmen would have to be of a participant again.
    proposed.refused(
        "SCOPE_INVALID",
        "amend_project",
        project="grecor",
        date="2011-09-21",
        participants=["emmen", "meppel"],
    )


def test_an_amendment_is_not_dated_before_an_earlier_one(
    proposed: LedgerInTest,
) -> None:
    proposed.post("amend_project", project="grecor", date="2011-09-20", title="A")
    proposed.refused(
        "BAD_DATE", "amend_project", project="grecor", date="2011-09-19", title="B"
    )


def test_no_award_or_rejection_before_its_newest_amendment(
    proposed: LedgerInTest,
) -> None:
    proposed.post("amend_project", project="grecor", date="2011-10-02", title="A")
    proposed.refused("PROJECT_STATUS", "award_grant", **grant())
    proposed.refused("PROJECT_STATUS", "reject_project", **rejection("2011-10-01"))
    proposed.post("award_grant", **grant(on="2011-10-02"))


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("amend_project", {"project": "grecor", "date": "2011-09-14", "title": "x"}),
        ("award_grant", grant(on="2011-09-14")),
        ("reject_project", rejection("2011-09-14")),
        ("receive_funds", funds("1.00", "2011-09-14")),
        ("spend_funds", spending("1.00", "2011-09-14")),
    ],
)
def test_nothing_of_it_is_dated_before_its_proposal(
    proposed: LedgerInTest, command: str, fields: Row
) -> None:
    error = proposed.refused("NOT_YET", command, **fields)
    assert "2011-09-15" in error.message


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("amend_project", {"project": "none", "date": "2011-10-01", "title": "x"}),
        ("award_grant", grant(project="none")),
        ("change_grant", grant(project="none")),
        ("pay_grant", payment("1.00", "2011-10-01", "none")),
        ("determine_grant", money("1.00", "2011-10-01", "none")),
        ("withdraw_grant", withdrawal("2011-10-01", "none")),
        ("receive_refund", money("1.00", "2011-10-01", "none")),
        ("write_off_recoverable", written_off("1.00", "2011-10-01", "none")),
        ("receive_funds", funds("1.00", "2011-10-01", "none")),
        ("spend_funds", spending("1.00", "2011-10-01", "none")),
        ("deviate", None),
    ],
)
def test_an_unknown_project(
    ledger: LedgerInTest, command: str, fields: Row | None
) -> None:
    from tests.unit.domain.posting import deviation

    given = fields or deviation("vision_fit", project="none")
    ledger.refused("PROJECT_UNKNOWN", command, **given)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("pay_grant", payment("1.00", "2011-10-01")),
        ("change_grant", grant()),
        ("determine_grant", money("1.00", "2011-10-01")),
        ("withdraw_grant", withdrawal("2011-10-01")),
        ("receive_refund", money("1.00", "2011-10-01")),
    ],
)
def test_without_an_award_nothing_of_a_grant(
    proposed: LedgerInTest, command: str, fields: Row
) -> None:
    proposed.refused("PROJECT_STATUS", command, **fields)


def test_a_rejected_project_is_not_awarded_or_amended(proposed: LedgerInTest) -> None:
    proposed.post("reject_project", **rejection("2011-10-01"))
    assert proposed.project()["status"] == "rejected"
    assert proposed.project(at="2011-09-30")["status"] == "proposed"
    proposed.refused("PROJECT_STATUS", "award_grant", **grant())
    proposed.refused("PROJECT_STATUS", "reject_project", **rejection("2011-10-02"))
    proposed.refused(
        "PROJECT_STATUS",
        "amend_project",
        project="grecor",
        date="2011-10-02",
        title="x",
    )


def test_one_award_stands_at_a_time(awarded: LedgerInTest) -> None:
    awarded.refused("PROJECT_STATUS", "award_grant", **grant("1.00", "2011-10-02"))
    awarded.refused("PROJECT_STATUS", "reject_project", **rejection("2011-10-02"))
    awarded.refused(
        "PROJECT_STATUS",
        "amend_project",
        project="grecor",
        date="2011-10-02",
        title="x",
    )


def test_the_field_is_what_the_award_was_for(awarded: LedgerInTest) -> None:
    # After its reversal the project may move to another programme; the ledger of the
    # first award stays with the first programme.
    awarded.post("reverse", **reversal(13, "2011-10-05"))
    awarded.post(
        "amend_project", project="grecor", date="2011-10-05", programme="OUTSIDE"
    )
    assert awarded.project()["programme"] == "OUTSIDE"
    assert awarded.project(at="2011-10-04")["programme"] == "TL"
    assert awarded.account("expenses:grants:2011:TL:grecor", "2011-10-04") == "30000.00"
    assert awarded.account("expenses:grants:2011:TL:grecor") == "0.00"


def test_projects_are_listed_by_id_bytewise(ledger: LedgerInTest) -> None:
    for name in ("b", "a-1", "a", "10", "9", "a1"):
        ledger.post("propose_project", **proposal(name))
    rows = ledger.balance()["projects"]
    assert [row["project"] for row in rows] == ["10", "9", "a", "a-1", "a1", "b"]


# -- what a command refers to exists on its date -------------------------------


@pytest.mark.parametrize(
    ("command", "fields", "code"),
    [
        (
            "post_process_cost",
            cost("1.00", "2011-10-12", "OUTSIDE"),
            "PROGRAMME_UNKNOWN",
        ),
        (
            "post_process_cost",
            cost("1.00", "2011-10-12", "UNALLOCATED"),
            "PROGRAMME_UNKNOWN",
        ),
        ("receive_contribution", contribution("assen", "1.00"), "PARTNER_UNKNOWN"),
        (
            "receive_contribution",
            contribution("emmen", "1.00", year="2014"),
            "YEAR_UNKNOWN",
        ),
        (
            "receive_contribution",
            contribution("emmen", "1.00", year="2012"),
            "YEAR_NOT_OPEN",
        ),
    ],
)
def test_references(ledger: LedgerInTest, command: str, fields: Row, code: str) -> None:
    ledger.refused(code, command, **fields)


def test_an_unknown_category(ledger: LedgerInTest) -> None:
    from tests.unit.domain.posting import other

    ledger.refused(
        "CATEGORY_UNKNOWN", "pay_other", **other("1.00", "2011-10-12", "lottery")
    )


def test_a_decision_taken_later_is_no_ground_yet(ledger: LedgerInTest) -> None:
    ledger.decide("SG-2", "2011-10-04")
    fields = {
        "year": "2011",
        "decision": "SG-2",
        "max_grants": {"TL": "1.00"},
    }
    error = ledger.refused(
        "DECISION_LATER", "set_funding_limits", **fields, date="2011-10-03"
    )
    assert "2011-10-04" in error.message
    ledger.post("set_funding_limits", **fields, date="2011-10-04")
