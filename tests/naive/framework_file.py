"""A framework read from its mapping as JSON has it: its shape and its values."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from .framework import OUTSIDE, UNALLOCATED, Framework
from .splitting import split

NEEDED = {
    *("name", "title", "start", "time_zone", "payment_term_days", "annual_budget"),
    *("process_ceiling", "priority_themes", "categories"),
    *("partners", "programmes", "years", "keys"),
}
OPTIONAL = {"current_account_floor", "process_cost_kinds", "language", "organisation"}
CODE = r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"
MONEY = r"[0-9]{1,12}(\.[0-9]{2})?"
LARGEST = 1_000_000_000

Table = dict[str, Any]


class UnusableError(Exception):
    """Something in the mapping is not as it should be; `str` says what."""


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise UnusableError(what)


def mapping(value: object) -> Table:
    demand(isinstance(value, dict), "not a table")
    assert isinstance(value, dict)
    return value


def table(value: object, needed: Iterable[str], optional: Iterable[str] = ()) -> Table:
    """All that is needed, and nothing that is neither needed nor optional."""
    found = mapping(value)
    demand(set(needed) <= set(found), f"one of {needed} missing")
    demand(set(found) <= {*needed, *optional}, "a field that isn't known")
    return found


def rows(value: object) -> list[object]:
    demand(isinstance(value, list), "not a list")
    assert isinstance(value, list)
    return value


def text(value: object, pattern: str = r"\S.*") -> str:
    demand(isinstance(value, str), "not a text")
    demand(re.fullmatch(pattern, str(value)) is not None, f"{value} is none such")
    return str(value)


def number(value: object) -> int:
    demand(type(value) is int and 0 <= value <= LARGEST, "not a number")
    assert isinstance(value, int)
    return value


def cents(value: object, sign: str = "") -> int:
    return int(Fraction(text(value, sign + MONEY)) * 100)


def day(value: object) -> date:
    try:
        return date.fromisoformat(text(value, r"\d{4}-\d\d-\d\d"))
    except ValueError as error:
        raise UnusableError(str(error)) from None


def once(codes: Iterable[str]) -> tuple[str, ...]:
    """None of them twice, case apart."""
    found = tuple(codes)
    demand(len({code.lower() for code in found}) == len(found), "a code occurs twice")
    return found


def codes(value: object) -> tuple[str, ...]:
    return once(text(item, CODE) for item in rows(value))


def zone(value: object) -> str:
    name = text(value)
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError) as error:
        raise UnusableError(str(error)) from None


def read_partners(value: object) -> list[Table]:
    found = [
        table(row, {"code", "name", "kind"}, {"inhabitants"}) for row in rows(value)
    ]
    demand(bool(found), "no partner")
    once(text(row["code"], CODE) for row in found)
    for row in found:
        text(row["name"])
        text(row["kind"], CODE)
        number(row.get("inhabitants", 0))
    return found


def read_programmes(value: object, partners: list[str]) -> tuple[str, ...]:
    found = [table(row, {"code", "name"}, {"leads"}) for row in rows(value)]
    demand(bool(found), "no programme")
    for row in found:
        text(row["name"])
        demand(
            set(codes(row.get("leads", []))) <= set(partners), "a lead is no partner"
        )
        demand(row["code"] not in (OUTSIDE, UNALLOCATED), "no code of a programme")
    return once(text(row["code"], CODE) for row in found)


def read_years(value: object, start: date) -> tuple[tuple[str, date, date], ...]:
    found = [table(row, {"code", "start", "end"}) for row in rows(value)]
    demand(bool(found), "no year")
    once(text(row["code"], CODE) for row in found)
    years = tuple((row["code"], day(row["start"]), day(row["end"])) for row in found)
    demand(years[0][1] >= start, "a year before the start")
    demand(
        all(first <= last for _, first, last in years), "a year ends before it starts"
    )
    after = pairwise(years)
    demand(all(one[2] < two[1] for one, two in after), "years overlap")
    return years


def read_key(value: object, partners: list[Table], budget: int) -> dict[str, int]:
    optional = {"amounts", "fixed", "percentages"}
    key = table(value, {"source", "method"}, optional)
    text(key["source"])
    names = [row["code"] for row in partners]
    table(key.get("percentages", {}), (), names)
    if text(key["method"], "amounts|shares") == "amounts":
        amounts = table(key.get("amounts"), names)
        demand("fixed" not in key, "fixed shares among amounts")
        return {name: cents(amounts[name]) for name in names}
    demand("amounts" not in key, "amounts among shares")
    return by_shares(table(key.get("fixed", {}), (), names), partners, budget)


def by_shares(fixed: Table, partners: list[Table], budget: int) -> dict[str, int]:
    shares = {name: Fraction(text(s, r"\d+/[1-9]\d*")) for name, s in fixed.items()}
    rest = 1 - sum(shares.values())
    demand(rest >= 0, "the fixed shares are more than 1")
    others = [row for row in partners if row["code"] not in fixed]
    demand(all("inhabitants" in row for row in others), "inhabitants missing")
    people = sum(row["inhabitants"] for row in others)
    demand(people > 0 or rest == 0, "nobody bears the rest")
    for row in others:
        shares[row["code"]] = rest * Fraction(row["inhabitants"], people or 1)
    names = [row["code"] for row in partners]
    parts = split(budget, [shares[name] for name in names])
    return dict(zip(names, parts, strict=True))


def check_organisation(value: object) -> None:
    """Nothing in it means anything to the rules."""
    fields = {"name", "department", "address", "rsin", "iban", "contact"}
    told = table(value, (), fields)
    for said in told.values():
        text(said)
    rsin = text(told.get("rsin", "123456782"), "[0-9]{9}")
    weighed = [int(rsin[at]) * (9 - at) for at in range(8)]
    demand((sum(weighed) - int(rsin[8])) % 11 == 0, "the 11-test")
    demand(rsin != "0" * 9, "noughts")
    iban = text(told.get("iban", "NL05ZLBK2011080100")).replace(" ", "").upper()
    text(iban, "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
    digits = "".join(str(int(each, 36)) for each in iban[4:] + iban[:4])
    demand(int(digits) % 97 == 1, "check digits")


def read(value: object) -> Framework:
    """Raises `UnusableError`."""
    whole = table(value, NEEDED, OPTIONAL)
    text(whole["title"])
    partners = read_partners(whole["partners"])
    names = [row["code"] for row in partners]
    budget, ceiling = cents(whole["annual_budget"]), cents(whole["process_ceiling"])
    demand(ceiling <= budget, "a process ceiling above the budget")
    keys = mapping(whole["keys"])
    demand(bool(keys), "no key")
    text(whole.get("language", "nl"), "nl|en")
    check_organisation(whole.get("organisation", {}))
    floor = whole.get("current_account_floor")
    start = day(whole["start"])
    return Framework(
        partners=tuple((row["code"], row["kind"]) for row in partners),
        programmes=read_programmes(whole["programmes"], names),
        years=read_years(whole["years"], start),
        annual_budget=budget,
        process_ceiling=ceiling,
        keys={
            text(name): read_key(key, partners, budget) for name, key in keys.items()
        },
        priority_themes=codes(whole["priority_themes"]),
        categories=codes(whole["categories"]),
        name=text(whole["name"], CODE),
        start=start,
        time_zone=zone(whole["time_zone"]),
        payment_term_days=number(whole["payment_term_days"]),
        current_account_floor=None if floor is None else cents(floor, "-?"),
        cost_kinds=tuple(
            text(kind) for kind in rows(whole.get("process_cost_kinds", []))
        ),
    )
