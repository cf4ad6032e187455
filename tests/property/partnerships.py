"""Two partnerships for the property tests, as program and model know them."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from domain.framework import framework as product
from domain.framework.framework_file import read_framework
from tests.naive import DRENTSE_ZUIDAS, Framework

TODAY = date(2014, 12, 31)
Fields = dict[str, object]


@dataclass(frozen=True)
class Partnership:
    """A framework in both readings, and the days on which its histories play."""

    name: str
    mapping: Mapping[str, object]
    model: Framework
    days: tuple[date, ...]

    @property
    def json(self) -> dict[str, Any]:
        """The mapping as a command has it: dates are texts."""
        text = json.dumps(self.mapping, default=date.isoformat)
        found: dict[str, Any] = json.loads(text)
        return found

    @property
    def framework(self) -> product.Framework:
        return read_framework(self.mapping)


def _days(model: Framework) -> tuple[date, ...]:
    """Days around the beginnings and ends of years, in order."""
    found = {model.start, TODAY}
    for _, first, last in model.years:
        found |= {first + timedelta(n) for n in (-30, -1, 0, 1, 30, 31, 60, 120, 200)}
        found |= {last + timedelta(n) for n in (-1, 0, 1, 31)}
    return tuple(sorted(day for day in found if model.start <= day <= TODAY))


def _drentse_zuidas() -> Partnership:
    path = Path(product.__file__).parent / "frameworks" / "drentse-zuidas.toml"
    mapping = tomllib.loads(path.read_text(encoding="utf-8"))
    return Partnership("drentse-zuidas", mapping, DRENTSE_ZUIDAS, _days(DRENTSE_ZUIDAS))


_SMALL_MODEL = Framework(
    partners=(
        ("North", "municipality"),
        ("south", "municipality"),
        ("east", "municipality"),
        ("gelre", "province"),
    ),
    programmes=("A", "b-2"),
    years=tuple(
        (f"Y{year}", date(year, 1, 1), date(year, 12, 31))
        for year in (2012, 2013, 2014)
    ),
    annual_budget=10_000_01,
    process_ceiling=999_99,
    # A quarter is 2500.0025; the rest, 7500.0075, by sevenths: 3214.2889..,
    # 1071.4296.., 3214.2889..; the leftover cent goes to the largest remainder.
    keys={
        "shares": {
            "North": 3214_29,
            "south": 1071_43,
            "east": 3214_29,
            "gelre": 2500_00,
        }
    },
    priority_themes=("water", "Soil"),
    categories=("suspense", "interest", "bank-charges", "VAT"),
    name="small",
    start=date(2012, 1, 1),
    time_zone="UTC",
    payment_term_days=14,
    current_account_floor=-100_00,
    cost_kinds=("room", "print"),
)
_SMALL_MAPPING: Mapping[str, object] = {
    "name": "small",
    "title": "A small partnership with calendar years",
    "start": date(2012, 1, 1),
    "time_zone": "UTC",
    "payment_term_days": 14,
    "current_account_floor": "-100.00",
    "annual_budget": "10000.01",
    "process_ceiling": "999.99",
    "priority_themes": ["water", "Soil"],
    "categories": ["suspense", "interest", "bank-charges", "VAT"],
    "process_cost_kinds": ["room", "print"],
    "partners": [
        {"code": "North", "name": "N", "kind": "municipality", "inhabitants": 3},
        {"code": "south", "name": "S", "kind": "municipality", "inhabitants": 1},
        {"code": "east", "name": "E", "kind": "municipality", "inhabitants": 3},
        {"code": "gelre", "name": "G", "kind": "province"},
    ],
    "programmes": [{"code": "A", "name": "A"}, {"code": "b-2", "name": "B"}],
    "years": [
        {"code": f"Y{year}", "start": date(year, 1, 1), "end": date(year, 12, 31)}
        for year in (2012, 2013, 2014)
    ],
    "keys": {
        "shares": {"source": "made up", "method": "shares", "fixed": {"gelre": "1/4"}}
    },
}

PARTNERSHIPS = (
    _drentse_zuidas(),
    Partnership("small", _SMALL_MAPPING, _SMALL_MODEL, _days(_SMALL_MODEL)),
)


def beginning(partnership: Partnership) -> list[Fields]:
    """Two open, divided and paid-in years, with limits and four proposals."""
    model = partnership.model
    start = model.start.isoformat()
    commands: list[Fields] = [
        {
            "command": "record_decision",
            "number": number,
            "date": start,
            "subject": "Budget and its division",
        }
        for number in ("SG-1", "SG-2")
    ]
    for year, first, _ in model.years[:2]:
        commands += _first_year(model, year, first)
    commands += _proposals(model)
    return commands


def _first_year(model: Framework, year: str, first: date) -> list[Fields]:
    base = {"year": year, "date": first.isoformat(), "decision": "SG-1"}
    programmes = model.programmes
    shares = dict.fromkeys(programmes, "30")
    shares[programmes[-1]] = str(100 - 30 * (len(programmes) - 1))
    top = str(model.annual_budget // 100)
    names = [*programmes, "OUTSIDE"]
    half = str(model.annual_budget // 4 // 100)
    return [
        {"command": "open_budget_year", **base},
        {"command": "allocate", **base, "shares": shares},
        {
            "command": "set_funding_limits",
            **base,
            "max_grants": dict.fromkeys(names, top),
            "max_shares": {"2": "50", "3": "75.5"},
        },
        {
            "command": "transfer_budget",
            "from_programme": programmes[-1],
            "from_year": year,
            "to_programme": "OUTSIDE",
            "to_year": year,
            "amount": half,
            "date": base["date"],
            "decision": "SG-2",
        },
        *_first_receipts(model, year, first),
    ]


def _first_receipts(model: Framework, year: str, first: date) -> list[Fields]:
    return [
        {
            "command": "receive_contribution",
            "year": year,
            "partner": partner,
            "amount": f"{due // 100}.{due % 100:02d}",
            "date": first.isoformat(),
            "document": "bank",
        }
        for partner, due in list(model.contributions.items())[:2]
    ]


def _proposals(model: Framework) -> list[Fields]:
    first = model.years[0][1].isoformat()
    partners = model.partner_codes
    thousand = model.annual_budget // 100 // 10
    base: Fields = {
        "command": "propose_project",
        "title": "A project",
        "date": first,
        "year": model.years[0][0],
        "programme": model.programmes[0],
        "recipient": "A foundation",
        "applicants": partners[:1],
        "participants": partners,
        "physical": False,
        "themes": [model.priority_themes[0]],
        "vision_goal": "a goal",
        "total_cost": f"{thousand * 8}.00",
        "requested": f"{thousand * 3}.00",
        "external_funding": "sought",
    }
    return [
        {**base, "project": "p1"},
        {
            **base,
            "project": "p2",
            "programme": model.programmes[-1],
            "participants": partners[:-1],
            "own_contributions": {partners[0]: "100.00"},
        },
        {
            **base,
            "project": "p3",
            "programme": "OUTSIDE",
            "participants": partners[:2],
            "own_contributions": {partners[1]: "50.00"},
            "third_parties": [{"name": "x", "active": True, "contribution": "5.00"}],
        },
        {**base, "project": "p4", "year": model.years[1][0], "physical": True},
    ]
