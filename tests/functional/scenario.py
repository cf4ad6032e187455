"""The ledgers that tests start from, each one the former with more posted."""

import shutil
from pathlib import Path

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    cost,
    funds,
    grant,
    other,
    proposal,
    spending,
    transfer,
)

CONTRIBUTIONS = {
    "emmen": "44800.00",
    "coevorden": "14400.00",
    "hoogeveen": "22400.00",
    "dewolden": "9600.00",
    "meppel": "12800.00",
    "drenthe": "52800.00",
}
"""Table 2 of the source (Z5)."""


def build_templates(place: Path) -> None:
    """Make `empty`, `opened`, `funded`, `awarded` and `lived` in a directory."""
    LedgerInTest.new(place / "empty.db").close()
    steps = (("opened", open_), ("funded", fund), ("awarded", award), ("lived", live))
    former = "empty"
    for name, step in steps:
        shutil.copyfile(place / f"{former}.db", place / f"{name}.db")
        ledger = LedgerInTest(place / f"{name}.db")
        step(ledger)
        ledger.close()
        former = name


def open_(ledger: LedgerInTest) -> None:
    """Entries 2 and 3: the decision, and 2011 opened."""
    ledger.post(
        "record_decision",
        number=SG,
        date="2011-06-15",
        subject="Budget 2011",
        motivation="As agreed in the steering group.",
    )
    ledger.open("2011", "2011-08-01")


def fund(ledger: LedgerInTest) -> None:
    """Entries 4 to 11: divided, limited, and every partner paid on 20 August."""
    rest = {"year": "2011", "date": "2011-08-01", "decision": SG}
    ledger.post("allocate", **rest, shares={"SN": "20", "TL": "40", "IBO": "40"})
    ledger.post(
        "set_funding_limits",
        **rest,
        max_grants={"TL": "40000.00", "OUTSIDE": "40000.00"},
        max_shares={"2": "50", "4": "75"},
    )
    for partner, amount in CONTRIBUTIONS.items():
        ledger.receive(partner, amount)


def award(ledger: LedgerInTest) -> None:
    """Entries 12 and 13: project grecor with a grant of 30,000 from TL 2011."""
    ledger.post("propose_project", **proposal())
    ledger.post("award_grant", **grant())


def live(ledger: LedgerInTest) -> None:
    """Entries 14 to 26: something of everything that a query can show."""
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    ledger.pay("15000.00", "2011-11-20")
    ledger.post("transfer_budget", **transfer("IBO", "TL", "5000.00"))
    ceiling = {"programme": "SN", "year": "2011", "amount": "2500.00"}
    ledger.deviate("programme_ceiling", **ceiling)
    ledger.post("receive_funds", **funds("50000.00", "2012-03-01"))
    ledger.post("spend_funds", **spending("10000.00", "2012-04-01"))
    ledger.post("receive_other", **other("12.34", "2011-12-31", "interest"))
    ledger.post("pay_other", **other("7.50", "2011-12-31", "bank-charges"))
    # 22 is found to be wrong and reversed by 23; 24 corrects a text of 14.
    wrong = ledger.post("post_process_cost", **cost("99.00", "2011-10-13"))
    ledger.post("reverse", entry=wrong, date="2011-10-20", reason="Booked twice")
    ledger.post(
        "annotate",
        entry=14,
        field="document",
        value="INV-2011-017",
        reason="Typing error in the voucher's number",
    )
    ledger.post("post_process_cost", **cost("250.00", "2012-07-01", id="k-25"))
    ledger.post("propose_project", **proposal("proefleven", date="2011-10-15"))
