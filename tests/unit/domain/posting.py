"""A ledger with a clock that stands still, and short ways to post and look."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.entries.command import Command
from domain.entries.event import Actor
from domain.entries.parsing import command_from_mapping
from domain.framework.framework import Framework
from domain.framework.framework_file import read_framework
from domain.values.errors import LedgerError, Refusal
from ledger.frameworks import load
from ledger.posting.application import Ledger, Receipt
from ledger.reading import read_frameworks
from ledger.storage.sqlite import SQLiteStore
from projections.answers import balances, decisions, entries, statements
from projections.checks import CHECKS, Finding
from projections.snapshot import View, known_entry, last_entry

OFFICER = Actor(name="officer", source="option", login="officer")
NOON = datetime(2014, 12, 31, 12, tzinfo=UTC)
"""After the last year of the built-in framework; the day is 2014-12-31."""
LATE = "2014-12-31"
SG = "SG-2011-01"
"""The decision that everything in the prepared ledgers rests on."""
TABLES = ("stored_events", "log_nodes", "entries", "accounts", "lines", "day_totals")
Row = dict[str, Any]


def with_floor(floor: str = "0.00") -> Framework:
    """The built-in framework with a floor under the current account."""
    source = load("drentse-zuidas").to_mapping()
    return read_framework({**source, "current_account_floor": floor})


class LedgerInTest:
    """Posts commands by name and fields, and reads back what became of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = NOON
        store = SQLiteStore.open(path, writing=True)
        # Tests of rules need no disk that survives a power cut.
        store.connection.execute("PRAGMA synchronous=OFF")
        self.store = store
        self.ledger = Ledger(store, lambda: self.now)

    @classmethod
    def new(
        cls, path: Path, framework: str | None = None, key: str | None = None
    ) -> "LedgerInTest":
        """Make a ledger and open it; unless named its framework has a floor of 0.00."""
        store = SQLiteStore.create(path)
        ledger = Ledger(store, lambda: NOON)
        chosen = with_floor() if framework is None else load(framework)
        ledger.initialise(chosen, key, OFFICER)
        ledger.close()
        return cls(path)

    @classmethod
    def of(cls, path: Path, source: Mapping[str, Any]) -> "LedgerInTest":
        """Make a ledger of a framework's mapping and open it."""
        ledger = Ledger(SQLiteStore.create(path), lambda: NOON)
        ledger.initialise(read_framework(source), None, OFFICER)
        ledger.close()
        return cls(path)

    def close(self) -> None:
        """Let go of the file; twice does no harm."""
        self.ledger.close()

    # -- posting ----------------------------------------------------------------

    def accept(self, command: str, **fields: object) -> Receipt:
        """Post one command; the refusal, if any, is raised."""
        return self.ledger.accept(built(command, fields), OFFICER)

    def post(self, command: str, **fields: object) -> int:
        """Post one command that must be accepted; returns its entry."""
        before = self.last_entry
        receipt = self.accept(command, **fields)
        assert receipt.entry == before + 1 or receipt.duplicate
        return receipt.entry

    def refused(self, code: str, command: str, **fields: object) -> LedgerError:
        """Post one command that must be refused under `code` and leave no trace."""
        before = self.content()
        with pytest.raises(LedgerError) as caught:
            self.accept(command, **fields)
        assert caught.value.code == code, caught.value.message
        assert self.content() == before, "a refused command changed the ledger"
        return caught.value

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that is stored."""
        return {
            table: [tuple(row) for row in self.store.execute(f"SELECT * FROM {table}")]
            for table in TABLES
        }

    # -- looking ----------------------------------------------------------------

    @property
    def last_entry(self) -> int:
        return last_entry(self.store)

    def view(self, at: str = LATE, known_at: str | None = None) -> View:
        frameworks = read_frameworks(self.store)
        return View(
            self.store,
            frameworks,
            date.fromisoformat(at),
            known_entry(self.store, frameworks.opening, known_at),
            self.last_entry,
            known_at,
        )

    def balance(self, at: str = LATE, known_at: str | None = None) -> Row:
        return balances.balance(self.view(at, known_at))

    def programme(self, code: str, at: str = LATE, year: str = "2011") -> Row:
        return _one(self.balance(at)["programmes"], programme=code, year=year)

    def year(self, code: str = "2011", at: str = LATE) -> Row:
        return _one(self.balance(at)["years"], year=code)

    def partner(self, code: str, at: str = LATE, year: str = "2011") -> Row:
        return _one(self.balance(at)["partners"], partner=code, year=year)

    def project(self, project: str = "grecor", at: str = LATE) -> Row:
        return _one(self.balance(at)["projects"], project=project)

    def cash(self, at: str = LATE) -> Row:
        row: Row = self.balance(at)["current_account"]
        return row

    def account(self, name: str, at: str = LATE) -> str:
        """Closing balance of one account of the journal; 0.00 when never posted to."""
        view = self.view(at)
        if not view.accounts([name]):
            return "0.00"
        closing = statements.statement_json(statements.statement(view, name))["closing"]
        return str(closing)

    def show(self, entry: int) -> Row:
        return entries.show(self.view(), entry)

    def lines(self, entry: int) -> dict[str, str]:
        """The journal lines of an entry."""
        lines: Any = self.show(entry)["lines"]
        return {line["account"]: line["amount"] for line in lines}

    def decision(self, number: str = SG) -> Row:
        return decisions.decision(self.view(), number)

    def findings(self, name: str, at: str = LATE) -> list[Finding]:
        return list(CHECKS[name](self.view(at)))

    # -- the usual commands -------------------------------------------------------

    def decide(self, number: str, on: str = "2011-01-01") -> int:
        return self.post("record_decision", number=number, date=on, subject="Decided")

    def open(self, year: str, on: str) -> int:
        return self.post("open_budget_year", year=year, date=on, decision=SG)

    def receive(
        self, partner: str, amount: str, on: str = "2011-08-20", year: str = "2011"
    ) -> int:
        return self.post(
            "receive_contribution", **contribution(partner, amount, on, year)
        )

    def deviate(self, rule: str, on: str = "2011-08-01", **scope: object) -> int:
        return self.post("deviate", **deviation(rule, on, **scope))

    def pay(self, amount: str, on: str, project: str = "grecor") -> int:
        return self.post("pay_grant", **payment(amount, on, project))


def built(command: str, fields: Mapping[str, object]) -> Command:
    """A command from its JSON form."""
    return command_from_mapping({"command": command, **fields})


def shape_refused(code: str, command: str, **fields: object) -> Refusal:
    """The refusal of a command whose form alone is wrong."""
    with pytest.raises(Refusal) as caught:
        built(command, fields)
    assert caught.value.code == code, caught.value.message
    return caught.value


def contribution(
    partner: str, amount: str, on: str = "2011-08-20", year: str = "2011"
) -> Row:
    return {
        "year": year,
        "partner": partner,
        "amount": amount,
        "date": on,
        "document": f"BANK-{partner}-{on}",
    }


def cost(
    amount: str, on: str, programme: str = "SN", year: str = "2011", **more: object
) -> Row:
    return {
        "year": year,
        "programme": programme,
        "amount": amount,
        "date": on,
        "payee": "Stenden Hogeschool",
        "description": "Hall and catering",
        "document": f"INV-{programme}-{on}",
        **more,
    }


def other(amount: str, on: str, category: str = "suspense") -> Row:
    return {
        "category": category,
        "amount": amount,
        "date": on,
        "counterparty": "Bank",
        "description": "As the bank shows it",
        "document": f"BANK-{category}-{on}",
    }


def proposal(project: str = "grecor", **changes: object) -> Row:
    """A project that meets every condition with the limits of the prepared ledger."""
    return {
        "project": project,
        "title": "Green Corridors",
        "date": "2011-09-15",
        "year": "2011",
        "programme": "TL",
        "recipient": "Gemeente Emmen",
        "applicants": ["emmen"],
        "participants": ["emmen", "meppel"],
        "physical": False,
        "themes": ["transport-logistics"],
        "vision_goal": "Sustainable logistic axis",
        "total_cost": "60000.00",
        "requested": "30000.00",
        "own_contributions": {"emmen": "20000.00"},
        "external_funding": "Interreg IVB North Sea Region",
        **changes,
    }


def grant(
    amount: str = "30000.00",
    on: str = "2011-10-01",
    project: str = "grecor",
    **more: object,
) -> Row:
    return {
        "project": project,
        "amount": amount,
        "date": on,
        "decision": SG,
        "document": f"BES-{project}-{on}",
        **more,
    }


def payment(amount: str, on: str, project: str = "grecor") -> Row:
    return {
        "project": project,
        "amount": amount,
        "date": on,
        "payee": "Gemeente Emmen",
        "document": f"BANK-{project}-{on}-{amount}",
    }


def money(amount: str, on: str, project: str = "grecor") -> Row:
    """The fields of a refund, and of a determination."""
    return {
        "project": project,
        "amount": amount,
        "date": on,
        "document": f"DOC-{project}-{on}-{amount}",
    }


def written_off(amount: str, on: str, project: str = "grecor") -> Row:
    return {**money(amount, on, project), "decision": SG}


def withdrawal(on: str, project: str = "grecor") -> Row:
    return {
        "project": project,
        "date": on,
        "decision": SG,
        "document": f"INTR-{on}",
        "reason": "The bid was not honoured",
    }


def funds(amount: str, on: str, project: str = "grecor") -> Row:
    return {**money(amount, on, project), "source": "Interreg"}


def spending(amount: str, on: str, project: str = "grecor") -> Row:
    return {
        **money(amount, on, project),
        "payee": "Buck Consultants",
        "description": "Corridor study",
    }


def transfer(
    source: str,
    target: str,
    amount: str,
    on: str = "2011-10-03",
    years: tuple[str, str] = ("2011", "2011"),
) -> Row:
    return {
        "from_programme": source,
        "from_year": years[0],
        "to_programme": target,
        "to_year": years[1],
        "amount": amount,
        "date": on,
        "decision": SG,
    }


def deviation(rule: str, on: str = "2011-08-01", **scope: object) -> Row:
    return {
        "rule": rule,
        "decision": SG,
        "date": on,
        "motivation": "The region can't wait for the next tranche.",
        **scope,
    }


def meeting(number: str = "SG-M1", **changes: object) -> Row:
    """A meeting of the steering group on the day of its first decision."""
    return {
        "meeting": number,
        "body": "steering_group",
        "date": "2011-06-15",
        "chair": "drenthe",
        "present": {"emmen": 2, "drenthe": 1},
        **changes,
    }


def team(number: str, on: str, **present: object) -> Row:
    """A meeting of programme team TL."""
    return {
        "meeting": number,
        "body": "programme_team",
        "programme": "TL",
        "date": on,
        "present": present,
    }


def hours(number: str, partner: str = "emmen", year: str = "2011") -> Row:
    return {"year": year, "partner": partner, "hours": number}


def lent(hours: str = "80", rate: str = "62.50", **changes: object) -> Row:
    """Capacity that Hoogeveen lends Emmen for project grecor."""
    return {
        "project": "grecor",
        "lender": "hoogeveen",
        "borrower": "emmen",
        "hours": hours,
        "rate": rate,
        "date": "2012-01-31",
        "document": "DETA-1",
        **changes,
    }


def reversal(entry: int, on: str) -> Row:
    return {"entry": entry, "date": on, "reason": "Booked by mistake"}


def _one(rows: object, **wanted: str) -> Row:
    assert isinstance(rows, list)
    found: list[Row] = [
        row for row in rows if all(row[name] == x for name, x in wanted.items())
    ]
    assert len(found) == 1, f"{wanted}: {len(found)} rows"
    return found[0]
