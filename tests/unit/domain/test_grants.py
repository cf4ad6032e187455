"""Awards, raises, payments and refunds: what is committed, paid and available."""

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    cost,
    grant,
    money,
    payment,
    proposal,
    reversal,
    transfer,
)


def figures(ledger: LedgerInTest, *names: str, at: str = "2014-12-31") -> list[str]:
    row = ledger.project(at=at)
    return [row[name] for name in names]


def test_an_award_commits_the_programmes_budget(awarded: LedgerInTest) -> None:
    assert awarded.lines(13) == {
        "expenses:grants:2011:TL:grecor": "30000.00",
        "liabilities:grants:grecor": "-30000.00",
        "budget:committed:2011:TL:grecor": "30000.00",
        "budget:available:2011:TL": "-30000.00",
    }
    row = awarded.programme("TL")
    assert (row["awarded"], row["committed"], row["available"]) == (
        "30000.00",
        "30000.00",
        "34000.00",
    )


def test_an_award_moves_no_money_so_it_may_be_dated_ahead(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post("award_grant", **grant(on="2015-02-01"))
    assert ledger.project()["status"] == "proposed"
    assert ledger.project(at="2015-02-01")["status"] == "awarded"


def test_not_more_than_was_requested(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(requested="29999.99"))
    error = ledger.refused("AWARD_EXCEEDED", "award_grant", **grant())
    assert "amend_project" in error.message
    ledger.post("award_grant", **grant("29999.99"))


def test_the_year_of_the_project_is_open_on_the_date(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(year="2012"))
    ledger.refused("YEAR_NOT_OPEN", "award_grant", **grant())
    ledger.open("2012", "2012-08-01")
    ledger.refused("YEAR_NOT_OPEN", "award_grant", **grant(on="2012-07-31"))


def test_a_payment_fulfils_what_was_committed(awarded: LedgerInTest) -> None:
    entry = awarded.pay("15000.00", "2011-11-20")
    assert awarded.lines(entry) == {
        "liabilities:grants:grecor": "15000.00",
        "assets:current-account": "-15000.00",
        "budget:spent:2011:TL:grecor": "15000.00",
        "budget:committed:2011:TL:grecor": "-15000.00",
    }
    assert figures(awarded, "paid", "committed") == ["15000.00", "15000.00"]
    assert awarded.programme("TL")["available"] == "34000.00"


def test_no_payment_before_the_award_or_in_the_future(awarded: LedgerInTest) -> None:
    awarded.refused("PROJECT_STATUS", "pay_grant", **payment("1.00", "2011-09-30"))
    awarded.refused("FUTURE_DATE", "pay_grant", **payment("1.00", "2015-01-01"))
    awarded.pay("1.00", "2011-10-01")
    awarded.pay("1.00", "2014-12-31")


def test_payments_and_refunds_may_come_in_any_order(awarded: LedgerInTest) -> None:
    awarded.pay("10000.00", "2012-01-01")
    awarded.post("receive_refund", **money("5000.00", "2012-03-01"))
    awarded.pay("2000.00", "2011-11-01")
    awarded.post("receive_refund", **money("2000.00", "2011-12-01"))
    assert figures(awarded, "paid", "refunded", "committed") == [
        "12000.00",
        "7000.00",
        "25000.00",
    ]


def test_a_refund_before_determination_can_be_paid_out_again(
    awarded: LedgerInTest,
) -> None:
    awarded.pay("30000.00", "2011-11-01")
    entry = awarded.post("receive_refund", **money("5000.00", "2011-12-01"))
    assert awarded.lines(entry) == {
        "assets:current-account": "5000.00",
        "liabilities:grants:grecor": "-5000.00",
        "budget:committed:2011:TL:grecor": "5000.00",
        "budget:spent:2011:TL:grecor": "-5000.00",
    }
    awarded.refused("AWARD_EXCEEDED", "pay_grant", **payment("5000.01", "2012-01-01"))
    awarded.pay("5000.00", "2012-01-01")


# -- changes -------------------------------------------------------------------


def test_a_raise_is_assessed_anew_and_not_limited_by_what_was_requested(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(requested="20000.00"))
    ledger.post("award_grant", **grant("20000.00"))
    entry = ledger.post("change_grant", **grant("30000.00", "2011-11-01"))
    assert ledger.lines(entry) == {
        "expenses:grants:2011:TL:grecor": "10000.00",
        "liabilities:grants:grecor": "-10000.00",
        "budget:committed:2011:TL:grecor": "10000.00",
        "budget:available:2011:TL": "-10000.00",
    }
    assert ledger.show(entry)["assessment"]["amount"] == "30000.00"
    # Half of the cost is the share of two participants: the condition still binds.
    ledger.refused(
        "CONDITIONS_NOT_MET", "change_grant", **grant("30000.01", "2011-11-02")
    )
    assert figures(ledger, "awarded", "released") == ["30000.00", "0.00"]


def test_a_raise_has_a_judgement_of_its_own(ledger: LedgerInTest) -> None:
    parties = [{"name": "Chemie", "active": True, "contribution": "5.00"}]
    ledger.post("propose_project", **proposal(third_parties=parties))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("100.00"))
    judged = {"third_party_judgement": "Reasonable"}
    ledger.post("award_grant", **grant("100.00"), **judged)
    ledger.refused("CONDITIONS_NOT_MET", "change_grant", **grant("200.00"))
    ledger.post("change_grant", **grant("200.00"), **judged)


def test_a_lower_grant_releases(awarded: LedgerInTest) -> None:
    entry = awarded.post("change_grant", **grant("25000.00", "2012-02-01"))
    assert awarded.lines(entry) == {
        "liabilities:grants:grecor": "5000.00",
        "expenses:grants:2011:TL:grecor": "-5000.00",
        "budget:available:2011:TL": "5000.00",
        "budget:committed:2011:TL:grecor": "-5000.00",
    }
    assert figures(awarded, "awarded", "released", "committed") == [
        "30000.00",
        "5000.00",
        "25000.00",
    ]
    assert awarded.programme("TL")["available"] == "39000.00"


def test_the_same_total_is_no_change(awarded: LedgerInTest) -> None:
    awarded.refused("SCOPE_INVALID", "change_grant", **grant("30000.00", "2012-02-01"))


def test_a_change_is_not_dated_before_the_award_or_an_earlier_change(
    awarded: LedgerInTest,
) -> None:
    awarded.refused("PROJECT_STATUS", "change_grant", **grant("29000.00", "2011-09-30"))
    awarded.post("change_grant", **grant("29000.00", "2012-02-01"))
    awarded.refused("PROJECT_STATUS", "change_grant", **grant("28000.00", "2012-01-31"))
    awarded.post("change_grant", **grant("28000.00", "2012-02-01"))


def test_a_raise_needs_budget_on_every_later_day(awarded: LedgerInTest) -> None:
    awarded.post("change_grant", **grant("20000.00", "2011-10-02"))
    awarded.post("transfer_budget", **transfer("TL", "SN", "44000.00", "2012-05-01"))
    error = awarded.refused(
        "CONDITIONS_NOT_MET", "change_grant", **grant("20000.01", "2011-11-01")
    )
    assert "programme_ceiling" in error.message


def test_a_grant_may_be_lowered_to_nothing(awarded: LedgerInTest) -> None:
    awarded.post("change_grant", **grant("0.00", "2012-02-01"))
    assert awarded.project()["status"] == "awarded"
    assert awarded.project()["committed"] == "0.00"


def test_a_raise_can_be_reversed_as_far_as_it_is_not_paid(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(requested="20000.00"))
    ledger.post("award_grant", **grant("20000.00"))
    raised = ledger.post("change_grant", **grant("30000.00", "2011-11-01"))
    ledger.pay("25000.00", "2011-12-01")
    error = ledger.refused(
        "AWARD_EXCEEDED", "reverse", **reversal(raised, "2011-11-02")
    )
    assert error.details["date"] == "2011-12-01"
    assert error.details["short"] == "5000.00"


def test_two_grants_share_one_ceiling(ledger: LedgerInTest) -> None:
    for name in ("one", "two", "three"):
        ledger.post("propose_project", **proposal(name))
    ledger.post("award_grant", **grant(project="one"))
    ledger.post("award_grant", **grant(project="two"))
    ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("4000.01", project="three")
    )
    ledger.post("award_grant", **grant("4000.00", project="three"))
    ledger.refused(
        "CEILING_EXCEEDED", "post_process_cost", **cost("0.01", "2011-10-12", "TL")
    )


def test_a_decision_shows_what_was_granted_on_it(awarded: LedgerInTest) -> None:
    found = awarded.decision(SG)
    [award] = [e for e in found["entries"] if e["command"] == "award_grant"]
    assert (award["project"], award["amount"]) == ("grecor", "30000.00")
