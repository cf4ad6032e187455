"""A framework as the mapping that `adopt_framework` takes, and changes of one."""

from typing import Any

from .balances import euros
from .framework import DRENTSE_ZUIDAS, Framework

Mapping = dict[str, Any]


def mapping_of(framework: Framework) -> Mapping:
    """Its keys by amounts; who has no name is called by the code."""
    found: Mapping = {
        "name": framework.name,
        "title": "A framework",
        "start": framework.start.isoformat(),
        "time_zone": framework.time_zone,
        "payment_term_days": framework.payment_term_days,
        "annual_budget": euros(framework.annual_budget),
        "process_ceiling": euros(framework.process_ceiling),
        "priority_themes": list(framework.priority_themes),
        "categories": list(framework.categories),
        "process_cost_kinds": list(framework.cost_kinds),
        "partners": [
            {"code": code, "name": code, "kind": kind}
            for code, kind in framework.partners
        ],
        "programmes": [{"code": code, "name": code} for code in framework.programmes],
        "years": [
            {"code": code, "start": first.isoformat(), "end": last.isoformat()}
            for code, first, last in framework.years
        ],
        "keys": {
            name: {
                "source": "made up",
                "method": "amounts",
                "amounts": {partner: euros(due) for partner, due in key.items()},
            }
            for name, key in framework.keys.items()
        },
    }
    if framework.current_account_floor is not None:
        found["current_account_floor"] = euros(framework.current_account_floor)
    return found


def changed(**changes: object) -> Mapping:
    """The built-in framework with other fields; None leaves a field out."""
    found = mapping_of(DRENTSE_ZUIDAS) | changes
    return {name: value for name, value in found.items() if value is not None}


def rows(kind: str, *but: str) -> list[Mapping]:
    """Partners, programmes or years of the built-in framework, some left out."""
    found: list[Mapping] = mapping_of(DRENTSE_ZUIDAS)[kind]
    return [row for row in found if row["code"] not in but]


def partner(code: str, kind: str = "municipality") -> Mapping:
    return {"code": code, "name": code, "kind": kind}


def key(**amounts: str) -> Mapping:
    return {"source": "made up", "method": "amounts", "amounts": amounts}


def without(*codes: str, also: tuple[Mapping, ...] = ()) -> Mapping:
    """Partners that leave and join; each is called 10,000 from then on."""
    partners = [*rows("partners", *codes), *also]
    amounts = {row["code"]: "10000" for row in partners}
    return changed(partners=partners, keys={"equal": key(**amounts)})
