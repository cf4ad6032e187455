"""Text fits the page: nothing is wider, and nothing that matters is cut."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.render.page import terminal_width
from cli.render.wrapping import display_width, wrapped
from tests.functional.program import InProcess
from tests.unit.domain.posting import (
    LedgerInTest,
    cost,
    grant,
    money,
    proposal,
)

VOUCHER = "RC-2012-0123456789/volgnummer-17"
PAYEE = "Stichting Regionaal Centrum voor Toegepaste Logistiek en Transport"
PROJECT = "a-project-with-the-longest-id-there-is-x"
REPORTS = (
    *(["balance"], ["balance", "projects"], ["history"], ["check"], ["decisions"]),
    *(["statement", "current-account"], ["statement", f"project:{PROJECT}"]),
    *(["explain", "programme:TL:2011"], ["journal"], ["trial-balance"]),
    *(["show", "14"], ["show", "1"], ["decision", "SG-2011-01"]),
    *(["diff", "#5", "#17", "--at", "2012-07-31"], ["assess", PROJECT]),
    *(["framework", "show"], ["framework", "check"], ["framework", "list"]),
    *(["audit", "findings"], ["project", PROJECT], ["partner", "emmen"]),
    *(["plan", PROJECT], ["balance-sheet", "--compare", "2011-12-31"]),
    *(["income-statement"], ["budget-report"], ["search", "e"]),
)


@pytest.fixture
def long(ledger: LedgerInTest, cli: InProcess) -> InProcess:
    """The program with a ledger whose texts are long."""
    ledger.post(
        "propose_project",
        **proposal(PROJECT, title="T" * 120 + " and more words " * 5, recipient=PAYEE),
    )
    ledger.post("award_grant", **grant(project=PROJECT))
    ledger.post(
        "post_process_cost",
        **cost("1200.00", "2011-10-12", document=VOUCHER, payee=PAYEE)
        | {"description": "Hall, catering and the speakers of the day " * 4},
    )
    ledger.pay("15000.00", "2011-11-20", PROJECT)
    ledger.post("determine_grant", **money("14000.00", "2012-03-01", PROJECT))
    ledger.post("receive_refund", **money("100.00", "2012-04-01", PROJECT))
    return cli


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_the_page(
    long: InProcess, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for asked in REPORTS:
        lines = long(*asked).out.splitlines()
        assert lines, asked
        wide = [line for line in lines if display_width(line) > width]
        assert wide == [], asked


def test_a_long_account_goes_on_below_and_its_amounts_stay_beside_it(
    long: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = long.ok("trial-balance").out.splitlines()
    titles = next(line for line in lines if line.startswith("Account"))
    assert titles.split() == ["Account", "Opening", "Debit", "Credit", "Closing"]


def test_vouchers_actors_and_amounts_are_whole(
    long: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    actor = "officer.with-a-long-name-at-drenthe"
    long.ok(
        *("--actor", actor, "receive-other", "--category", "suspense"),
        *("--amount", "999999999999.99", "--date", "2012-05-01"),
        *("--counterparty", "Bank", "--description", "Unknown", "--document", VOUCHER),
    )
    for asked in (["history"], ["statement", "current-account"], ["audit", "findings"]):
        text = long.ok(*asked).out
        for whole in (VOUCHER, actor, "999,999,999,999.99"):
            assert whole in text, asked
    projects = long.ok("balance", "projects").out
    assert "· refunded 100.00\n" in projects
    assert PROJECT in projects
    assert "Hall, catering and the speakers" in long.ok("history").out


def test_a_voucher_as_wide_as_the_page(
    long: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    voucher = "V" * 80
    long.ok(
        *("receive-other", "--category", "suspense", "--amount", "1"),
        *("--date", "2012-05-01", "--counterparty", "Bank"),
        *("--description", "Unknown", "--document", voucher),
    )
    for asked in (["history"], ["statement", "current-account"]):
        assert voucher in long.ok(*asked).out.splitlines()


def test_columns_without_content_are_left_out(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    text = cli.ok("history").out
    assert "Reversed by" not in text
    assert "Document" not in text
    assert "Document" in cli.ok("history", "--wide").out


def test_a_wide_page_has_every_row_on_one_line(long: InProcess) -> None:
    lines = long.ok("history", "--wide").out.splitlines()
    rows = [line for line in lines if line.lstrip()[:1].isdigit()]
    assert len(rows) == len(long.json("history"))
    assert long.ok("--wide", "history").out == "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("told", "width"),
    [
        *(("80", 80), ("100", 100), ("", 80), ("abc", 80), ("0", 80), ("-5", 80)),
        *(("80.5", 80), ("99999999999999999999", 80), ("²", 80)),
    ],
)
def test_what_columns_says(
    monkeypatch: pytest.MonkeyPatch, told: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", told)
    assert terminal_width() == width


def test_without_a_terminal_a_page_has_80_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert terminal_width() == 80


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("costs € 1,200.00", ["costs", "€ 1,200.00"]),
        ("expenses:grants:2011", ["expenses:", "grants:", "2011"]),
        ("aaaaaaaaaaaaaaa", ["aaaaaaaaaa", "aaaaa"]),
        ("日本語日本語", ["日本語日本", "語"]),
        ("  - a b c d e", ["  - a b c", "  d e"]),
        ("", [""]),
    ],
)
def test_wrapping(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10) == lines
