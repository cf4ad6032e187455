"""What the texts of reports say: each thing once, and only what is true."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    contribution,
    cost,
    deviation,
    grant,
    proposal,
    reversal,
    transfer,
)

AT = ("--at", "2012-07-31")
ALL = ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"]


@pytest.fixture
def shown(cli: InProcess, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A report's text on a page of 80 columns, its lines as one."""
    monkeypatch.setenv("COLUMNS", "80")

    def show(*asked: str) -> str:
        return " ".join(cli.ok(*asked).out.split())

    return show


Shown = Callable[..., str]

# -- balance -------------------------------------------------------------------


def test_balance_begins_with_what_matters(awarded: LedgerInTest, shown: Shown) -> None:
    awarded.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    assert shown("balance", *AT).startswith(
        "At 2012-07-31: 155,600.00 on the current account, 30,000.00 committed,"
        " 110,000.00 left for projects."
    )
    assert "on the current account," not in shown("balance", "programmes", *AT)


def test_balance_says_what_is_free_where_some_is_not(
    prepared: Callable[[str], Path], shown: Shown
) -> None:
    prepared("lived")
    text = shown("balance", *AT)
    found = re.search(r"([\d,.]+) on the current account \(free ([\d,.]+)\)", text)
    assert found is not None
    assert found[1] != found[2]
    assert f"free {found[2]}." in text


def test_the_bridge_to_what_is_left_for_projects(
    ledger: LedgerInTest, shown: Shown
) -> None:
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    assert (
        "For projects: 0.00 unallocated and 158,800.00 available in open years,"
        " less 18,800.00 kept for process costs. "
    ) in shown("balance", *AT)


def test_the_bridge_over_a_deviation(ledger: LedgerInTest, shown: Shown) -> None:
    scope = {"year": "2011", "amount": "5000.00"}
    ledger.post("deviate", **deviation("process_reserve", **scope))
    assert "less 15,000.00 kept for process costs after deviations." in (
        shown("balance", *AT)
    )


def test_without_a_year_there_is_no_bridge(empty: LedgerInTest, shown: Shown) -> None:
    assert empty.last_entry == 1
    assert "For projects:" not in shown("balance", *AT)


# -- entries -------------------------------------------------------------------


def test_entries_tell_what_came_in_and_what_went_out(
    awarded: LedgerInTest, shown: Shown
) -> None:
    paid = awarded.pay("1000.00", "2011-11-01")
    back = awarded.post("reverse", **reversal(paid, "2011-11-02"))
    freed = awarded.post(
        "deviate", **deviation("vision_fit", "2011-10-20", project="grecor")
    )
    awarded.post("reverse", **reversal(freed, "2011-11-02"))
    lines = shown("history", "--wide")
    assert re.search(r" pay_grant .* -1,000\.00 ", lines)
    assert re.search(r" receive_contribution .* \+44,800\.00 ", lines)
    assert re.search(rf" {back} [^+]* reverse [^+]*\+1,000\.00 ", lines)
    assert re.search(rf" reverse – {SG} grecor – ", lines)
    assert re.search(r" award_grant \S+ \S+ grecor 30,000\.00 ", lines)


def test_a_receipt_that_is_reversed_went_out_again(
    opened: LedgerInTest, shown: Shown
) -> None:
    got = opened.post(
        "receive_contribution", **contribution("emmen", "100.00", "2011-08-20")
    )
    opened.post("reverse", **reversal(got, "2011-08-21"))
    text = shown("history", "--command", "reverse")
    assert re.search(r" reverse \S+ -100\.00 ", text)


def test_money_booked_as_something_else_moved_nothing(
    opened: LedgerInTest, cli: InProcess, shown: Shown
) -> None:
    cli.ok(
        *("receive-other", "--category", "suspense", "--amount", "100"),
        *("--date", "2011-09-01", "--counterparty", "Bank"),
        *("--description", "Unknown", "--document", "B-1"),
    )
    instead = contribution("emmen", "100.00", "2011-09-01")
    given = {n: instead[n] for n in ("partner", "year")}
    opened.post(
        "reclassify",
        entry=opened.last_entry,
        date="2011-09-02",
        reason="It is a contribution",
        **{"as": {"command": "receive_contribution", **given}},
    )
    assert re.search(r"reclassify [^+]* 100\.00 ", shown("history", "--wide"))
    assert shown("history").count("+100.00") == 1


def test_a_transfer_says_from_where_to_where(
    ledger: LedgerInTest, shown: Shown
) -> None:
    ledger.post("transfer_budget", **transfer("IBO", "TL", "5000.00"))
    assert "budget IBO 2011 → TL 2011" in shown("history")
    row = ledger.last_entry
    assert f"#{row}" not in shown("history", "--command", "transfer_budget")


def test_a_process_cost_says_which_budget_paid_it(
    ledger: LedgerInTest, shown: Shown
) -> None:
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    ledger.post("post_process_cost", **cost("1.00", "2011-10-13", "TL"))
    text = shown("history")
    first, second = (text.index(f"budget {name} 2011") for name in ("SN", "TL"))
    assert text.index("-1,200.00") < first < text.index("-1.00") < second


def test_a_deviation_says_its_rule_and_scope(
    awarded: LedgerInTest, shown: Shown
) -> None:
    scope = {"programme": "TL", "year": "2011", "amount": "5000.00"}
    awarded.post("deviate", **deviation("programme_ceiling", **scope))
    awarded.deviate("vision_fit", "2011-10-20", project="grecor")
    scope = {"project": "grecor", "share": "80"}
    awarded.deviate("participation_share", "2011-10-20", **scope)
    text = shown("history")
    assert " rule programme_ceiling TL 2011 description " in text
    assert " project grecor · rule vision_fit " in text
    assert " project grecor · rule participation_share 80% " in text


def test_a_title_is_told_by_the_proposal_alone(
    awarded: LedgerInTest, cli: InProcess, shown: Shown
) -> None:
    awarded.pay("1000.00", "2011-11-01")
    title = cli.json("project", "grecor")["title"]
    of_project = cli.json("history", "--project", "grecor")
    assert [row["description"] for row in of_project] == [title] * 3
    assert shown("history").count(title) == 1
    assert title in shown("history", "--command", "propose_project")
    cli.ok(
        *("annotate", "--entry", str(of_project[0]["entry"]), "--field", "title"),
        *("--value", "Another title", "--reason", "It was misspelled"),
    )
    text = shown("history", "--project", "grecor")
    assert "description Another title" in text
    assert text.count("Another title") == 2  # in the proposal and in its correction


def test_history_says_what_was_asked_for(ledger: LedgerInTest, shown: Shown) -> None:
    known = ledger.last_entry
    assert shown("history").startswith(f"Entries ({known}) ")
    text = shown("history", "--year", "2011", "--partner", "emmen")
    assert text.startswith(
        "Entries of budget year 2011, whatever their dates: partner emmen"
        f" (2 of {known}) "
    )
    text = shown("history", "--year", "2011", "--from", "2011-09-01")
    assert text.startswith("Entries of budget year 2011: from 2011-09-01 (")
    text = shown("history", "--year", "2011")
    assert text.startswith("Entries of budget year 2011, whatever their dates (")
    text = shown("history", "--min", "52800")
    assert text.startswith(f"Entries: at least 52,800.00 (1 of {known}) ")


# -- statement -----------------------------------------------------------------


def test_a_statement_opens_closes_and_adds_up(
    ledger: LedgerInTest, shown: Shown
) -> None:
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    asked = ("statement", "current-account", "--from", "2011-08-20", *AT)
    text = shown(*asked)
    assert text.startswith(
        "Statement of current-account from 2011-08-20 to 2012-07-31 "
    )
    assert "2011-08-20 Opening balance 0.00" in text
    assert "2012-07-31 Closing balance 155,600.00" in text
    assert "Received 156,800.00, paid 1,200.00." in text
    assert " +44,800.00 44,800.00 " in text
    assert " -1,200.00 155,600.00 " in text
    assert "+" in shown("explain", "assets:current-account", *AT)
    other = shown("statement", "partner:emmen", *AT)
    assert "+" not in other
    assert "Added 44,800.00, taken off 44,800.00." in other
    assert "Opening balance" not in other


# -- project and decision ------------------------------------------------------


def beyond(ledger: LedgerInTest) -> int:
    """A grant beyond the maximum per project; returns the deviation's entry."""
    ledger.post(
        "propose_project",
        **proposal(requested="45000.00", total_cost="95000.00", participants=ALL),
    )
    scope = {"project": "grecor", "amount": "50000.00"}
    limit = ledger.post(
        "deviate", **deviation("maximum_per_project", "2011-09-20", **scope)
    )
    ceiling = {"programme": "TL", "year": "2011", "amount": "5000.00"}
    ledger.post("deviate", **deviation("programme_ceiling", **ceiling))
    ledger.post("award_grant", **grant(amount="45000.00"))
    return limit


def test_a_project_shows_what_is_not_met_first(
    ledger: LedgerInTest, shown: Shown
) -> None:
    limit = beyond(ledger)
    text = shown("project", "grecor")
    assert (f"Z13 maximum_per_project not met, set aside by deviation #{limit}") in text
    assert text.index("Z13 ") < text.index("Z10 ")
    assert "amount 45,000.00 maximum 40,000.00" in text.replace("· ", "")
    assert re.search(r" share 100%", text)


def test_deviations_tell_a_limit_from_what_is_beyond(
    ledger: LedgerInTest, shown: Shown
) -> None:
    limit = beyond(ledger)
    text = shown("decision", SG, "--wide")
    assert "New limit New share Beyond the ceiling Used" in text
    assert f"{limit} maximum per project grecor 50,000.00 – – 5,000.00" in text
    assert f"{limit + 1} programme ceiling TL 2011 – – 5,000.00 0.00" in text


def test_a_project_lists_the_ceilings_deviation_it_uses(
    ledger: LedgerInTest, cli: InProcess, shown: Shown
) -> None:
    deviated = beyond(ledger) + 1
    assert " programme ceiling" not in shown("project", "grecor")
    ledger.post("transfer_budget", **transfer("TL", "IBO", "15000.00", "2011-09-01"))
    ledger.post("propose_project", **proposal("second", requested="5000.00"))
    ledger.post("award_grant", **grant("5000.00", project="second"))
    text = shown("project", "second")
    assert f": allowed with deviation #{deviated} Rule " in text
    assert f"within the ceiling thanks to deviation #{deviated} " in text
    assert "(programmaplafond) · programme TL" in text
    head, _, history = text.partition(" History ")
    assert "programme ceiling TL 2011" in head
    assert f" {deviated} 2011" in history
    assert "rule programme_ceiling TL 2011" in history
    listed = cli.json("project", "second")["history"]
    assert [row["command"] for row in listed] == ["propose_project", "award_grant"]


def test_every_deviation_that_a_grant_leans_on_is_in_the_title(
    ledger: LedgerInTest, shown: Shown
) -> None:
    ledger.post("transfer_budget", **transfer("TL", "IBO", "20000.00", "2011-09-01"))
    limit = beyond(ledger)
    text = shown("project", "grecor")
    assert f": allowed with deviations #{limit} #{limit + 1} Rule " in text
    assert text.index("Z13 ") < text.index("Z15 ") < text.index("Z10 ")


def test_an_assessment_without_deviations_is_met_or_not(
    awarded: LedgerInTest, shown: Shown
) -> None:
    text = shown("show", str(awarded.last_entry))
    assert re.search(r"Assessment of grecor \S+ \S+ \S+ \S+: met ", text)
    awarded.post("propose_project", **proposal("second", requested="45000.00"))
    text = shown("project", "second")
    assert re.search(r"Assessment of second \S+ \S+ \S+ \S+: not met ", text)


def test_a_projects_history_repeats_nothing_of_its_head(
    awarded: LedgerInTest, shown: Shown
) -> None:
    awarded.pay("1000.00", "2011-11-01")
    head, _, history = shown("project", "grecor").partition(" History ")
    assert "recipient Gemeente Emmen" in head
    assert "Project" not in history
    assert "counterparty" not in history
    assert "description" not in history


def test_a_decisions_own_entries_do_not_name_it_again(
    awarded: LedgerInTest, shown: Shown
) -> None:
    awarded.pay("1000.00", "2011-11-01")
    text = shown("decision", SG)
    assert "Rests on" not in text
    assert "Payments and settlements of the grants it awarded or changed" in text
    assert "The grants it awarded or changed, as they stand in all" in text


def test_what_rests_on_another_decision_is_told(
    awarded: LedgerInTest, shown: Shown
) -> None:
    awarded.pay("1000.00", "2011-11-01")
    awarded.decide("SG-2012-01", "2012-01-10")
    awarded.post(
        "change_grant",
        **grant("29000.00", on="2012-01-12") | {"decision": "SG-2012-01"},
    )
    text = shown("decision", "SG-2012-01", "--wide")
    own, _, flows = text.partition("Payments and settlements")
    assert "Rests on" not in own
    assert "Rests on" in flows
    assert SG in flows


# -- check ---------------------------------------------------------------------


def test_check_counts_what_it_found_and_says_when(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    told = cli.ok("check", "--at", "2012-07-31").out.split("\n\n")
    found = cli.json("check", "--at", "2012-07-31")
    assert len(told) == len(found) + 2
    assert told[-2] == f"0 errors, {len(found)} warnings."
    assert told[-1].startswith("At 2012-07-31, after entry 26 ")


def test_budget_report_says_once_what_is_left(
    ledger: LedgerInTest, shown: Shown
) -> None:
    assert ledger.last_entry > 1
    text = shown("budget-report", *AT)
    assert text.count("for projects") == 1
    assert "Year Left for projects" in text


# -- show ----------------------------------------------------------------------


def test_show_has_a_statement_s_lines_as_rows_and_says_what_is_erased(
    opened: LedgerInTest, shown: Shown
) -> None:
    opened.post("open_bank_account", **account())
    lines = statement(("2011-08-20", "44800.00"))
    lines["lines"][0] |= {"party": "Gemeente Emmen", "text": "Bijdrage 2011"}
    entry = opened.post("register_statement", **lines)
    text = shown("show", str(entry))
    assert "Lines N Booked Amount" in text
    assert "44,800.00" in text
    assert "Gemeente Emmen" in text
    assert "erased" not in text
    opened.post("erase_sealed", before="2012-01-01", reason="AVG")
    text = shown("show", str(entry))
    assert "44,800.00" in text
    assert "Gemeente Emmen" not in text
    assert "Bijdrage" not in text
    assert text.count("erased") == 2
    assert "None" not in text
