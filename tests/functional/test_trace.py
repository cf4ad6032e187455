"""From a decision to its money and back: authority, flows, grants, what concerns whom.

The ledger has grecor with a grant of 30,000 that rests on SG-2011-01 (entry 13).
"""

from typing import Any

import pytest

from projections.answers import decisions, entries
from projections.answers.entries import Filters, entry_json, history
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    contribution,
    cost,
    grant,
    money,
    proposal,
    reversal,
    transfer,
)


def listed(ledger: LedgerInTest, **filters: Any) -> list[str]:
    return [e.command for e in history(ledger.view(), Filters(**filters))]


def authority(ledger: LedgerInTest, entry: int) -> object:
    return ledger.show(entry)["authority"]


# -- money to decision ---------------------------------------------------------


def test_a_payment_rests_on_the_award_and_then_on_the_newest_change(
    awarded: LedgerInTest,
) -> None:
    awarded.decide("SG-2")
    awarded.deviate("participation_share", "2011-09-20", project="grecor")
    first = awarded.pay("1000.00", "2011-11-01")
    awarded.post(
        "change_grant", **grant("31000.00", "2011-12-01") | {"decision": "SG-2"}
    )
    earlier = awarded.pay("1000.00", "2011-11-15")
    later = awarded.pay("1000.00", "2011-12-15")
    refund = awarded.post("receive_refund", **money("10.00", "2011-12-20"))
    assert [authority(awarded, n) for n in (first, earlier, later, refund)] == [
        *(SG, SG, "SG-2", "SG-2")
    ]
    assert awarded.show(later)["decision"] is None


def test_a_reversed_change_is_no_authority_any_more(awarded: LedgerInTest) -> None:
    awarded.decide("SG-2")
    awarded.deviate("participation_share", "2011-09-20", project="grecor")
    raised = awarded.post(
        "change_grant", **grant("31000.00", "2011-12-01") | {"decision": "SG-2"}
    )
    while_it_stood = awarded.pay("1000.00", "2011-12-05")
    awarded.post("reverse", **reversal(raised, "2011-12-10"))
    afterwards = awarded.pay("1000.00", "2011-12-15")
    assert authority(awarded, while_it_stood) == "SG-2"
    assert authority(awarded, afterwards) == SG


def test_a_contribution_rests_on_what_called_it(ledger: LedgerInTest) -> None:
    ledger.decide("SG-2")
    ledger.post(
        "amend_budget_year",
        year="2011",
        date="2011-09-01",
        decision="SG-2",
        contributions={"drenthe": "53000.00"},
    )
    called_anew = ledger.receive("drenthe", "200.00", "2011-09-02")
    as_opened = ledger.receive("emmen", "1.00", "2011-09-02")
    repaid = ledger.post(
        "repay_contribution", **contribution("emmen", "1.00", "2011-09-03")
    )
    assert authority(ledger, called_anew) == "SG-2"
    assert authority(ledger, as_opened) == authority(ledger, repaid) == SG


def test_what_rests_on_no_decision(ledger: LedgerInTest) -> None:
    spent = ledger.post("post_process_cost", **cost("10.00", "2011-10-01"))
    proposed = ledger.post("propose_project", **proposal("later"))
    assert authority(ledger, spent) is None
    assert authority(ledger, proposed) is None


def test_an_entry_tells_what_books_it_otherwise(awarded: LedgerInTest) -> None:
    paid = awarded.pay("1000.00", "2011-11-01")
    assert awarded.show(paid)["reclassified_by"] == []
    as_ = {
        "command": "post_process_cost",
        "year": "2011",
        "programme": "SN",
        "payee": "X",
        "description": "It was no grant",
    }
    by = [
        awarded.post(
            "reclassify",
            **{"entry": paid, "date": "2011-11-02", "reason": "mistaken", "as": as_},
            amount=amount,
        )
        for amount in ("400.00", "600.00")
    ]
    assert awarded.show(paid)["reclassified_by"] == by
    shown = entries.show(awarded.view(known_at=f"#{by[0]}"), paid)
    assert shown["reclassified_by"] == by[:1]


def test_a_reversal_has_the_authority_of_what_it_reverses(
    awarded: LedgerInTest,
) -> None:
    paid = awarded.pay("1000.00", "2011-11-01")
    undone = awarded.post("reverse", **reversal(paid, "2011-11-02"))
    assert authority(awarded, undone) == SG


def test_a_statement_names_the_authority(awarded: LedgerInTest) -> None:
    paid = awarded.pay("1000.00", "2011-11-01")
    [row] = [
        entry_json(e) for e in history(awarded.view(), Filters(command="pay_grant"))
    ]
    assert (row["entry"], row["decision"], row["authority"]) == (paid, None, SG)


# -- decision to money ---------------------------------------------------------


def test_a_decision_has_the_money_of_the_grants_it_awarded(
    awarded: LedgerInTest,
) -> None:
    paid = awarded.pay("20000.00", "2011-11-01")
    determined = awarded.post("determine_grant", **money("15000.00", "2012-01-01"))
    refunded = awarded.post("receive_refund", **money("2000.00", "2012-02-01"))
    awarded.post("receive_funds", **money("5.00", "2012-02-01"), source="Interreg")
    found = awarded.decision()
    assert [row["entry"] for row in found["flows"]] == [paid, determined, refunded]
    assert found["grants"] == [
        {
            "project": "grecor",
            "awarded": "30000.00",
            "released": "15000.00",
            "paid": "20000.00",
            "refunded": "2000.00",
            "committed": "0.00",
            "recoverable": "3000.00",
            "written_off": "0.00",
        }
    ]


def test_a_reversed_award_has_no_money_of_the_next_one(awarded: LedgerInTest) -> None:
    awarded.decide("SG-2")
    awarded.post("reverse", **reversal(13, "2011-10-02"))
    awarded.post(
        "award_grant", **grant("29000.00", "2011-10-03") | {"decision": "SG-2"}
    )
    awarded.pay("1.00", "2011-11-01")
    assert awarded.decision(SG)["grants"] == []
    assert awarded.decision(SG)["flows"] == []
    [grant_row] = awarded.decision("SG-2")["grants"]
    assert (grant_row["awarded"], grant_row["paid"]) == ("29000.00", "1.00")


def test_a_decision_can_be_named_by_its_entry(awarded: LedgerInTest) -> None:
    assert awarded.decision("#2") == awarded.decision(SG)
    with pytest.raises(Exception, match="not recorded"):
        decisions.decision(awarded.view(), "#3")


# -- everything that concerns it -----------------------------------------------


def test_a_partner_is_concerned_by_calls_and_by_its_projects(
    awarded: LedgerInTest,
) -> None:
    awarded.post(
        "amend_budget_year",
        year="2011",
        date="2011-09-01",
        decision=SG,
        contributions={"drenthe": "53000.00"},
    )
    awarded.deviate("non_physical", "2011-09-20", project="grecor")
    awarded.pay("1.00", "2011-11-01")
    assert listed(awarded, partner="meppel") == [
        "open_budget_year",
        "receive_contribution",
        "propose_project",
        "award_grant",
        "amend_budget_year",
        "deviate",
        "pay_grant",
    ]
    assert "deviate" not in listed(awarded, partner="dewolden")


def test_a_partner_that_left_a_project_is_concerned_until_then(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post(
        "amend_project",
        project="grecor",
        date="2011-09-20",
        participants=["emmen", "hoogeveen"],
    )
    ledger.post(
        "reject_project", project="grecor", date="2011-09-21", decision=SG, reason="No"
    )
    of_project = ["propose_project", "amend_project", "reject_project"]
    assert listed(ledger, partner="meppel")[-2:] == of_project[:2]
    assert listed(ledger, partner="hoogeveen")[-2:] == of_project[1:]
    assert listed(ledger, partner="emmen")[-3:] == of_project


def test_a_programme_and_a_year_are_concerned_by_both_ends_of_a_transfer(
    ledger: LedgerInTest,
) -> None:
    ledger.open("2012", "2012-08-01")
    moved = ledger.post(
        "transfer_budget",
        **transfer("IBO", "TL", "10.00", "2012-08-01", ("2011", "2012")),
    )
    for asked in ({"programme": "IBO"}, {"programme": "TL"}):
        assert listed(ledger, **asked)[-1] == "transfer_budget"
    for year in ("2011", "2012"):
        found = [e.number for e in history(ledger.view(), Filters(year=year))]
        assert found[-1] == moved


def test_a_year_is_concerned_by_its_limits_deviations_and_proposals(
    ledger: LedgerInTest,
) -> None:
    limit = {"programme": "SN", "amount": "5.00"}
    ledger.deviate("programme_ceiling", "2011-09-01", year="2012", **limit)
    proposed = proposal("next", year="2012", programme="SN")
    ledger.post("propose_project", **proposed)
    ledger.post(
        "reject_project", project="next", date="2011-09-21", decision=SG, reason="No"
    )
    expected = ["deviate", "propose_project", "reject_project"]
    assert listed(ledger, year="2012") == expected
    assert listed(ledger, programme="SN")[-3:] == expected


def test_a_correction_concerns_what_it_corrects(awarded: LedgerInTest) -> None:
    awarded.post(
        "annotate", entry=13, field="document", value="BES-9", reason="Mistyped"
    )
    for asked in ({"project": "grecor"}, {"programme": "TL"}, {"partner": "emmen"}):
        assert listed(awarded, **asked)[-1] == "annotate"
