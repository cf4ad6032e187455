"""`assess` and `award_grant` say the same; what a payment and a cost leave open."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.values.errors import LedgerError
from ledger.posting.judging import books_of, judged, proposed
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    cost,
    grant,
    payment,
    proposal,
    reversal,
    transfer,
    with_floor,
)
from tests.unit.domain.test_reserve import down_to_the_reserve

DAY = "2011-10-20"
YEAR = {"year": "2011", "date": "2011-10-10", "decision": SG}


def assessed(ledger: LedgerInTest, amount: str, on: str) -> Row:
    day = date.fromisoformat(on)
    books = books_of(ledger.view(on))
    cents = int(amount.replace(".", ""))
    data: Row = judged(proposed("grecor", day, books), cents, day, books, None)
    return data


def close(ledger: LedgerInTest) -> None:
    ledger.post("close_budget_year", **YEAR)


def awarded_already(ledger: LedgerInTest) -> None:
    ledger.post("award_grant", **grant("1000.00"))


def lock(ledger: LedgerInTest) -> None:
    ledger.post("lock_period", until="2011-12-31")


def full(ledger: LedgerInTest) -> None:
    ledger.post("transfer_budget", **transfer("TL", "SN", "64000.00"))


def reject_and_undo(ledger: LedgerInTest) -> None:
    fields = {"project": "grecor", "date": "2011-10-25", "decision": SG, "reason": "x"}
    entry = ledger.post("reject_project", **fields)
    ledger.post("reverse", **reversal(entry, "2011-10-26"))


STATES: dict[str, Callable[[LedgerInTest], object]] = {
    "free": lambda _: None,
    "closed": close,
    "awarded": awarded_already,
    "locked": lock,
    "reserve": down_to_the_reserve,
    "full": full,
    "proposed anew later": reject_and_undo,
}


@pytest.mark.parametrize("amount", ["30000.00", "30000.01", "0.01"])
@pytest.mark.parametrize("on", [DAY, "2011-07-31", "2011-09-01"])
@pytest.mark.parametrize("state", STATES)
def test_both_say_yes_or_both_say_no(
    ledger: LedgerInTest, state: str, on: str, amount: str
) -> None:
    ledger.post("propose_project", **proposal(date="2011-07-01"))
    STATES[state](ledger)
    found = assessed(ledger, amount, on)
    code = refusal_of(ledger, **grant(amount, on))
    obstacles = {obstacle["code"] for obstacle in found["obstacles"]}
    assert (code is None) == (found["outcome"] in ("met", "deviation"))
    assert code in {*obstacles, "CONDITIONS_NOT_MET"} if code else not obstacles


def refusal_of(ledger: LedgerInTest, **fields: object) -> str | None:
    """The code of an award's refusal, or None where it is accepted."""
    try:
        ledger.accept("award_grant", **fields)
    except LedgerError as refusal:
        return refusal.code
    return None


def test_an_award_from_outside_leaves_the_reserve_alone(ledger: LedgerInTest) -> None:
    down_to_the_reserve(ledger)
    ledger.post("propose_project", **proposal(programme="OUTSIDE"))
    ledger.post("award_grant", **grant("30000.00", DAY))


def test_a_payment_without_payee_goes_to_the_recipient(awarded: LedgerInTest) -> None:
    fields = payment("100.00", "2011-11-01")
    del fields["payee"]
    entry = awarded.post("pay_grant", **fields)
    assert awarded.show(entry)["counterparty"] == "Gemeente Emmen"


def test_a_cost_kind_is_one_of_the_frameworks(ledger: LedgerInTest) -> None:
    fields = cost("10.00", "2011-11-01")
    known = with_floor().process_cost_kinds
    error = ledger.refused(
        "SCOPE_INVALID", "post_process_cost", **fields, cost_kind="catering"
    )
    assert known[0] in error.message
    entry = ledger.post("post_process_cost", **fields, cost_kind=known[0])
    assert ledger.show(entry)["fields"]["cost_kind"] == known[0]
