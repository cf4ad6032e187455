"""Ledgers of all kinds, for asking every query of each of them.

A new one, one that shows something of everything, one with two people, the examples as
they grow, one of version 0.1.0, and random histories of two partnerships.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from domain.entries.exports import RegisterExport
from tests.audit.boxes import run_in
from tests.functional.examples import EXAMPLES, REGISTERS, STORY, TERMS
from tests.golden.fixed_commands import COMMANDS, outcomes
from tests.golden.test_golden import LEDGERS
from tests.papers.demo import demo
from tests.papers.told import told, unnamed
from tests.property.histories import Historian
from tests.property.pairs import Start
from tests.property.partnerships import PARTNERSHIPS, Partnership
from tests.unit.domain.approving import approve, policy, post, submit
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import (
    NOON,
    LedgerInTest,
    Row,
    contribution,
    cost,
    deviation,
    grant,
    hours,
    lent,
    meeting,
    money,
    other,
    payment,
    proposal,
    reversal,
    team,
    with_floor,
    withdrawal,
    written_off,
)
from tests.unit.domain.test_payments import order

RANDOM_LENGTH = 90
"""Commands of a random history, some of which are refused."""


OF_PAPERS = ("papers", "bare")
"""The first term of the examples, by an organisation that is named or not."""


class AskedLedgers:
    """Each by its name, made in a directory when it is first asked for.

    Only to be read: it is the same one for all.
    """

    def __init__(self, templates: Path, place: Path) -> None:
        self._makers = _makers(templates, place)
        self._made: dict[str, Path] = {}

    @property
    def kinds(self) -> list[str]:
        """Names of ledgers that differ in what they answer."""
        return [name for name in self._makers if name not in OF_PAPERS]

    def __call__(self, name: str) -> Path:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]


def _makers(templates: Path, place: Path) -> Mapping[str, Callable[[], Path]]:
    def copied(source: Path, name: str) -> Path:
        return Path(shutil.copyfile(source, place / f"{name}.db"))

    return {
        "empty": lambda: copied(templates / "empty.db", "empty"),
        "old": lambda: copied(LEDGERS[0], "old"),
        "lived": lambda: lived(copied(templates / "lived.db", "lived")),
        "people": lambda: of_people(copied(templates / "awarded.db", "people")),
        "other terms": lambda: _of_other_terms(place / "other.db", ORGANISATION),
        "nobody named": lambda: _of_other_terms(place / "nobody.db", {}),
        "told": lambda: _made(told, place / "told.db"),
        "unnamed": lambda: _made(unnamed, place / "unnamed.db"),
        "papers": lambda: _made(demo, place / "papers.db"),
        "bare": lambda: _made(partial(demo, organisation=False), place / "bare.db"),
        "demo": lambda: _three_terms(place / "demo"),
        **{each.stem: partial(_golden, each, place) for each in COMMANDS[:2]},
        **{each.name: partial(_random, each, place) for each in PARTNERSHIPS},
    }


def _golden(commands: Path, place: Path) -> Path:
    path = place / f"{commands.stem}.db"
    for _ in outcomes(commands, path):
        pass
    return path


def lived(path: Path) -> Path:
    """Something of everything that one person can record."""
    ledger = LedgerInTest(path)
    for name, fields in (*_governing(), *_of_bank(), *_of_grants()):
        ledger.post(name, **fields)
    ledger.post("register_export", **RegisterExport.example)
    wrong = ledger.post("record_meeting", **meeting("SG-M2", date="2011-10-01"))
    ledger.post("reverse", **reversal(wrong, "2011-11-01"))
    again = ledger.decide("SG-2012-02", on="2012-01-10")
    ledger.post("reverse", **reversal(again, "2012-02-01"))
    moved = ledger.post("receive_other", **other("44.00", "2012-03-02"))
    as_ = {"command": "receive_funds", "project": "grecor", "source": "Interreg"}
    why = {"date": "2012-03-05", "reason": "It was a grant", "amount": "40.00"}
    ledger.post("reclassify", entry=moved, **why, **{"as": as_})
    ledger.post("lock_period", until="2011-08-31")
    ledger.now = NOON - timedelta(minutes=10)
    ledger.post("lock_period", until="2011-09-30")
    ledger.now = NOON - timedelta(hours=2)
    ledger.decide("SG-2012-03")
    ledger.close()
    return path


OF_AWARD: Row = {
    "legal_basis": "Subsidieregeling Zuidas, article 4",
    "start_date": "2011-10-01",
    "end_date": "2012-03-31",
    "advance_schedule": [{"date": "2011-11-01", "amount": "8000.00"}],
}
ORGANISATION: Row = {
    "name": "Provincie Drenthe",
    "department": "Economie",
    "address": "Westerbrink 1, 9405 BJ Assen",
    "rsin": "123456782",
    "iban": "NL05 ZLBK 2011 0801 00",
    "contact": "zuidas@example.org",
}


def _governing() -> Iterator[tuple[str, Row]]:
    """Meetings, advice, hours, participation and results."""
    yield "record_meeting", meeting(agenda=["Budget"], document="MIN-1")
    yield "record_meeting", team("TL-1", "2011-09-05", emmen=1, meppel="0")
    decision: Row = {"number": "SG-2011-09", "date": "2011-06-15", "meeting": "SG-M1"}
    decision |= {"subject": "A strategic choice", "document": "BES-9"}
    yield "record_decision", {**decision, "strategic": True}
    ratified = {"decision": "SG-2011-09", "partner": "meppel", "date": "2011-09-06"}
    yield "ratify_decision", {**ratified, "outcome": "ratified", "document": "BW-1"}
    advice = {"date": "2011-10-05", "body": "reo", "subject": "The corridor"}
    about = {"decision": "SG-2011-09", "project": "grecor", "meeting": "SG-M1"}
    told = {"solicited": True, "text": "Do it", "document": "REO-1"}
    yield "record_advice", {**advice, **about, **told}
    for only in ("decision", "project", "meeting"):
        yield "record_advice", {**advice, "solicited": False, only: about[only]}
    kept = {"date": "2011-08-01", "document": "MT-1"}
    yield "commit_hours", {**hours("400"), **kept}
    yield "record_hours", {**hours("7.5"), "date": "2011-10-31", "project": "grecor"}
    yield "lend_capacity", lent("33.33", "33.33")
    joined: Row = {"project": "grecor", "participants": ["emmen", "meppel"]}
    joined |= {"date": "2012-02-01", "reason": "As they wrote", "document": "L-1"}
    yield "record_participation", joined
    result: Row = {"project": "grecor", "date": "2012-06-30", "summary": "Done"}
    yield "record_result", result
    measured = {"indicator": "Firms", "target": "10", "actual": "12", "document": "R-1"}
    yield "record_result", {**result, **measured}


def _of_bank() -> Iterator[tuple[str, Row]]:
    """Two accounts; lines with and without a party, with and without an answer."""
    yield "open_bank_account", account(opening="5.00")
    yield "open_bank_account", account("savings", iban=None, kind="ledger")
    shown = statement(
        ("2011-08-20", "44800.00"),
        ("2011-08-21", "14400.00"),
        ("2011-08-22", "-3.25"),
        opening="5.00",
        number="1",
        id="statement-1",
    )
    told = {"party": "Gemeente Emmen", "text": "Bijdrage 2011 BANK-emmen-2011-08-20"}
    shown["lines"][0] |= told
    shown["lines"][2] |= {"text": "Kosten", "bank_code": "PMNT-CCRD-CHRG"}
    yield "register_statement", shown
    later = statement(period=("2011-09-01", "2011-09-30"), opening="59201.75")
    yield "register_statement", later


def _of_grants() -> Iterator[tuple[str, Row]]:
    """Grants that end in each way there is, and deviations that were used or not."""
    yield "order_payment", order()
    yield "pay_grant", {**payment("5000.00", "2012-01-16"), "payment": "P-1"}
    yield "order_payment", order(number="P-2")
    terms: Row = {"own_contributions": {}, "participants": ["emmen"], "requested": "1"}
    yield "propose_project", proposal("lean", **terms)
    for rule in ("two_municipalities", "participation_share"):
        share = {"share": "33.3333"} if rule == "participation_share" else {}
        yield "deviate", deviation(rule, "2011-09-20", project="lean", **share)
    yield "deviate", deviation("vision_fit", "2011-11-01", project="proefleven")
    yield "deviate", deviation("current_account", amount="10.00")
    parties = [{"name": "TT", "active": True, "contribution": "5000.00"}]
    kept = {"recipient_kind": "legal_entity", "recipient_kvk": "01234567"}
    yield "propose_project", {**proposal("done", third_parties=parties), **kept}
    yield "propose_project", {**proposal("gone"), "recipient_kind": "person"}
    yield "propose_project", proposal("later", year="2013")
    yield "propose_project", proposal("not", vision_goal="", external_funding="")
    yield "propose_project", proposal("back", borrowed_capacity="100.00")
    for project in ("done", "gone"):
        judged = {"third_party_judgement": "Fair", "determination_due": "2012-06-30"}
        terms = judged if project == "gone" else judged | OF_AWARD
        yield "award_grant", grant("10000.00", project=project, **terms)
        yield "pay_grant", payment("8000.00", "2011-11-01", project)
    ground = {"ground": "Awb 4:46, second paragraph, a"}
    yield "determine_grant", {**money("7000.00", "2012-05-01", "done"), **ground}
    yield "receive_refund", money("400.00", "2012-05-20", "done")
    yield "write_off_recoverable", written_off("100.00", "2012-06-20", "done")
    yield "withdraw_grant", withdrawal("2012-05-02", "gone")
    refused = {"date": "2011-12-01", "decision": "SG-2011-09"}
    yield "reject_project", {"project": "not", **refused, "reason": "No vision"}
    retracted = {"date": "2011-12-01", "reason": "Other plans", "document": "L-2"}
    yield "retract_project", {"project": "back", **retracted}


def of_people(path: Path) -> Path:
    """Roles, a policy, and submissions that wait or became something."""
    ledger = LedgerInTest(path)
    role = {"date": "2014-06-01"}
    post(ledger, "anna", "grant_role", person="anna", role="administrator", **role)
    for person, held in (("bo", "officer"), ("cy", "approver"), ("cy", "officer")):
        post(ledger, "anna", "grant_role", person=person, role=held, **role)
    post(ledger, "anna", "revoke_role", person="cy", role="officer", **role)
    amounts = {"pay_grant": "1000.00", "order_payment": "0.00"}
    post(ledger, "anna", "set_approval_policy", **policy(**amounts))
    for amount in ("5000.00", "6000.00", "7000.00", "26000.00"):
        submit(ledger, "bo", "pay_grant", **payment(amount, "2011-11-20"))
    numbers = iter(range(ledger.last_entry - 3, ledger.last_entry + 1))
    approve(ledger, "cy", next(numbers))
    post(ledger, "cy", "decline", submission=next(numbers), reason="Twice")
    post(ledger, "bo", "retract_submission", submission=next(numbers), reason="Mine")
    other_order = order("post_process_cost", cost("20.00", "2011-10-12"), "P-2")
    sealed = {"payee_account": "NL91ABNA0417164300"}
    for fields in (order(), {**other_order, **sealed}):
        submit(ledger, "bo", "order_payment", **fields)
        approve(ledger, "cy", ledger.last_entry)
    submit(ledger, "bo", "post_process_cost", **cost("20.00", "2011-10-12"))
    submit(ledger, "bo", "receive_contribution", **contribution("emmen", "2000.00"))
    lines = statement(("2014-06-02", "50.00"), period=("2014-06-01", "2014-06-30"))
    lines["lines"][0] |= {"party": "J. Jansen", "text": "Private"}
    post(ledger, "bo", "open_bank_account", **account(date="2014-06-01"))
    post(ledger, "bo", "register_statement", **lines)
    erased = {"before": "2014-06-03", "reason": "Kept long enough"}
    post(ledger, "anna", "erase_sealed", **erased)
    accepted = {"finding": "KEY_GAP/2011/3200.00", "reason": "As published"}
    post(ledger, "bo", "accept_finding", **accepted)
    missing = {"finding": "MEETINGS_TOO_FEW/2011/0", "reason": "The minutes are lost"}
    post(ledger, "bo", "accept_finding", **missing, decision="SG-2011-01")
    ledger.close()
    return path


def _of_other_terms(path: Path, organisation: Row) -> Path:
    """A framework that says what the others leave out, and leaves out what they say."""
    mapping: Row = with_floor("-5.00").to_mapping()
    mapping |= {"decision_term_days": 60, "lock_needs_reconciliation": True}
    mapping |= {"language": "nl", "organisation": organisation}
    del mapping["process_cost_kinds"]
    partners = [{"inhabitants": None, **each} for each in mapping["partners"]]
    mapping |= {"partners": partners, "annual_budget": "156800"}
    LedgerInTest.of(path, mapping).close()
    return path


def _made(make: Callable[[Path], None], path: Path) -> Path:
    make(path)
    return path


def _three_terms(place: Path) -> Path:
    """All examples, with the statements of the bank."""
    place.mkdir()
    run_in(place, "init")
    for file in (*STORY, REGISTERS, *TERMS):
        run_in(place, "post", str(file))
    opened = account(kind="bank", iban="NL05ZLBK2011080100")
    fields = {name: value for name, value in opened.items() if name != "opening"}
    options = (f"--{name}={value}" for name, value in fields.items())
    run_in(place, "open-bank-account", "--opening=0", *options)
    files = sorted((EXAMPLES / "bank").glob("*.xml"))
    run_in(place, "bank", "import", *map(str, files))
    return place / "zuidas.db"


def _random(partnership: Partnership, place: Path) -> Path:
    """A history of which every command is one that was drawn."""
    folder = place / partnership.name
    folder.mkdir()
    start = Start(partnership, folder)
    pair = start.pair(begun=True)
    historian = Historian(Random(7), start.partnership, pair.model)
    for _ in range(RANDOM_LENGTH):
        pair.post(historian.next())
    pair.close()
    return start.folder / "history.db"
