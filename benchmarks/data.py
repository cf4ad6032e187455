"""The data: commands, the same on every run, spread over eleven years.

`plain` is what a current account sees most: contributions, process costs, interest and
bank charges, in random order of dates. `project_heavy` proposes, awards, pays twice and
determines one grant after another. Nothing of the program is imported.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

Row = dict[str, object]

FIRST_DAY = date(2014, 1, 1)
DAYS = 4_018
"""Eleven years."""
MIDDLE = date(2019, 6, 30)
YEARS = ("2011", "2012", "2013")
PARTNERS = ("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe")
PROGRAMMES = ("SN", "TL", "IBO")
COMMANDS_PER_PROJECT = 5
_DECISION = "SG-2011-01"
_OPENED = "2011-08-01"
_SEED = 2011


def opening(*, rich: bool = False) -> Iterator[Row]:
    """A decision, three budget years divided over the programmes, cash in the bank.

    With `rich` there is budget and cash for ten thousand grants.
    """
    yield {
        "command": "record_decision",
        "number": _DECISION,
        "date": "2011-06-15",
        "subject": "Budgets and their division",
    }
    for year in YEARS:
        rest = {"year": year, "date": _OPENED, "decision": _DECISION}
        yield {"command": "open_budget_year", **rest}
        shares = {"SN": "20", "TL": "40", "IBO": "40"}
        yield {"command": "allocate", **rest, "shares": shares}
        for partner in PARTNERS:
            yield _contribution(year, partner, "9600.00", f"{year}-08-20", "OPENING")
    if rich:
        yield from _riches()


def _riches() -> Iterator[Row]:
    amount = "99000000.00"
    for year in YEARS:
        rest = {"year": year, "date": _OPENED, "decision": _DECISION}
        limits = dict.fromkeys(PROGRAMMES, "20000.00")
        yield {"command": "set_funding_limits", **rest, "max_grants": limits}
        yield {"command": "amend_budget_year", **rest, "budget": "400000000.00"}
        for programme in PROGRAMMES:
            yield {
                "command": "transfer_budget",
                "from_programme": "UNALLOCATED",
                "from_year": year,
                "to_programme": programme,
                "to_year": year,
                "amount": amount,
                "date": _OPENED,
                "decision": _DECISION,
            }
        yield _contribution(year, "drenthe", amount, "2013-08-21", "RICH")


def plain(count: int, seed: int = _SEED) -> Iterator[Row]:
    """So many postings on about eighty accounts; any of them fits in any order."""
    choose = random.Random(seed)  # noqa: S311  # it need not be unguessable
    for number in range(count):
        day = day_of(choose.randrange(DAYS))
        kind = number % 4
        year = choose.choice(YEARS)
        document = f"BANK-{day[:4]}-{number:07}"
        if kind == 0:
            amount = f"{choose.randrange(1, 500)}.{choose.randrange(100):02}"
            partner = choose.choice(PARTNERS)
            yield _contribution(year, partner, amount, day, document)
        elif kind == 1:
            yield {
                "command": "post_process_cost",
                "year": year,
                "programme": choose.choice(PROGRAMMES),
                "amount": f"0.0{choose.randrange(1, 6)}",
                "date": day,
                "payee": "Stenden Hogeschool",
                "description": "Hall and catering, steering group",
                "document": document,
            }
        else:
            yield {
                "command": "receive_other" if kind == 2 else "pay_other",  # noqa: PLR2004  # of three kinds of line
                "category": "interest" if kind == 2 else "bank-charges",  # noqa: PLR2004  # of three kinds of line
                "amount": f"0.{choose.randrange(1, 60):02}",
                "date": day,
                "counterparty": "Bank",
                "description": f"Quarter {choose.randrange(1, 5)}",
                "document": document,
            }


def _contribution(year: str, partner: str, amount: str, day: str, document: str) -> Row:
    return {
        "command": "receive_contribution",
        "year": year,
        "partner": partner,
        "amount": amount,
        "date": day,
        "document": document,
    }


def day_of(number: int) -> str:
    """A day of those years, from 0 up to `DAYS`."""
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def project_heavy(projects: int, seed: int = _SEED) -> Iterator[Row]:
    """Five commands for each project: proposal, grant, advance, balance, end."""
    choose = random.Random(seed)  # noqa: S311  # it need not be unguessable
    for number in range(projects):
        yield from _life(f"project-{number:05}", choose)


def _life(project: str, choose: random.Random) -> Iterator[Row]:
    start = choose.randrange(DAYS - 400)
    dates = [day_of(start + later) for later in (0, 30, 60, 300, 390)]
    grant = choose.randrange(2_000, 20_000)
    paid = grant // 2
    yield {
        "command": "propose_project",
        "project": project,
        "title": f"Corridor study {project[-5:]}",
        "date": dates[0],
        "year": choose.choice(YEARS),
        "programme": choose.choice(PROGRAMMES),
        "recipient": "Gemeente Emmen",
        "applicants": ["emmen"],
        "participants": list(PARTNERS),
        "physical": False,
        "themes": ["transport-logistics"],
        "vision_goal": "Sustainable logistic axis",
        "total_cost": f"{3 * grant}.00",
        "requested": f"{grant}.00",
        "own_contributions": {"emmen": f"{grant}.00"},
        "external_funding": "Interreg IVB North Sea Region",
    }
    rest = {"project": project}
    yield {
        "command": "award_grant",
        **rest,
        "amount": f"{grant}.00",
        "date": dates[1],
        "decision": _DECISION,
        "document": f"BES-{project}",
    }
    for number, amount in ((2, paid), (3, grant - paid - 100)):
        yield {
            "command": "pay_grant",
            **rest,
            "amount": f"{amount}.00",
            "date": dates[number],
            "payee": "Gemeente Emmen",
            "document": f"BANK-{project}-{number}",
        }
    yield {
        "command": "determine_grant",
        **rest,
        "amount": f"{grant - 100}.00",
        "date": dates[4],
        "document": f"VAST-{project}",
    }
