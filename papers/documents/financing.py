"""How a project is paid for: the grant, its partners, others, and what is left."""

from collections.abc import Iterator
from typing import Any

from domain.framework.course import PARTNER
from domain.values.messages import Value, Words, message
from domain.values.money import Cents
from domain.values.texts import format_cents
from papers.documents.basis import partner_json
from papers.documents.blocks import Block, Grid, Heading
from papers.documents.given import Data, at, euro
from projections.report import Column, Row, Table
from projections.snapshot import View
from projections.sums import cents

_PARTS = 10_000
_OF_NOTHING = "0.0000"
_COLUMNS = (
    Column("payer", "Paid by"),
    Column("share", "Share", "number"),
    Column("amount", "Amount", "amount"),
)


def financing_json(view: View, found: dict[str, Any], grant: Cents) -> dict[str, Any]:
    """The financing of a project with a grant, as at the view.

    `share` is the grant's part of the eligible cost, with four decimals; null where
    nothing is eligible. Partners that left don't count (Z14).
    """
    total = cents(found["total_cost"])
    eligible = total - cents(found["borrowed_capacity"] or "0.00")
    partners = [
        {**partner_json(view, code), "amount": amount}
        for code, amount in (found["own_contributions"] or {}).items()
        if cents(amount) and view.course.is_in_force(PARTNER, code, view.at)
    ]
    others = [
        {
            "name": each["name"],
            "applicant": each["name"] == found["recipient"],
            "amount": each["contribution"],
        }
        for each in found["third_parties"] or ()
        if cents(each["contribution"])
    ]
    paid = grant + sum(cents(str(each["amount"])) for each in (*partners, *others))
    return {
        "grant": format_cents(grant),
        "eligible": format_cents(eligible),
        "share": share_of(grant, eligible),
        "partners": partners,
        "third_parties": others,
        "uncovered": format_cents(total - paid) if total > paid else None,
        "total": format_cents(max(total, paid)),
    }


def share_of(part: Cents, whole: Cents) -> str:
    """A part of a whole, with four decimals; `0.0000` of nothing."""
    if whole <= 0:
        return _OF_NOTHING
    units = (2 * part * _PARTS + whole) // (2 * whole)
    return f"{units // _PARTS}.{units % _PARTS:04d}"


def percent(share: str | None) -> Value:
    """A share as a percentage: `46.51`."""
    from fractions import Fraction

    return None if share is None else Fraction(share) * 100


def final_amount(data: Data, amount: str) -> Value:
    """How the grant will be determined (Awb 4:31): as the same part of what it cost."""
    share = at(data, "financing.share")
    if share == _OF_NOTHING:
        return message(
            "We determine the grant by the actual cost, and at {amount} at most.",
            amount=euro(data, amount),
        )
    return message(
        "That is {share} percent of the eligible cost of {eligible} that you budgeted."
        " We determine the grant at the same part of the actual eligible cost, and at"
        " {amount} at most.",
        share=percent(share),
        eligible=euro(data, "financing.eligible"),
        amount=euro(data, amount),
    )


def financing_table(data: Data) -> Iterator[Block]:
    """One table that adds up to the cost of the project."""
    found = data["financing"]
    total = cents(found["total"])
    if not total:
        return
    rows = [
        {**each, "share": _percentage(share_of(cents(str(each["amount"])), total))}
        for each in _payers(found)
    ]
    last = {
        "payer": Words("Total cost"),
        "share": _percentage(share_of(total, total)),
        "amount": found["total"],
    }
    yield Heading(message("How the project is paid for"), deep=True)
    yield Grid(Table(_COLUMNS, rows, totals=last), spelled=True)


def _payers(found: Data) -> Iterator[Row]:
    yield {"payer": message("Grant"), "amount": found["grant"]}
    for each in found["partners"]:
        said = message("Contribution of a partner: {name}", name=each["name"])
        yield {"payer": said, "amount": each["amount"]}
    for each in found["third_parties"]:
        said = message("Contribution of a third party: {name}", name=each["name"])
        if each["applicant"]:
            said = message("Contribution of the applicant: {name}", name=each["name"])
        yield {"payer": said, "amount": each["amount"]}
    if found["uncovered"] is not None:
        yield {"payer": message("Not covered yet"), "amount": found["uncovered"]}


def _percentage(share: str | None) -> Value:
    return message("{percentage}%", percentage=percent(share))
