"""Z3: of the annual budget, 20,000 is reserved for process costs until the closing."""

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    cost,
    grant,
    proposal,
    reversal,
    transfer,
)

ALL = ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"]


def down_to_the_reserve(ledger: LedgerInTest, on: str = "2011-10-03") -> None:
    """Move 140,000 out of the programmes: SN keeps the reserved 20,000."""
    for programme, amount in (("TL", "64000"), ("IBO", "64000"), ("SN", "12000")):
        ledger.post("transfer_budget", **transfer(programme, "OUTSIDE", amount, on))


def test_140000_is_for_projects_and_20000_is_not(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    error = ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "OUTSIDE", "0.01"),
    )
    for said in ("19,999.99", "20,000.00", "0.01", "process_reserve"):
        assert said in error.message
    assert error.details["short"] == "0.01"


def test_an_award_within_the_ceiling_may_still_break_the_reserve(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    ledger.post(
        "set_funding_limits",
        year="2011",
        date="2011-08-01",
        decision=SG,
        max_grants={"SN": "40000.00"},
    )
    ledger.post("propose_project", **proposal(programme="SN", participants=ALL))
    error = ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("20000.00", "2011-10-04")
    )
    assert "process_reserve (Z3) not met" in error.message
    assert "short € 20,000.00" in error.message
    ledger.deviate("process_reserve", "2011-10-04", year="2011", amount="20000.00")
    ledger.post("award_grant", **grant("20000.00", "2011-10-04"))


def test_process_costs_use_the_reserve_up(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    ledger.post("post_process_cost", **cost("5000.00", "2011-10-12"))
    # 15,000 is left, and 15,000 is still reserved.
    ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "OUTSIDE", "0.01", "2011-10-13"),
    )
    ledger.post("post_process_cost", **cost("15000.00", "2011-10-14"))
    assert ledger.programme("SN")["available"] == "0.00"


def test_the_reserve_holds_on_every_later_day(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger, "2012-03-01")
    error = ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "OUTSIDE", "1.00", "2011-09-01"),
    )
    assert error.details["date"] == "2012-03-01"


def test_outside_the_programmes_there_is_no_reserve(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    # Money OUTSIDE does not count as left: no process cost is posted there.
    ledger.post("transfer_budget", **transfer("OUTSIDE", "SN", "1.00"))
    ledger.post("transfer_budget", **transfer("SN", "OUTSIDE", "1.00"))


def test_moving_between_programmes_leaves_the_reserve_alone(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    ledger.post("transfer_budget", **transfer("SN", "TL", "20000.00"))
    ledger.post("transfer_budget", **transfer("TL", "UNALLOCATED", "20000.00"))


def test_a_deviation_frees_part_of_the_reserve(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    ledger.deviate("process_reserve", year="2011", amount="2000.00")
    ledger.post("transfer_budget", **transfer("SN", "OUTSIDE", "2000.00"))
    ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "OUTSIDE", "0.01"),
    )


def test_once_the_year_is_closed_the_rest_can_be_carried_forward(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    ledger.open("2012", "2012-08-01")
    carry = transfer("SN", "SN", "20000.00", "2012-08-02", ("2011", "2012"))
    error = ledger.refused("PROCESS_RESERVE_EXCEEDED", "transfer_budget", **carry)
    assert "close the year" in error.message
    ledger.post(
        "close_budget_year", year="2011", date="2012-08-02", decision="SG-2011-01"
    )
    ledger.post("transfer_budget", **carry)


def test_before_the_closing_the_reserve_still_holds(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    ledger.open("2012", "2012-08-01")
    ledger.post(
        "close_budget_year", year="2011", date="2012-08-03", decision="SG-2011-01"
    )
    error = ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-08-02", ("2011", "2012")),
    )
    assert error.details["date"] == "2012-08-02"


def test_the_reversal_of_a_closing_is_a_fact_that_check_reports(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    ledger.open("2012", "2012-08-01")
    closing = ledger.post(
        "close_budget_year", year="2011", date="2012-08-02", decision="SG-2011-01"
    )
    ledger.post(
        "transfer_budget",
        **transfer("SN", "SN", "20000.00", "2012-08-02", ("2011", "2012")),
    )
    assert ledger.findings("ceilings") == []
    ledger.post("reverse", **reversal(closing, "2012-09-01"))
    found = ledger.findings("ceilings")
    assert [(f.code, f.severity) for f in found] == [
        ("PROCESS_RESERVE_EXCEEDED", "error")
    ]
    assert "2012-09-01" in found[0].message


def test_costs_beyond_the_process_ceiling_reserve_nothing_more(
    ledger: LedgerInTest,
) -> None:
    ledger.deviate("process_ceiling", year="2011", amount="5000.00")
    ledger.post("post_process_cost", **cost("25000.00", "2011-10-12"))
    down = (("TL", "64000"), ("IBO", "64000"), ("SN", "7000"))
    for programme, amount in down:
        ledger.post(
            "transfer_budget", **transfer(programme, "OUTSIDE", amount, "2011-10-13")
        )
    assert ledger.programme("SN")["available"] == "0.00"


def closed_and_emptied(ledger: LedgerInTest) -> int:
    """A year that was closed and then emptied; returns the closing's entry."""
    closing = ledger.post(
        "close_budget_year", year="2011", date="2012-09-01", decision=SG
    )
    for programme, amount in (("TL", "64000"), ("IBO", "64000"), ("SN", "32000")):
        ledger.post(
            "transfer_budget",
            **transfer(programme, programme, amount, "2012-09-02", ("2011", "2012")),
        )
    return closing


def test_a_year_reopened_counts_again_from_that_day(ledger: LedgerInTest) -> None:
    """A backdated transfer is refused for a day that only the reopening gives."""
    ledger.open("2012", "2012-08-01")
    closing = ledger.post(
        "close_budget_year", year="2011", date="2012-09-01", decision=SG
    )
    ledger.post("reverse", **reversal(closing, "2012-11-01"))
    forward = ("2011", "2012")
    for programme, amount in (("TL", "64000"), ("IBO", "64000"), ("SN", "12000")):
        ledger.post(
            "transfer_budget",
            **transfer(programme, programme, amount, "2012-09-10", forward),
        )
    error = ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-09-20", forward),
    )
    assert error.details["date"] == "2012-11-01"


def test_a_reserve_already_broken_refuses_only_what_lowers_it(
    ledger: LedgerInTest,
) -> None:
    ledger.open("2012", "2012-08-01")
    closing = closed_and_emptied(ledger)
    ledger.post("reverse", **reversal(closing, "2012-11-01"))
    # Nothing is left of 2011, and 20,000 is reserved again: a fact, not a refusal.
    [finding] = [
        f for f in ledger.findings("ceilings") if f.code == "PROCESS_RESERVE_EXCEEDED"
    ]
    assert "2012-11-01" in finding.message
    back = transfer("SN", "SN", "5000.00", "2012-11-02", ("2012", "2011"))
    ledger.post("transfer_budget", **back)
    # A process cost uses what is left and what is reserved alike: not lower.
    ledger.post("post_process_cost", **cost("100.00", "2012-11-03"))
    ledger.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "SN", "0.01", "2012-11-04", ("2011", "2012")),
    )


def test_what_does_not_worsen_it_is_no_breach(ledger: LedgerInTest) -> None:
    """A cost takes as much from the reserve as from what it is reserved for.

    Here the reserve is short for two days, since a closing was reversed; on the day
    that nothing would be left the year is closed, and no reserve is kept.
    """

    def close(on: str) -> int:
        closing = {"year": "2011", "date": on, "decision": SG}
        return ledger.post("close_budget_year", **closing)

    def carry(programme: str, amount: str, on: str) -> None:
        years = "2011", "2012"
        moved = transfer(programme, programme, amount, on, years)
        ledger.post("transfer_budget", **moved)

    ledger.open("2012", "2012-08-01")
    closed = close("2012-08-02")
    for programme, amount in (("TL", "64000"), ("IBO", "64000"), ("SN", "17000")):
        carry(programme, amount, "2012-08-02")
    ledger.post("reverse", **reversal(closed, "2012-08-03"))
    close("2012-08-05")
    carry("SN", "14500.00", "2012-08-06")
    scope = {"programme": "SN", "year": "2011", "amount": "500.00"}
    ledger.deviate("programme_ceiling", "2012-08-04", **scope)
    short = transfer("SN", "OUTSIDE", "0.01", "2012-08-04")
    ledger.refused("PROCESS_RESERVE_EXCEEDED", "transfer_budget", **short)
    ledger.post("post_process_cost", **cost("1000.00", "2012-08-04"))


def test_what_an_entry_moves_within_itself_uses_no_deviation(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    paid = ledger.post("post_process_cost", **cost("5000.00", "2011-10-12"))
    scope = {"year": "2011", "amount": "6000.00"}
    ledger.deviate("process_reserve", "2011-10-12", **scope)
    # The cost is gone before its money is back: looked at is what both leave.
    ledger.post("reverse", **reversal(paid, "2011-10-13"))
    [found] = ledger.decision()["deviations"]
    assert (found["used"], found["used_by"]) == ("0.00", [])
    taken = transfer("SN", "OUTSIDE", "400.00", "2011-10-14")
    moved = ledger.post("transfer_budget", **taken)
    [found] = ledger.decision()["deviations"]
    assert (found["used"], found["used_by"]) == ("400.00", [moved])


def test_while_the_year_is_closed_no_deviation_is_used(ledger: LedgerInTest) -> None:
    """What is carried forward leaves the reserve, which is not asked for any more."""
    ledger.open("2012", "2012-08-01")
    scope = {"year": "2011", "amount": "25000.00"}
    ledger.deviate("process_reserve", "2011-10-03", **scope)
    carried = {"year": "2011", "date": "2012-08-02", "carry_to": "2012"}
    ledger.post("close_budget_year", **carried, decision=SG)
    [found] = ledger.decision()["deviations"]
    assert (found["used"], found["used_by"]) == ("0.00", [])
    assert "DEVIATION_UNUSED" in {f.code for f in ledger.findings("ceilings")}


def test_a_closing_that_is_reversed_leaves_the_reserve_as_it_is_then(
    ledger: LedgerInTest,
) -> None:
    ledger.open("2012", "2012-08-01")
    scope = {"year": "2011", "amount": "25000.00"}
    ledger.deviate("process_reserve", "2011-10-03", **scope)
    closing = {"year": "2011", "date": "2012-08-02", "decision": SG}
    closed = ledger.post("close_budget_year", **closing)
    years = "2011", "2012"
    for programme, amount in (("TL", "64000"), ("IBO", "64000"), ("SN", "17000")):
        moved = transfer(programme, programme, amount, "2012-08-02", years)
        ledger.post("transfer_budget", **moved)
    again = ledger.post("reverse", **reversal(closed, "2012-08-03"))
    [found] = ledger.decision()["deviations"]
    # 15,000 is left where 20,000 is reserved.
    assert (found["used"], found["used_by"]) == ("5000.00", [again])


def test_a_closing_that_is_reversed_on_its_day_uses_none(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    scope = {"year": "2011", "amount": "25000.00"}
    ledger.deviate("process_reserve", "2011-10-03", **scope)
    carried = {"year": "2011", "date": "2012-08-02", "carry_to": "2012"}
    closed = ledger.post("close_budget_year", **carried, decision=SG)
    ledger.post("reverse", **reversal(closed, "2012-08-02"))
    [found] = ledger.decision()["deviations"]
    assert (found["used"], found["used_by"]) == ("0.00", [])
