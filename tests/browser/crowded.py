"""A ledger with more of everything than a page is glad of: many rows, long texts.

Names are as long as their fields allow, some without a space in them.
"""

import json
from collections.abc import Iterator
from typing import Any

PARTNERS = 12
PROGRAMMES = 7
YEARS = range(2011, 2023)
PROJECTS = 240
WAITING = 60
LINES = 400
LONG_WORD = (
    "Bedrijventerreinherstructureringsprogrammavoorbereidingswerkzaamheden"
    "coördinatiegroep"
)
_NAME = (
    "Samenwerkingsverband Regionaal-economische Ontwikkeling van Emmen, Coevorden,"
    " Hoogeveen, De Wolden, Meppel en de aangrenzende gemeenten in Overijssel en het"
    " Duitse Emsland, inzake deelgebied"
)
"""Of 200 characters with its number."""
_STORY = (
    "De stuurgroep overweegt dat zonder deze bijdrage het project niet tot stand komt,"
    " dat de aanvrager aannemelijk heeft gemaakt dat de overige dekking er is, en dat"
    " de ambtelijke werkgroep en het REO positief hebben geadviseerd. "
)


def long_name(number: int) -> str:
    """A name of 200 characters."""
    return f"{_NAME} {number}"[:200].ljust(200, "x")


def long_text(length: int = 2000) -> str:
    """A text of as many characters."""
    return (_STORY * (length // len(_STORY) + 1))[:length].rstrip().ljust(length, ".")


def framework() -> str:
    """A partnership of many, whose programmes have long names."""
    return "\n".join(
        [
            f"name = {_quoted('drukbezet')}",
            f"title = {_quoted(long_name(0))}",
            "start = 2011-01-01",
            'time_zone = "Europe/Amsterdam"',
            "payment_term_days = 45",
            'annual_budget = "98765432.00"',
            'process_ceiling = "9876543.21"',
            'priority_themes = ["energie", "vrijetijdseconomie-en-toerisme"]',
            'categories = ["suspense", "interest", "bank-charges"]',
            *(line for number in range(1, PARTNERS + 1) for line in _partner(number)),
            *(line for n in range(1, PROGRAMMES + 1) for line in _programme(n)),
            *(line for year in YEARS for line in _year(year)),
            "[keys.per-inwoner]",
            f"source = {_quoted(_NAME)}",
            'method = "shares"',
            f'fixed = {{ {_code(1)} = "1/3" }}',
        ]
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _code(number: int) -> str:
    return f"deelnemende-organisatie-{number}"


def _partner(number: int) -> Iterator[str]:
    yield "[[partners]]"
    yield f'code = "{_code(number)}"'
    yield f"name = {_quoted(LONG_WORD if number == 2 else long_name(number))}"
    yield f'kind = "{"province" if number == 1 else "municipality"}"'
    if number > 1:
        yield f"inhabitants = {number * 12345}"


def _programme(number: int) -> Iterator[str]:
    yield "[[programmes]]"
    yield f'code = "PROGRAMMA-{number}"'
    yield f"name = {_quoted(LONG_WORD if number == 2 else long_name(number))}"
    yield f'leads = ["{_code(1)}"]'


def _year(year: int) -> Iterator[str]:
    yield "[[years]]"
    yield f'code = "{year}"'
    yield f"start = {year}-01-01"
    yield f"end = {year}-12-31"


def commands() -> Iterator[dict[str, Any]]:
    """Years, projects and payments; a bank account; what waits for somebody."""
    for year in YEARS:
        yield from _begun(year)
    for number in range(PROJECTS):
        yield from _project(number)
    yield {
        "command": "open_bank_account",
        "account": "rekening-courant-gfo",
        "kind": "bank",
        "holder": long_name(1),
        "date": "2011-01-01",
        "opening": "0",
        "iban": "NL05ZLBK2011080100",
        "document": "D" * 80,
    }
    yield _statement()
    for number in range(WAITING):
        yield {
            "command": "submit",
            "as": _payment(number * 5 % PROJECTS, "2022-12-01", f"{number}"),
        }


def _begun(year: int) -> Iterator[dict[str, Any]]:
    decision = f"BESLUIT-VAN-DE-STUURGROEP-{year}-001"
    day = f"{year}-01-01"
    shares = {f"PROGRAMMA-{n}": "12.5" for n in range(1, PROGRAMMES)}
    yield {
        "command": "record_meeting",
        "meeting": f"VERGADERING-VAN-DE-STUURGROEP-{year}-1",
        "body": "steering_group",
        "date": day,
        "chair": _code(1),
        "present": {_code(n): 1 for n in range(1, PARTNERS + 1)},
        "agenda": [long_name(number) for number in range(20)],
        "document": "V" * 80,
    }
    yield {
        "command": "record_decision",
        "number": decision,
        "date": day,
        "subject": long_name(year),
        "motivation": long_text(),
        "meeting": f"VERGADERING-VAN-DE-STUURGROEP-{year}-1",
        "note": long_text(),
    }
    on = {"year": str(year), "date": day, "decision": decision}
    yield {"command": "open_budget_year", **on}
    yield {
        "command": "allocate",
        **on,
        "shares": {**shares, f"PROGRAMMA-{PROGRAMMES}": "25"},
    }
    yield {
        "command": "set_funding_limits",
        **on,
        "max_grants": {
            f"PROGRAMMA-{n}": "9876543.00" for n in range(1, PROGRAMMES + 1)
        },
        "max_shares": {str(n): "80" for n in range(2, PARTNERS)},
    }
    for number in range(1, PARTNERS):
        yield {
            "command": "receive_contribution",
            "year": str(year),
            "partner": _code(number),
            "amount": f"{number}87654.32",
            "date": f"{year}-03-{number:02}",
            "document": f"BANKAFSCHRIFT-{year}-{number}-".ljust(80, "9"),
            "note": long_text(),
        }


def _of(number: int) -> tuple[str, str]:
    """Year and programme of a project."""
    year = YEARS[number % len(YEARS)]
    return str(year), f"PROGRAMMA-{number % PROGRAMMES + 1}"


def _id(number: int) -> str:
    """One is as long as codes may be."""
    if number == 0:
        return "haalbaarheidsonderzoek-dryport-coevorden"[:40]
    return f"project-{number}"


def _project(number: int) -> Iterator[dict[str, Any]]:
    year, programme = _of(number)
    takes_part = [_code(n) for n in range(1, PARTNERS + 1)]
    yield {
        "command": "propose_project",
        "project": _id(number),
        "title": LONG_WORD if number == 1 else long_name(number),
        "date": f"{year}-04-01",
        "year": year,
        "programme": programme,
        "recipient": long_name(number),
        "applicants": takes_part,
        "participants": takes_part,
        "physical": False,
        "themes": ["energie"],
        "vision_goal": long_text(),
        "total_cost": "1234567.89",
        "requested": "123456.78",
        "own_contributions": {_code(n): "10000.00" for n in range(1, PARTNERS + 1)},
        "third_parties": [
            {"name": long_name(n), "active": True, "contribution": "12345.67"}
            for n in range(3)
        ],
        "external_funding": long_text(),
    }
    if number % 5 == 4:  # some are only proposed
        return
    yield {
        "command": "award_grant",
        "project": _id(number),
        "amount": "123456.78",
        "date": f"{year}-05-01",
        "decision": f"BESLUIT-VAN-DE-STUURGROEP-{year}-001",
        "document": f"BESCHIKKING-{number}-".ljust(80, "B"),
        "third_party_judgement": long_text(500),
        "determination_due": f"{int(year) + 2}-12-31",
        "note": long_text(),
    }
    for instalment in range(12 if number == 0 else 1):
        yield _payment(number, f"{year}-06-{instalment + 1:02}", str(instalment))


def _payment(number: int, day: str, which: str) -> dict[str, Any]:
    return {
        "command": "pay_grant",
        "project": _id(number),
        "amount": "1234.56",
        "date": day,
        "payee": long_name(number),
        "document": f"BETAALOPDRACHT-{number}-{which}-".ljust(80, "P"),
        "note": long_text(),
    }


def _statement() -> dict[str, Any]:
    lines = [
        {
            "n": number,
            "booked": "2022-06-01",
            "amount": "1.23",
            "party": LONG_WORD if number == 1 else long_name(number),
            "text": long_text(1000 if number < 10 else 140),
        }
        for number in range(1, LINES + 1)
    ]
    return {
        "command": "register_statement",
        "account": "rekening-courant-gfo",
        "from_date": "2011-01-01",
        "to_date": "2022-12-31",
        "opening": "0.00",
        "closing": f"{LINES * 123 // 100}.{LINES * 123 % 100:02}",
        "format": "camt.053",
        "lines": lines,
        "document": "A" * 80,
    }
