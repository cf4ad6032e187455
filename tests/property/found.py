"""Histories on which ledger and model once disagreed, each in its shortest form."""

from tests.property.pairs import Start
from tests.property.partnerships import Fields

PAY_OTHER: Fields = {
    "command": "pay_other",
    "category": "suspense",
    "counterparty": "x",
    "description": "x",
}
RECEIVE_OTHER: Fields = {**PAY_OTHER, "command": "receive_other"}
INTEREST: Fields = {**RECEIVE_OTHER, "category": "interest"}


def on(day: int, command: str, **more: object) -> Fields:
    fields: Fields = {"command": command, "date": f"2014-01-{day:02d}", **more}
    return {**fields, "document": "letter", "project": "p1"}


def decided(day: int, command: str, **more: object) -> Fields:
    return on(day, command, decision="SG-1", **more)


def other(day: int, booked: Fields, **more: object) -> Fields:
    fields: Fields = {**booked, "date": f"2014-01-{day:02d}", "document": "bank"}
    return {**fields, "amount": "100.00", **more}


def reverse(day: int, entry: int) -> Fields:
    date = f"2014-01-{day:02d}"
    return {"command": "reverse", "date": date, "entry": entry, "reason": "wrong"}


def shift(day: int, entry: int, booked: Fields, **more: object) -> Fields:
    fields: Fields = {"command": "reclassify", "date": f"2014-01-{day:02d}"}
    return {**fields, "entry": entry, "reason": "wrong", "as": booked, **more}


AWARD = decided(1, "award_grant", amount="1000.00")
PAY = on(5, "pay_grant", amount="900.00", payee="x")
FUNDS_BOOKED: Fields = {"command": "receive_funds", "project": "p1", "source": "x"}
FUNDS = on(1, "receive_funds", amount="100.00", source="x")


def found_before(start: Start) -> dict[str, list[Fields]]:
    """By what they are about."""
    last = len(start.entries)
    return {**of_grants(start, last), **of_locks(last), **shifted(last), **items(last)}


def of_grants(start: Start, last: int) -> dict[str, list[Fields]]:
    programme = start.partnership.model.programmes[-1]
    moved: Fields = {"command": "amend_project", "project": "p1", "date": "2014-01-03"}
    return {
        "awarded anew under another programme, paid more than the new grant": [
            AWARD,
            reverse(2, last + 1),
            {**moved, "programme": programme},
            decided(4, "award_grant", amount="0.02"),
            PAY,
        ],
        "a lower change settles: no payment before it is reversed": [
            AWARD,
            PAY,
            decided(6, "change_grant", amount="950.00"),
            reverse(7, last + 2),
        ],
    }


def of_locks(last: int) -> dict[str, list[Fields]]:
    return {
        "a lock, and the reversal of entry 1 within the locked period": [
            {"command": "lock_period", "until": "2014-12-31"},
            reverse(1, 1),
        ],
        "the calendar's first day has no day before it": [
            {"command": "lock_period", "until": "0001-01-01"},
            {"command": "reopen_period", "from_date": "0001-01-01", "reason": "x"},
            {"command": "lock_period", "until": "0001-01-01"},
        ],
        "an entry in use is not reversible, whatever the date": [
            other(5, RECEIVE_OTHER),
            shift(6, last + 1, INTEREST),
            reverse(4, last + 1),
        ],
    }


def shifted(last: int) -> dict[str, list[Fields]]:
    """A reclassification is an entry of each project that it takes from or gives to."""
    return {
        "no settlement before money was taken from the project": [
            AWARD,
            PAY,
            shift(10, last + 2, PAY_OTHER, amount="100.00"),
            on(7, "determine_grant", amount="800.00"),
        ],
        "money taken before a settlement is not given back": [
            AWARD,
            PAY,
            shift(6, last + 2, PAY_OTHER, amount="100.00"),
            on(7, "determine_grant", amount="950.00"),
            reverse(8, last + 3),
        ],
        "a payment wholly taken away was never there": [
            AWARD,
            PAY,
            shift(6, last + 2, PAY_OTHER),
            reverse(7, last + 1),
        ],
        "funds wholly taken away were never there": [
            on(1, "retract_project", reason="x"),
            FUNDS,
            shift(2, last + 2, INTEREST),
            reverse(3, last + 1),
        ],
        "funds are earmarked until they are taken away, and again after that": [
            other(1, RECEIVE_OTHER),
            shift(2, last + 1, FUNDS_BOOKED),
            reverse(3, last + 2),
        ],
    }


def items(last: int) -> dict[str, list[Fields]]:
    """What is left of an entry, on every day."""
    back = other(5, PAY_OTHER, clears=last + 1)
    return {
        "taken once too often between a reclassification and its reversal": [
            other(1, RECEIVE_OTHER),
            shift(5, last + 1, INTEREST),
            reverse(20, last + 2),
            shift(8, last + 1, INTEREST),
        ],
        "taken while it was cleared": [
            other(1, RECEIVE_OTHER),
            back,
            reverse(20, last + 2),
            shift(8, last + 1, INTEREST),
        ],
        "what cleared an item can't clear it again once another has": [
            other(1, RECEIVE_OTHER),
            back,
            shift(6, last + 2, {**PAY_OTHER, "category": "interest"}),
            other(7, PAY_OTHER, clears=last + 1),
            reverse(8, last + 3),
        ],
    }
