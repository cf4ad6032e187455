"""What letters tell: the law's parts, names and no codes, and what they refuse."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator as Validator

from domain.values.errors import Refusal
from papers.documents.making import made
from papers.documents.reporting import document_of
from papers.documents.writing import Writer
from papers.wording.telling import Language
from projections.answer_schemas import answer_schema
from projections.query import find
from tests.papers.conftest import Ask, asked_of
from tests.papers.kinds import KINDS, TOLD
from tests.papers.test_documents import AMOUNT, GOLDEN, in_dutch, in_english, leaves
from tests.papers.told import proposed
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import LedgerInTest

DECISIONS = (
    *("award-letter", "rejection-letter", "determination-letter"),
    "withdrawal-letter",
)
CODE = re.compile(r"\b(TL|SN|IBO|OUTSIDE|dewolden|coevorden|transport-logistics)\b")
ISO_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_BY_HAND = {
    "determination-letter": ("text.hearing",),
    "withdrawal-letter": ("text.hearing",),
}
"""What only own words can tell, even where a ledger tells everything else."""
every_letter = pytest.mark.parametrize("kind", TOLD)


def said(data: dict[str, Any], lang: Language = "nl", own: str | None = None) -> str:
    """All that stands in a letter, with ordinary spaces."""
    written = Writer(lang, own=own).written(document_of(data), data)
    return "\n".join(leaves(written)).replace("\u00a0", " ")


def test_every_letter_of_the_demo_is_told_too() -> None:
    assert {kind for kind in KINDS if kind.endswith("-letter")} == set(DECISIONS)
    assert set(TOLD) == {*DECISIONS, "contribution-call", "reminder"}


@every_letter
def test_its_json_stays_what_it_was(ask_told: Ask, kind: str) -> None:
    data = ask_told(kind, **TOLD[kind])
    golden = json.loads((GOLDEN / f"{kind}-told.json").read_text("utf-8"))
    assert {**data, "root": ""} == {**golden, "root": ""}
    assert data["missing"] == list(_BY_HAND.get(kind, ()))


@every_letter
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_amount_of_it_stands_in_its_text(
    ask_told: Ask, kind: str, lang: Language
) -> None:
    data = ask_told(kind, **TOLD[kind])
    own = "\n".join(f"## {path.removeprefix('text.')}\nZo." for path in data["missing"])
    text = said(data, lang, own or None)
    shown = in_dutch if lang == "nl" else in_english
    amounts = [each for each in leaves(data) if AMOUNT.fullmatch(each)]
    assert amounts
    assert [each for each in amounts if f"€ {shown(each)}" not in text] == []
    assert "missing" not in text
    assert "ontbreekt: " not in text


@every_letter
def test_it_has_names_and_long_dates(ask: Ask, ask_told: Ask, kind: str) -> None:
    for data in (ask_told(kind, **TOLD[kind]), ask(kind, **KINDS[kind])):
        text = said(data)
        assert CODE.findall(text) == []
        assert ISO_DATE.findall(text) == []
        assert re.search(r"\b(Z[0-9]+|not_met|not met)\b", text) is None


@every_letter
def test_it_is_signed_by_the_executive(ask_told: Ask, kind: str) -> None:
    data = ask_told(kind, **TOLD[kind])
    written = Writer("nl").written(document_of(data), data)
    [signature] = [each for each in written["blocks"] if each["kind"] == "signature"]
    assert signature["authority"] == "Gedeputeerde Staten van Drenthe"
    assert signature["signers"] == ["voorzitter", "secretaris"]
    number = data["decision"]["number"]
    text = said(data)
    assert re.search(
        rf"De stuurgroep heeft op [0-9]+ [a-z]+ 201[12] besloten \({number}\)", text
    )
    assert ("wij nemen dit besluit over" in text) == (kind in DECISIONS)


@every_letter
def test_only_against_decisions_one_can_object(ask_told: Ask, kind: str) -> None:
    text = said(ask_told(kind, **TOLD[kind]))
    for part in (
        "kunt u als belanghebbende bezwaar maken",
        (
            "binnen zes weken na de dag waarop dit besluit is verzonden naar"
            " Gedeputeerde Staten van Drenthe, Postbus 122, 9400 AC Assen."
        ),
        "6:7 en 6:8 van de Algemene wet bestuursrecht",
        "schort dit besluit niet op (artikel 6:16)",
        "(artikel 8:81)",
    ):
        assert (part in text) == (kind in DECISIONS), part


@every_letter
def test_it_can_be_made_in_every_form(ask_told: Ask, kind: str) -> None:
    """Typst refuses what is not PDF/A-3a and PDF/UA-1."""
    data = ask_told(kind, **TOLD[kind])
    assert made(data, ".pdf", "nl").startswith(b"%PDF-1.7")
    assert made(data, ".docx", "en").startswith(b"PK")


# -- what each must hold ---------------------------------------------------------------


def test_an_award(ask_told: Ask) -> None:
    text = said(ask_told("award-letter", **TOLD["award-letter"]))
    for part in (
        "Op 5 september 2011 hebt u een subsidie van € 30.000,00 aangevraagd",
        "De totale kosten daarvan zijn € 50.000,00.",
        "Wij verlenen u een subsidie van ten hoogste € 29.000,00.",
        "zoals beschreven in uw aanvraag van 5 september 2011",
        "De subsidie is 58 procent van de begrote subsidiabele kosten van € 50.000,00",
        "De rest, ten hoogste € 5.000,00, betalen wij",
        "Bijdrage van een derde: Schuttevaer",
        "Nog niet gedekt",
        "hoe de € 1.000,00 is betaald die nog niet is gedekt",
        "Geacht bestuur,",
        "ter attentie van het bestuur",
        "Subsidieregeling Drentse Zuidas 2011, artikel 4",
        "Stichting Vaarwegen Zuidas (KvK 01234567)",
        "Transport & Logistiek, jaarschijf 2011",
        "1 november 2011 tot en met 31 oktober 2012",
        "€ 24.000,00",
        "uiterlijk op 31 januari 2013 vaststelling",
        "intrekken of wijzigen (artikel 4:48 van de Algemene wet bestuursrecht)",
        "lager vaststellen (artikel 4:46, tweede lid)",
        "artikelen 4:57 en 4:95, vierde lid",
        (
            "Wij wijken, op voorstel van de stuurgroep (SG-2011-01), af van de"
            " voorwaarde ‘Maximum per project’. De reden daarvoor is: ‘De haven"
        ),
        "Bijlage 1 bij besluit BES-2011-001: toetsing aan de voorwaarden",
        "Voldoet door afwijking",
        "kosten van de samenwerking",
    ):
        assert part in text, part
    assert "proceskosten" not in text
    assert "4:49" not in text
    assert "staatssteun" not in text.lower()


def test_a_rejection_tells_by_the_facts_what_is_not_met(ask_told: Ask) -> None:
    data = ask_told("rejection-letter", **TOLD["rejection-letter"])
    text = said(data)
    assert "Een fysieke investering van één gemeente, buiten de visie." in text
    assert "Geen fysieke investering. Het project is een fysieke investering." in text
    assert "Alleen de gemeente Hoogeveen doet mee; ten minste 2 gemeenten" in text
    assert "College van burgemeester en wethouders\nvan de gemeente Hoogeveen" in text
    assert "het beschikbare bedrag van € 9.000,00 te boven gaat" in text
    assert "De bijdragen van de partners (€ 0,00) dekken die niet." in text
    assert "De subsidie (€ 190.000,00) zou daar een deel van betalen." in text
    assert "artikel 4:25, tweede lid" in text
    assert data["rejection"]["reference"] == f"SG-2011-01/{data['rejection']['entry']}"
    assert f"Ons kenmerk\n{data['rejection']['reference']}" in text
    assert "process_reserve" not in {each["rule"] for each in data["unmet"]}
    assert {each["verdict"] for each in data["unmet"]} == {"not_met"}


def test_a_rejection_without_a_ceiling_in_the_way_names_no_ceiling(
    told_ledger: Path, tmp_path: Path
) -> None:
    ledger = copied(told_ledger, tmp_path)
    name, fields = proposed("klein", "Klein", physical=True, requested="1000.00")
    ledger.accept(name, **fields)
    why = {"date": "2011-10-10", "decision": "SG-2011-01", "reason": "Buiten de visie."}
    ledger.accept("reject_project", project="klein", **why)
    ledger.close()
    data = asked_of(ledger.path)("rejection-letter", project="klein")
    assert "programme_ceiling" not in {each["rule"] for each in data["unmet"]}
    assert "4:25" not in said(data)


def test_a_determination_that_is_lower_recovers(ask_told: Ask) -> None:
    data = ask_told("determination-letter", **TOLD["determination-letter"])
    text = said(data)
    for part in (
        "verantwoording van 12 juni 2012",
        "Wij stellen de subsidie vast op € 21.250,00 (artikel 4:42",
        "€ 30.000,00 − € 21.250,00 = € 8.750,00",
        "niet alle activiteiten hebben plaatsgevonden (onderdeel a).",
        "De grond daarvoor (artikel 4:46, tweede lid, van de Algemene wet",
        (
            "U had voor het project € 50.000,00 begroot; de werkelijke kosten waren"
            " € 42.500,00."
        ),
        "[ontbreekt: text.hearing]",
        "Door u terug te betalen",
        "U hebt € 2.250,00 te veel ontvangen",
        "artikelen 4:57 en 4:95, vierde lid",
        "NL91 ABNA 0417 1643 00",
        "artikelen 4:97 en 4:98",
    ):
        assert part in text, part
    figures = data["determination"]
    paid = float(figures["paid"]) - float(figures["refunded"])
    assert float(figures["recoverable"]) == paid - float(figures["amount"])


def test_a_determination_before_any_payment_pays(ask_told: Ask) -> None:
    data = ask_told("determination-letter", project="brug")
    assert data["determination"]["balance"] == "12000.00"
    assert data["determination"]["lower_by"] is None
    text = said(data)
    assert "Wij betalen u € 12.000,00 binnen zes weken" in text
    assert "lager" not in text
    assert "terug" not in text
    assert "Wij stellen de subsidie vast op € 12.000,00" in text
    assert "stuurgroep" not in text  # no decision was named


def test_its_figures_are_those_of_its_day(ask: Ask) -> None:
    """The balance was paid eleven days later; the letter still promises it."""
    letters = [
        ask("determination-letter", project="proefleven", at=day)["determination"]
        for day in ("2012-05-24", "2013-12-31")
    ]
    assert letters[0] == letters[1]
    assert (letters[0]["paid"], letters[0]["balance"]) == ("12000.00", "1750.00")


def test_a_withdrawal(ask: Ask, ask_told: Ask) -> None:
    text = said(ask_told("withdrawal-letter", **TOLD["withdrawal-letter"]))
    for part in (
        "De gemeente Meppel legt de kade aan zonder het onderzoek.",
        "Wij trekken de verlening van deze subsidie van ten hoogste € 29.000,00 in.",
        "De grond daarvoor (artikel 4:48, eerste lid, van de Algemene wet",
        "[ontbreekt: text.hearing]",
        "tot en met de dag waarop de subsidie is verleend (artikel 4:48, tweede lid).",
        "is € 15.000,00 aan u betaald. U hebt € 2.500,00 terugbetaald.",
        "U hebt € 12.500,00 te veel ontvangen",
        "INTR-2012-001",
    ):
        assert part in text, part
    unpaid = said(ask("withdrawal-letter", **KINDS["withdrawal-letter"]))
    assert "Wij hebben u niets betaald" in unpaid
    assert "Geacht college," in unpaid
    assert "4:57" not in unpaid


def test_what_was_determined_is_withdrawn_on_another_ground(
    told_ledger: Path, tmp_path: Path
) -> None:
    ledger = copied(told_ledger, tmp_path)
    why = {"decision": "SG-2012-02", "document": "INTR-2", "reason": "Onjuiste opgave."}
    ledger.accept("withdraw_grant", project="brug", date="2012-07-01", **why)
    ledger.close()
    data = asked_of(ledger.path)("withdrawal-letter", project="brug")
    assert data["withdrawal"]["determined"] is True
    assert "(artikel 4:49, eerste lid, van" in said(data)
    assert "waarop de subsidie is vastgesteld (artikel 4:49, tweede lid)." in said(data)
    assert "Wij trekken de vaststelling van deze subsidie van € 12.000,00 in" in said(
        data
    )


def test_a_call_has_the_key_with_its_sum_and_gap(ask: Ask) -> None:
    data = ask("contribution-call", **KINDS["contribution-call"])
    text = said(data)
    assert sum(float(row["amount"]) for row in data["key"]["rows"]) == 156_800
    for part in (
        "€ 44.800,00, uiterlijk op 31 augustus 2012 te betalen",
        "Het budget van de jaarschijf is € 160.000,00;",
        "de bijdragen zijn samen € 156.800,00.",
        "Het verschil van € 3.200,00 wordt van geen van de partners gevraagd.",
        "28 + 9 + 14 + 6 + 8 + 33 is 98 en niet 100",
        "College van burgemeester en wethouders",
        "RF02 ZD20 12EM MEN",
    ):
        assert part in text, part
    assert "btw" not in text.lower()


def test_a_call_without_a_gap_says_so(ask: Ask) -> None:
    text = said(ask("contribution-call", "2013-08-05", partner="emmen", year="2013"))
    assert "Samen is dat het budget van de jaarschijf: € 160.000,00." in text
    assert "98" not in text


def test_a_call_of_what_was_changed_and_paid_in_part(ask_told: Ask) -> None:
    text = said(ask_told("contribution-call", **TOLD["contribution-call"]))
    assert "Het bedrag is bepaald bij besluit SG-2011-01 van de stuurgroep" in text
    assert "Daarvan hebben wij € 20.000,00 ontvangen, zodat € 25.000,00" in text
    assert "€ 1.000,00 is op andere wijze gedekt." in text


def test_a_reminder_counts_the_days(ask: Ask) -> None:
    data = ask("reminder", **KINDS["reminder"])
    assert data["overdue"] == {
        "days": 31,
        "pay_by": "2013-10-15",
        "document": "HER-2013-EMMEN-20131001",
    }
    text = said(data)
    assert "Tot vandaag hebben wij uw bijdrage niet ontvangen." in text
    assert (
        "te betalen uiterlijk op 31 augustus 2013 (ons kenmerk BIJ-2013-EMMEN)" in text
    )
    assert "Er staat nog € 44.800,00 open." in text
    assert "binnen twee weken te betalen, uiterlijk op 15 oktober 2013" in text


# -- what it leads to ------------------------------------------------------------------


def test_what_letters_ask_to_mention_the_bank_recognises(
    ask_told: Ask, told_ledger: Path, tmp_path: Path
) -> None:
    """As the letters print it: `bank suggest` finds what is paid."""
    call = ask_told("contribution-call", **TOLD["contribution-call"])
    letter = ask_told("determination-letter", **TOLD["determination-letter"])
    printed = re.search(r"RF[0-9]{2}( [0-9A-Z]{1,4})+", said(call))
    assert printed is not None
    ledger = copied(told_ledger, tmp_path)
    ledger.accept("open_bank_account", **account())
    period = ("2011-09-01", "2012-12-31")
    paid = statement(
        ("2011-09-02", call["call"]["outstanding"]),
        ("2012-12-28", letter["determination"]["recoverable"]),
        period=period,
    )
    references = (printed[0], letter["determination"]["document"])
    for line, reference in zip(paid["lines"], references, strict=True):
        line |= {"text": f"Betaling {reference}", "party": "Iemand anders"}
    ledger.accept("register_statement", **paid)
    ledger.close()
    suggested = suggestions(ledger.path)
    assert [each["evidence"][0] for each in suggested] == [
        "text has RF64ZD2011EMMEN",
        "text has VAST-2012-002",
    ]
    first, second = (each["command"] for each in suggested)
    assert (first["command"], first["partner"]) == ("receive_contribution", "emmen")
    assert (second["command"], second["project"]) == ("receive_refund", "vaarweg")


def suggestions(ledger: Path) -> list[dict[str, Any]]:
    from ledger.asking import asking
    from ledger.storage.location import Location

    query = find("bank suggest")
    assert query is not None
    with asking(Location.parse(str(ledger)), "2012-12-31") as asker:
        found: Any = asker.ask(query, {}).data
    return list(found)


# -- what is refused -------------------------------------------------------------------

REFUSED = {
    "an award of a proposal": ("award-letter", "grecor", "PROJECT_STATUS"),
    "an award before its day": ("award-letter", "dryport", "PROJECT_STATUS"),
    "a rejection of what was awarded": ("rejection-letter", "proefleven", None),
    "a determination of what was not": ("determination-letter", "dryport", None),
    "a withdrawal of what was not": ("withdrawal-letter", "dryport", None),
    "a commission": ("award-letter", "nom-analyse", "SCOPE_INVALID"),
    "an unknown project": ("award-letter", "nothing", "PROJECT_UNKNOWN"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_to_write_about_is_refused(ask: Ask, case: str) -> None:
    kind, project, code = REFUSED[case]
    with pytest.raises(Refusal) as caught:
        ask(kind, "2012-11-30", project=project)
    assert caught.value.code == (code or "PROJECT_STATUS")
    assert project in caught.value.message


CALLS_REFUSED = {
    "a call that was paid": ("contribution-call", "2011-09-30", "SCOPE_INVALID"),
    "a call before the year was opened": (
        *("contribution-call", "2011-07-31", "YEAR_NOT_OPEN"),
    ),
    "a reminder before the due date": ("reminder", "2011-08-20", "SCOPE_INVALID"),
    "a reminder of what was paid": ("reminder", "2012-03-01", "SCOPE_INVALID"),
}


@pytest.mark.parametrize("case", CALLS_REFUSED)
def test_nothing_to_ask_is_refused(ask: Ask, case: str) -> None:
    kind, at, code = CALLS_REFUSED[case]
    with pytest.raises(Refusal) as caught:
        ask(kind, at, partner="emmen", year="2011")
    assert caught.value.code == code


def test_a_partner_that_nothing_was_called_from(
    told_ledger: Path, tmp_path: Path
) -> None:
    ledger = copied(told_ledger, tmp_path)
    none = {"contributions": {"meppel": "0.00"}, "decision": "SG-2011-01"}
    ledger.accept("amend_budget_year", year="2011", date="2011-09-01", **none)
    ledger.close()
    with pytest.raises(Refusal) as caught:
        asked_of(ledger.path)("contribution-call", partner="meppel", year="2011")
    assert caught.value.code == "PARTNER_UNKNOWN"


def test_a_decision_counts_until_the_day_on_which_it_was_reversed(
    told_ledger: Path, tmp_path: Path
) -> None:
    ledger = copied(told_ledger, tmp_path)
    entry = asked_of(ledger.path)("determination-letter", project="brug")
    number = entry["determination"]["entry"]
    ledger.accept("reverse", entry=number, date="2012-05-01", reason="Te vroeg")
    ledger.close()
    ask = asked_of(ledger.path)
    assert ask("determination-letter", "2012-04-30", project="brug")["determination"]
    with pytest.raises(Refusal) as caught:
        ask("determination-letter", "2012-05-01", project="brug")
    assert caught.value.code == "PROJECT_STATUS"


def test_an_award_is_told_as_it_was_decided(ask: Ask) -> None:
    """A raise that came later is nothing of it, and has a letter of its own."""
    before = ask("award-letter", "2013-03-24", project="dryport")
    after = ask("award-letter", "2013-03-25", project="dryport")
    assert {**after, "at": ""} == {**before, "at": ""}
    assert after["change"] is None
    assert "€ 50.000,00" not in said(after)


RAISE = {"project": "dryport", "decision": "SG-2013-01"}


@every_letter
def test_it_has_the_shape_that_is_published(ask: Ask, ask_told: Ask, kind: str) -> None:
    check = Validator(answer_schema(f"document {kind}"))
    check.validate({**ask_told(kind, **TOLD[kind])})
    if kind == "award-letter":
        check.validate(ask(kind, **RAISE))


def test_a_raise_is_told_by_its_decision(ask: Ask) -> None:
    data = ask("award-letter", **RAISE)
    change = data["change"]
    assert (change["before"], change["amount"]) == ("40000.00", "50000.00")
    assert (change["kind"], change["difference"]) == ("raised", "10000.00")
    assert (data["award"]["amount"], data["application"]) == ("40000.00", None)
    text = said(data)
    for part in (
        "Wijziging van de subsidie voor Dryport Emmen-Coevorden",
        "Ons kenmerk\nBES-2013-001",
        "van ten hoogste € 40.000,00 verleend voor het project Dryport",
        "De stuurgroep heeft op 21 maart 2013 besloten (SG-2013-01)",
        (
            "Wij verhogen de subsidie van ten hoogste € 40.000,00 tot ten hoogste"
            " € 50.000,00."
        ),
        (
            "De verhoging van € 10.000,00 komt ten laste van Transport & Logistiek,"
            " jaarschijf 2012."
        ),
        "af van de voorwaarde ‘Maximum per project’",
        "af van de voorwaarde ‘Budget van het programma’",
        "Al het andere in ons besluit van 3 december 2012",
        "de voorschotten: € 32.000,00 op 15 december 2012",
        "bezwaar maken",
        "Bijlage 1 bij besluit BES-2013-001",
    ):
        assert part in text, part
    amounts = [each for each in leaves(data) if AMOUNT.fullmatch(each)]
    assert [each for each in amounts if f"€ {in_dutch(each)}" not in text] == []
    assert made(data, ".pdf", "nl").startswith(b"%PDF-1.7")
    award = {"project": "dryport", "decision": "SG-2012-03"}
    assert ask("award-letter", **award) == ask("award-letter", project="dryport")


def test_a_lower_grant_is_told_too(told_ledger: Path, tmp_path: Path) -> None:
    ledger = copied(told_ledger, tmp_path)
    _, fields = proposed("smal", "Smal")
    ledger.accept("propose_project", **fields)
    of: dict[str, Any] = {"project": "smal", "decision": "SG-2011-01"}
    judged = {"third_party_judgement": "Redelijk."}
    award = {"amount": "8000.00", "date": "2011-10-10", "document": "BES-2011-009"}
    ledger.accept("award_grant", **of, **award, **judged)
    lower = {"amount": "5000.00", "date": "2012-06-01", "document": "BES-2012-009"}
    ledger.accept("change_grant", **{**of, "decision": "SG-2012-02"}, **lower)
    ledger.close()
    found = asked_of(ledger.path)
    data = found("award-letter", project="smal", decision="SG-2012-02")
    text = said(data)
    assert "verlagen de subsidie van ten hoogste € 8.000,00 tot ten hoogste" in text
    assert "De verlaging van € 3.000,00 komt ten goede aan Transport" in text
    assert {"text.findings", "text.hearing"} <= set(data["missing"])
    assert data["assessment"] is None
    assert "Bijlage" not in text


@pytest.mark.parametrize(
    ("number", "code"),
    [("SG-2011-02", "SCOPE_INVALID"), ("SG-1999-01", "DECISION_UNKNOWN")],
)
def test_a_decision_on_something_else_is_refused(
    ask: Ask, number: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        ask("award-letter", project="dryport", decision=number)
    assert caught.value.code == code
    assert number in caught.value.message


@pytest.mark.parametrize(
    ("ground", "text"),
    [
        (
            "Awb 4:46, tweede lid, onder a: de activiteiten zijn niet verricht",
            (
                "(artikel 4:46, tweede lid, onder a, van de Algemene wet"
                " bestuursrecht): de activiteiten zijn niet verricht."
            ),
        ),
        (
            "er was minder nodig.",
            (
                "(artikel 4:46, tweede lid, van de Algemene wet bestuursrecht):"
                " er was minder nodig."
            ),
        ),
    ],
)
def test_a_ground_names_its_article_once(ask_told: Ask, ground: str, text: str) -> None:
    data = ask_told("determination-letter", **TOLD["determination-letter"])
    data["determination"]["ground"] = ground
    assert f"De grond daarvoor {text}" in said(data)


def test_whose_account_it_is(ask: Ask) -> None:
    """An executive has none: the province that it acts for has."""
    data = ask("reminder", **KINDS["reminder"])
    data["organisation"]["name"] = "Gedeputeerde Staten van Drenthe"
    assert "Ten name van\nProvincie Drenthe" in said(data)
    data["organisation"]["name"] = "Samenwerking Zuidas"
    assert "Ten name van\nSamenwerking Zuidas" in said(data)


def test_the_framework_is_the_one_of_the_decision(ask_told: Ask) -> None:
    """Not the first one, whose title the ledger keeps."""
    data = ask_told("award-letter", **TOLD["award-letter"])
    data["framework"] = "Herijkt kader"
    text = said(data)
    assert "kader (Herijkt kader)" in text
    assert data["ledger"] not in text


def test_dates_articles_and_addresses_stay_on_one_line(ask_told: Ask) -> None:
    data = ask_told("determination-letter", **TOLD["determination-letter"])
    written = "\n".join(leaves(Writer("nl").written(document_of(data), data)))
    for part in (
        "12_juli_2012",
        "artikelen_4:57 en_4:95",
        "vierde_lid",
        "Postbus_122, 9400_AC Assen",
        "−_€_21.250,00",
    ):
        assert part.replace("_", "\u00a0") in written, part


def copied(ledger: Path, place: Path) -> LedgerInTest:
    return LedgerInTest(Path(shutil.copy(ledger, place / "copy.db")))
