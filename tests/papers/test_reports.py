"""What reports tell: the answers' figures, what is to be decided, nothing sealed."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from domain.values.errors import Refusal
from ledger.asking import asking
from ledger.storage.location import Location
from papers.documents.making import made
from papers.documents.reporting import document_of
from papers.documents.writing import Writer
from projections.query import find
from projections.sums import cents
from tests.papers.conftest import Ask, asked_of
from tests.papers.test_documents import leaves, said
from tests.unit.domain.approving import approve, policy, post, submit
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import LedgerInTest, cost
from tests.unit.domain.test_payments import order

Prepared = Callable[[str], Path]
REPORTS = ("accountability", "partner-sheet", "payment-list", "steering-report")
NEEDED = {"partner-sheet": {"partner": "emmen"}}
IBAN = "NL91ABNA0417164300"
AT_HAND = {"at": "2012-11-15", "known_at": "#73"}
"""A day, and what was known then, when five applications wait."""


def answer(ledger: Path, name: str, given: Any, **clocks: str) -> Any:
    query = find(name)
    assert query is not None
    with asking(Location.parse(str(ledger)), **clocks) as asker:
        return asker.ask(query, given).data


@pytest.mark.parametrize("kind", REPORTS)
def test_a_ledger_just_begun_has_every_report(prepared: Prepared, kind: str) -> None:
    data = asked_of(prepared("empty"))(kind, **NEEDED.get(kind, {}))
    assert made(data, ".pdf", "nl").startswith(b"%PDF")
    assert " geen " in said(data, "nl")


@pytest.mark.parametrize("at", ["2011-12-31", "2012-12-31", "2013-12-31"])
def test_spent_committed_and_available_are_the_ceiling(ask: Ask, at: str) -> None:
    """At the last date something was written off, and something is recoverable."""
    rows = ask("partner-sheet", partner="emmen", at=at)["programmes"]
    assert rows
    for row in rows:
        parts = sum(cents(row[name]) for name in ("spent", "committed", "available"))
        assert parts == cents(row["ceiling"]), row


def test_applications_are_judged_and_planned_as_the_queries_do(
    ask: Ask, demo_ledger: Path
) -> None:
    data = ask("steering-report", **AT_HAND)
    names = [row["project"] for row in data["proposals"]]
    assert len(names) == 5
    assert [row["date"] for row in data["proposals"]] == sorted(
        row["date"] for row in data["proposals"]
    )
    planned = answer(demo_ledger, "plan", {"projects": names}, **AT_HAND)["rows"]
    for row, after in zip(data["proposals"], planned, strict=True):
        assert row["in_order"] == {name: after[name] for name in row["in_order"]}
        alone = answer(demo_ledger, "assess", {"project": row["project"]}, **AT_HAND)
        assert (row["outcome"], row["conditions"]) == (
            alone["outcome"],
            alone["conditions"],
        )


def decided(data: dict[str, Any]) -> list[str]:
    """What the cover note asks for, in Dutch."""
    blocks = Writer("nl").written(document_of(data), data)["blocks"]
    lists = [each["items"] for each in blocks if each["kind"] == "items"]
    return ["".join(run["text"] for run in item) for item in lists[0]]


def test_the_cover_note_asks_first_and_says_much_in_little(ask: Ask) -> None:
    data = ask("steering-report", **AT_HAND)
    asked = decided(data)
    assert len(asked) == 7
    assert asked[5] == (
        "Besluiten wat er gebeurt met de €\u00a036.685,00 die in de afgesloten"
        " jaarschijven 2011 ongebruikt is gebleven: naar een open jaarschijf"
        " verschuiven of laten staan."
    )
    assert asked[6] == "Kennisnemen van de stand van zaken."
    assert asked[3] == (
        "Beslissen op de aanvraag van Provincie Drenthe voor Snelwegpanorama E233/A37:"
        " €\u00a05.500,00. De aanvraag voldoet aan de voorwaarden."
    )
    many = {**data, "proposals": data["proposals"] * 4}
    assert decided(many) == [
        "Beslissen op de 20 voorliggende aanvragen, samen €\u00a0662.000,00.",
        *asked[5:],
    ]


@pytest.mark.parametrize(("at", "asks"), [("2012-06-30", False), ("2014-03-01", True)])
def test_what_comes_after_the_framework_is_asked_in_its_last_year(
    ask: Ask, at: str, asks: bool
) -> None:
    data = ask("steering-report", at=at)
    assert data["frame_ends"] == "2014-07-31"
    [*asked, noted] = decided(data)
    assert noted == "Kennisnemen van de stand van zaken."
    after = (
        "Besluiten over het vervolg: de looptijd van het kader eindigt op 31 juli 2014."
    )
    assert (after in asked) is asks


def test_own_words_stand_beside_what_is_asked(ask: Ask) -> None:
    data = ask("steering-report", **AT_HAND)
    written = Writer("nl", own="## asked\n\nKom op tijd.").written(
        document_of(data), data
    )
    text = "\n".join(leaves(written))
    assert "Kom op tijd." in text
    assert "Kennisnemen van de stand van zaken." in text


_LESS = ("gap", "other_cover", "outstanding", "recoverable", "other_paid")


def sum_of(account: dict[str, str]) -> int:
    """What the terms of the current account add up to."""
    terms = {name: cents(text) for name, text in account.items() if name != "balance"}
    return sum(-each if name in _LESS else each for name, each in terms.items())


@pytest.mark.parametrize("at", ["2011-10-31", "2012-12-31", "2013-06-30", "2013-12-31"])
@pytest.mark.parametrize("kind", ["accountability", "partner-sheet", "steering-report"])
def test_every_report_tells_what_the_current_account_is_for(
    ask: Ask, demo_ledger: Path, kind: str, at: str
) -> None:
    """To the cent, in terms that stand in a table below one another."""
    data = ask(kind, at=at, **NEEDED.get(kind, {}))
    account = data["account"]
    found = answer(demo_ledger, "balance", {"section": "current-account"}, at=at)
    assert account["balance"] == found["current_account"]["balance"]
    assert sum_of(account) == cents(account["balance"])
    [table] = tables(data, "Waarvoor het geld op de rekening-courant is")
    *terms, last = column(table)
    assert sum(terms) == last == cents(account["balance"])
    programmes = sum(cents(row["available"]) for row in data["programmes"])
    assert programmes == cents(account["available_open"]) + cents(
        account["available_closed"]
    )
    assert "besteedbaar" not in said(data, "nl")


def tables(data: dict[str, Any], title: str) -> list[dict[str, Any]]:
    blocks = Writer("nl").written(document_of(data), data)["blocks"]
    return [each for each in blocks if each.get("title") == title]


def column(table: dict[str, Any], place: int = -1) -> list[int]:
    """The amounts of a column, its total last, in cents."""
    rows = [*table["rows"], table["totals"]]
    return [in_cents(row[place]) for row in rows]


def in_cents(shown: str) -> int:
    if shown == "–":
        return 0
    digits = shown.replace(".", "").replace(",", "").replace("\u2212", "-")
    return int(digits)


@pytest.mark.parametrize("year", ["2011", "2012", "2013"])
def test_an_account_has_a_movement_and_a_budget_that_add_up(
    ask: Ask, year: str
) -> None:
    """As they are printed: who reads them can add them up."""
    data = ask("accountability", year=year)
    [moved] = tables(data, f"Verloop in {year}")
    *terms, closing = column(moved)
    assert sum(terms) == closing == cents(data["account"]["balance"])
    earlier = ask("accountability", year=str(int(year) - 1)) if year > "2011" else None
    opening = "0.00" if earlier is None else earlier["movement"]["closing"]
    assert data["movement"]["opening"] == opening
    [budget] = [
        each
        for each in Writer("nl").written(document_of(data), data)["blocks"]
        if str(each.get("title")).startswith("Wat er met het budget is gebeurd")
    ]
    assert budget["rows"]
    for row in (*budget["rows"], budget["totals"]):
        *parts, last = map(in_cents, row[1:])
        assert sum(parts) == last, row
    names = [each["title"] for each in budget["columns"]]
    changes = names.index("Verschoven") if "Verschoven" in names else None
    if changes is not None:
        assert in_cents(budget["totals"][changes]) == 0, "what is moved stays"
    account = data["account"]
    left = ("available_open", "available_closed", "unallocated")
    assert column(budget)[-1] == sum(cents(account[name]) for name in left)


def test_what_was_carried_over_is_a_transfer_too(ask: Ask) -> None:
    transfers = ask("accountability", year="2013")["transfers"]
    carried = [row for row in transfers if row["carried"]]
    plain = [row for row in transfers if not row["carried"]]
    assert plain
    for row in carried:
        assert row["reason"] is None


def test_open_years_come_to_what_is_left_for_projects(ask: Ask) -> None:
    data = ask("steering-report", at="2013-09-30")
    [table] = tables(data, "Wat over is voor projecten")
    for place, row in enumerate(data["years"], start=1):
        *terms, left = column(table, place)
        assert sum(terms) == left == cents(row["for_projects"])


def test_what_was_given_up_gets_no_place_among_what_was_granted(ask: Ask) -> None:
    data = ask("steering-report")
    dropped = {row["project"]: row for row in data["dropped"]}
    assert dropped["blueport"]["status"] == "withdrawn"
    assert dropped["blueport"]["reason"]
    assert not dropped.keys() & {row["project"] for row in data["projects"]}
    [lapsed] = [row for row in data["deviations"] if row["lapsed"]]
    assert (lapsed["project"], lapsed["left"]) == ("blueport", None)
    assert "vervallen: project ingetrokken" in said(data, "nl")


def test_a_partner_reads_its_share_of_what(ask: Ask) -> None:
    data = ask("partner-sheet", partner="emmen")
    share = cents(data["total"]["received"]) / cents(data["received_of_all"])
    assert float(data["percentage"]) == pytest.approx(100 * share, abs=0.005)
    spent = cents(data["share_of_spent"])
    assert spent == pytest.approx(share * cents(data["spent"]), abs=1)
    assert cents(data["unspent"]) == cents(data["total"]["received"]) - spent
    late = {row["year"]: row["days_late"] for row in data["payments"]}
    assert late == {"2011": 0, "2012": 0, "2013": 79}
    assert "79 dagen na de vervaldatum" in said(data, "nl")
    assert "de gemeente Emmen" in said(data, "nl")


def test_the_next_contribution_is_not_paid_yet_and_not_overdue(ask: Ask) -> None:
    def due(at: str) -> Any:
        return ask("partner-sheet", partner="emmen", at=at)["next_due"]

    called = {"year": "2013", "due_date": "2013-08-31", "outstanding": "44800.00"}
    assert due("2013-08-31") == called
    assert due("2013-09-01") is None, "it is overdue"
    assert due("2012-08-31") is None, "it was paid on that day"


def test_a_programme_above_its_ceiling_says_so_in_words(ask: Ask) -> None:
    data = ask("steering-report", at="2013-06-30")
    [row] = [each for each in data["programmes"] if each["available"].startswith("-")]
    assert (row["name"], row["available"]) == ("Transport & Logistiek", "-3500.00")
    over = "Transport & Logistiek 2012"
    assert not any(over in each for each in decided(data)), "a deviation allows it"
    unallowed = {**data, "deviations": []}
    assert any(over in each and "3.500,00 boven" in each for each in decided(unallowed))
    blocks = Writer("nl").written(document_of(data), data)["blocks"]
    [bars] = [each for each in blocks if each["kind"] == "bars"]
    assert len(bars["over"]) == 1
    assert "3.500,00 boven het plafond" in bars["over"][0]
    assert bars["over"][0] in bars["alt"]


def test_an_account_is_of_its_calendar_year(ask: Ask) -> None:
    data = ask("accountability", year="2012", at="2012-10-31")
    assert (data["from"], data["to"]) == ("2012-01-01", "2012-10-31")
    assert data["to"] == data["at"]
    for name in ("meetings", "decisions", "results", "transfers"):
        days = [row["date"] for row in data[name]]
        assert days, name
        assert all("2012-01-01" <= day <= "2012-10-31" for day in days)
    teams = {row["partner"]: row["programme_team"] for row in data["attendance"]}
    assert (teams["emmen"], teams["dewolden"]) == (1, 0)
    whole = ask("accountability", year="2012")
    assert len(whole["meetings"]) > len(data["meetings"])
    with pytest.raises(Refusal) as caught:
        ask("accountability", year="2015")
    assert caught.value.code == "BAD_DATE"


def test_a_deviation_is_told_where_it_was_decided_or_used(ask: Ask) -> None:
    def told(year: str) -> list[tuple[str, str]]:
        data = ask("accountability", year=year)
        text = said(data, "nl")
        assert all(row["motivation"] in text for row in data["deviations"])
        return [(row["rule"], row["date"][:4]) for row in data["deviations"]]

    assert told("2011") == [("external_funding_sought", "2011")]
    assert told("2013") == [
        ("maximum_per_project", "2013"),
        ("programme_ceiling", "2013"),
    ]


def test_an_account_names_the_log_that_it_was_made_from(ask: Ask) -> None:
    data = ask("accountability", year="2013")
    assert data["log"]["root"] == data["root"]
    assert data["log"]["size"] == data["entry"]
    assert data["root"] in said(data, "en")


@pytest.fixture
def run(prepared: Prepared) -> Path:
    """Orders of two people: one approved with an account, one that nobody approved."""
    path = prepared("awarded")
    ledger = LedgerInTest(path)
    small = cost("250.00", "2011-10-12")
    unseen = order("post_process_cost", small, "P-0", due="2011-10-20")
    ledger.post("order_payment", **unseen)
    role = {"date": "2014-06-01"}
    post(ledger, "anna", "grant_role", person="anna", role="administrator", **role)
    for person, held in (("bo", "officer"), ("cy", "approver")):
        post(ledger, "anna", "grant_role", person=person, role=held, **role)
    post(ledger, "anna", "set_approval_policy", **policy(order_payment="0.00"))
    fields = order("post_process_cost", small, "P-1", payee_account=IBAN)
    submit(ledger, "bo", "order_payment", **fields)
    approve(ledger, "cy", ledger.last_entry)
    ledger.close()
    return path


def test_the_payment_run_gets_two_names_and_nothing_sealed(run: Path) -> None:
    data = asked_of(run)("payment-list", at="2014-12-31")
    [row] = data["payments"]
    assert "Wacht op fiattering: 1, samen €\u00a0250,00." in said(data, "nl")
    names = ("payment", "ordered_by", "approved_by", "amount", "account_is_sealed")
    assert [row[name] for name in names] == ["P-1", "bo", "cy", "250.00", True]
    assert [each["payment"] for each in data["unapproved"]] == ["P-0"]
    text = said(data, "nl")
    assert f"afgeschermd, zie boeking {row['entry']}" in text
    assert "Niet gefiatteerd: nog niet betalen" in text
    assert text.count("datum, naam en handtekening:") == 2
    for told in (json.dumps(data), text):
        assert IBAN not in told
    with pikepdf.open(io.BytesIO(made(data, ".pdf", "nl"))) as pdf:
        attached = pdf.attachments["data.json"].get_file().read_bytes()
    assert IBAN.encode() not in attached


def test_an_empty_payment_list_says_what_is_still_to_be_paid(ask: Ask) -> None:
    data = ask("payment-list")
    assert (data["payments"], data["unapproved"]) == ([], [])
    assert data["to_pay"]["not_ordered"] == data["to_pay"]["committed"] != "0.00"
    text = said(data, "nl")
    assert "NL91 ABNA 0417 1643 00" in text
    assert "Te betalen: 0 gefiatteerde betaalopdrachten, samen €\u00a00,00." in text
    # What nobody gives out nobody signs.
    assert "datum, naam en handtekening:" not in text


def test_one_sealed_account_among_others_is_told_where_to_find(run: Path) -> None:
    data = asked_of(run)("payment-list", at="2014-12-31")
    [row] = data["payments"]
    plain = {**row, "account_is_sealed": False}
    explained = "Account numbers are sealed"
    assert explained in said({**data, "payments": [plain, row]}, "en")
    assert explained not in said({**data, "payments": [plain]}, "en")


def test_bank_lines_are_told_without_the_other_party(prepared: Prepared) -> None:
    """Names and texts of statements are sealed."""
    path = prepared("empty")
    ledger = LedgerInTest(path)
    ledger.post("open_bank_account", **account())
    lines = statement(("2011-08-20", "50.00"), period=("2011-08-01", "2011-08-31"))
    lines["lines"][0] |= {"party": "J. Jansen", "text": "Privé"}
    ledger.post("register_statement", **lines)
    ledger.close()
    data = asked_of(path)("steering-report")
    assert [row["open"] for row in data["bank_lines"]] == ["50.00"]
    assert not {"J. Jansen", "Privé"} & {*leaves(data)}


def test_the_executives_that_did_not_answer_or_refused_are_named(
    prepared: Prepared,
) -> None:
    """Until all of them took note of a strategic decision or ratified it."""
    path = prepared("empty")
    ledger = LedgerInTest(path)
    fields = {"number": "SG-9", "date": "2011-09-01", "subject": "A long bridge"}
    entry = ledger.post("record_decision", **fields, strategic=True)

    def answers(on: str, **outcomes: str) -> None:
        for partner, outcome in outcomes.items():
            given = {"decision": "SG-9", "partner": partner, "date": on}
            ledger.post("ratify_decision", **given, outcome=outcome, document="BW")

    answers("2011-10-01", drenthe="ratified", meppel="noted", emmen="refused")
    answers("2011-10-02", coevorden="refused", dewolden="ratified")
    ask = asked_of(path)
    data = ask("steering-report", at="2011-10-31")
    assert data["to_ratify"] == [
        {
            "entry": entry,
            **fields,
            "due": "2011-11-30",
            "waiting": ["Gemeente Hoogeveen"],
            "refused": ["Gemeente Emmen", "Gemeente Coevorden"],
        }
    ]
    asked = "De colleges vragen besluit SG-9 (A long bridge) uiterlijk 30 november 2011"
    assert decided(data)[0].startswith(asked)
    answers("2011-11-01", emmen="noted", coevorden="ratified", hoogeveen="ratified")
    ledger.close()
    assert ask("steering-report", at="2011-11-01")["to_ratify"] == []


def test_hundreds_of_rows_go_on_over_pages(ask: Ask) -> None:
    data = ask("steering-report")
    long = {**data, "projects": data["projects"] * 40}
    with pikepdf.open(io.BytesIO(made(long, ".pdf", "nl"))) as pdf:
        assert len(pdf.pages) > 12


def test_own_words_stand_in_the_place_of_the_usual_ones(ask: Ask) -> None:
    data = ask("steering-report", **AT_HAND)
    own = "## summary\n\nHet gaat **goed**.\n\n## outlook\n\nVolgend jaar verder."
    written = Writer("nl", own=own).written(document_of(data), data)
    text = "\n".join(leaves(written))
    assert "Het gaat \nplain\ngoed\nstrong" in text
    assert "Volgend jaar verder." in text
    assert "Op de rekening-courant staat" not in text
