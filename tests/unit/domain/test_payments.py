"""Payment orders (section 9): ordered, approved, paid once."""

import pytest

from ledger.verifying.verify import verify
from projections.answers.agenda import agenda
from projections.answers.payments import orders, payment_json
from tests.unit.domain.approving import approve, binding, policy, post, refused, submit
from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    contribution,
    cost,
    funds,
    other,
    payment,
    shape_refused,
    spending,
)

TODAY = "2014-06-01"
GRANT = {"command": "pay_grant", "project": "x"}
OWN = ("amount", "date", "document")


def order(
    command: str = "pay_grant",
    whole: Row | None = None,
    number: str = "P-1",
    **changes: object,
) -> Row:
    """The order of a payment that is given whole."""
    whole = payment("5000.00", "2011-12-20") if whole is None else whole
    fields = {name: value for name, value in whole.items() if name not in OWN}
    return {
        "payment": number,
        "as": {"command": command, **fields},
        "amount": whole["amount"],
        "due": "2012-01-15",
        "date": whole["date"],
        "document": "P/1",
        **changes,
    }


def paid(number: str = "P-1", **changes: object) -> Row:
    return {**payment("5000.00", "2012-01-16"), "payment": number, **changes}


def rows(ledger: LedgerInTest, at: str = "2014-12-31") -> list[Row]:
    return [payment_json(each) for each in orders(ledger.view(at))]


@pytest.fixture
def ordered(awarded: LedgerInTest) -> LedgerInTest:
    """5,000 of grecor's grant is ordered, in entry 14."""
    awarded.post("order_payment", **order())
    return awarded


def test_an_order_books_nothing_and_reserves_nothing(ordered: LedgerInTest) -> None:
    assert ordered.lines(14) == {}
    assert ordered.project()["committed"] == "30000.00"
    ordered.pay("30000.00", "2011-12-21")
    assert rows(ordered) == [
        {
            "payment": "P-1",
            "entry": 14,
            "command": "pay_grant",
            "amount": "5000.00",
            "due": "2012-01-15",
            "status": "open",
            "approved_by": None,
            "paid_by": None,
        }
    ]


def test_an_order_is_judged_by_the_rules_of_its_payment(awarded: LedgerInTest) -> None:
    for command, whole, code in (
        ("pay_grant", payment("30000.01", "2011-12-20"), "AWARD_EXCEEDED"),
        ("pay_grant", payment("1.00", "2011-09-20"), "PROJECT_STATUS"),
        ("pay_grant", payment("1.00", "2015-01-01"), "FUTURE_DATE"),
        ("pay_grant", payment("1.00", "2011-12-20", "none"), "PROJECT_UNKNOWN"),
        ("spend_funds", spending("1.00", "2011-12-20"), "FUNDS_EXCEEDED"),
        (
            "repay_contribution",
            contribution("meppel", "99999.00", "2011-12-20"),
            "REPAYMENT_EXCEEDED",
        ),
        ("post_process_cost", cost("90000.00", "2011-12-20"), "CEILING_EXCEEDED"),
    ):
        awarded.refused(code, "order_payment", **order(command, whole))
    awarded.post("lock_period", until="2011-12-31")
    awarded.refused("PERIOD_LOCKED", "order_payment", **order())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payment": "p-1"}, "BAD_COMMAND"),
        ({"payment": "P" * 21}, "BAD_COMMAND"),
        ({"amount": "0.00"}, "BAD_AMOUNT"),
        ({"due": "soon"}, "BAD_DATE"),
        ({"as": {"command": "receive_other"}}, "BAD_COMMAND"),
        (
            {"as": {"command": "pay_grant", "project": "x", "amount": "1.00"}},
            "BAD_COMMAND",
        ),
        (
            {"as": {"command": "pay_grant", "project": "x", "payment": "P"}},
            "BAD_COMMAND",
        ),
    ],
)
def test_the_form_of_an_order(changes: Row, code: str) -> None:
    shape_refused(code, "order_payment", **order(**changes))


def test_every_kind_of_payment_can_be_ordered_and_paid(awarded: LedgerInTest) -> None:
    awarded.post("receive_funds", **funds("100.00", "2011-11-01"))
    for number, (command, whole) in enumerate(
        (
            ("pay_grant", payment("1.00", "2011-12-20")),
            ("post_process_cost", cost("2.00", "2011-12-20")),
            ("repay_contribution", contribution("emmen", "3.00", "2011-12-20")),
            ("spend_funds", spending("4.00", "2011-12-20")),
            ("pay_other", other("5.00", "2011-12-20")),
        )
    ):
        name = f"P-{number}"
        awarded.post("order_payment", **order(command, whole, name))
        entry = awarded.post(command, **whole, payment=name)
        assert rows(awarded)[number]["paid_by"] == entry
    assert not verify(awarded.store, rules=True).findings


def test_a_payment_is_what_was_ordered(ordered: LedgerInTest) -> None:
    for command, fields, told in (
        ("pay_grant", paid(amount="5000.01"), "€ 5,000.00, not € 5,000.01"),
        ("pay_grant", paid(payee="Somebody else"), "another payee"),
        ("pay_other", other("5000.00", "2012-01-16") | {"payment": "P-1"}, "pay_grant"),
    ):
        error = ordered.refused("PAYMENT_DIFFERS", command, **fields)
        assert told in error.message
    ordered.refused("PAYMENT_UNKNOWN", "pay_grant", **paid("P-2"))
    ordered.post("pay_grant", **paid(document="Another document", note="Fine"))


def test_a_payment_is_made_once_and_again_when_it_was_reversed(
    ordered: LedgerInTest,
) -> None:
    entry = ordered.post("pay_grant", **paid())
    assert (rows(ordered)[0]["status"], rows(ordered)[0]["paid_by"]) == ("paid", entry)
    assert rows(ordered, "2012-01-15")[0]["status"] == "open"
    error = ordered.refused("PAYMENT_SETTLED", "pay_grant", **paid())
    assert f"paid by entry {entry}" in error.message
    undo = {"reason": "The bank sent it back"}
    ordered.refused("NOT_REVERSIBLE", "reverse", entry=14, date="2012-02-01", **undo)
    ordered.post("reverse", entry=entry, date="2012-02-01", **undo)
    assert rows(ordered)[0]["status"] == "open"
    assert rows(ordered, "2012-01-31")[0]["status"] == "paid"
    again = ordered.post("pay_grant", **paid(date="2012-02-02"))
    assert rows(ordered)[0]["paid_by"] == again
    assert not verify(ordered.store, rules=True).findings


def test_a_number_is_free_again_when_its_order_was_reversed(
    ordered: LedgerInTest,
) -> None:
    ordered.refused("PAYMENT_EXISTS", "order_payment", **order())
    undo = {"date": "2012-01-01", "reason": "Not yet"}
    ordered.post("reverse", entry=14, **undo)
    ordered.refused("PAYMENT_UNKNOWN", "pay_grant", **paid())
    assert rows(ordered) == []
    assert [row["entry"] for row in rows(ordered, "2011-12-31")] == [14]
    entry = ordered.post("order_payment", **order(amount="1.00"))
    assert [row["entry"] for row in rows(ordered)] == [entry]
    ordered.refused("PAYMENT_DIFFERS", "pay_grant", **paid())


def test_orders_beyond_what_is_left_are_found(ordered: LedgerInTest) -> None:
    assert ordered.findings("payments") == []
    ordered.post("order_payment", **order(number="P-2", amount="25000.01"))
    [found] = ordered.findings("payments")
    assert (found.code, found.entries) == ("ORDERS_EXCEED", [14, 15])
    assert found.name == "ORDERS_EXCEED/grecor/committed/0.01"
    ordered.post("pay_grant", **paid())
    assert [f.name for f in ordered.findings("payments")] == [found.name]


def test_what_is_ordered_is_on_the_agenda_by_when_it_is_due(
    ordered: LedgerInTest,
) -> None:
    def due(at: str) -> list[tuple[str, str, str]]:
        found = agenda(ordered.view(at))
        return [
            (str(i.date), i.subject, i.command)
            for i in found
            if i.rule == "payment_due"
        ]

    assert due("2011-12-31") == [("2012-01-15", "P-1", "pay_grant")]
    ordered.post("pay_grant", **paid())
    assert due("2014-12-31") == []


# -- the second person ---------------------------------------------------------------


@pytest.fixture
def governed(awarded: LedgerInTest) -> LedgerInTest:
    """Payments and their orders take two people from 1,000 on."""
    for person, role in (
        ("anna", "administrator"),
        ("bert", "officer"),
        ("carla", "approver"),
    ):
        fields = {"person": person, "role": role, "date": TODAY}
        post(awarded, "anna", "grant_role", **fields)
    both = policy(pay_grant="1000.00", order_payment="1000.00")
    post(awarded, "anna", "set_approval_policy", **both)
    return awarded


def test_a_payment_of_an_approved_order_takes_no_second_approval(
    governed: LedgerInTest,
) -> None:
    refused(governed, "APPROVAL_REQUIRED", "bert", "order_payment", **order())
    approve(governed, "carla", submit(governed, "bert", "order_payment", **order()))
    assert rows(governed)[0]["approved_by"] == "carla"
    refused(
        governed, "APPROVAL_REQUIRED", "bert", "pay_grant", **payment("5000.00", TODAY)
    )
    post(governed, "bert", "pay_grant", **paid())
    assert not verify(governed.store, rules=True).findings


def test_a_payment_of_an_order_that_nobody_approved_takes_one(
    governed: LedgerInTest,
) -> None:
    """Orders below the policy's amount, or ordered before it."""
    changed = policy(pay_grant="1000.00")
    approve(
        governed, "carla", submit(governed, "anna", "set_approval_policy", **changed)
    )
    post(governed, "bert", "order_payment", **order())
    refused(governed, "APPROVAL_REQUIRED", "bert", "pay_grant", **paid())
    number = submit(governed, "bert", "pay_grant", **paid())
    post(governed, "carla", "approve", **binding(governed, number))
    assert rows(governed)[0]["status"] == "paid"
    assert not verify(governed.store, rules=True).findings


def test_a_payment_that_names_somebody_else_s_approval(governed: LedgerInTest) -> None:
    """What differs from its order is refused, so an approval can't be borrowed."""
    approve(governed, "carla", submit(governed, "bert", "order_payment", **order()))
    larger = paid(amount="9000.00")
    refused(governed, "PAYMENT_DIFFERS", "bert", "pay_grant", **larger)
    post(governed, "bert", "pay_grant", **paid())
    refused(governed, "PAYMENT_SETTLED", "bert", "pay_grant", **paid())
