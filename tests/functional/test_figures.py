"""The why of a figure: the lines behind it, on the story of the examples.

Entry N of the story is the command with the id `zl-(N - 1)`.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.entries.parsing import command_from_mapping
from domain.values.errors import IntegrityError, Refusal
from projections.answers.figures import figure, figure_json
from projections.answers.statements import statement, statement_json
from projections.reader import Reader
from projections.snapshot import View
from tests.functional.examples import REGISTERS, STORY, commands
from tests.functional.program import ROOT, InProcess
from tests.property.whys import check_figures
from tests.unit.domain.posting import (
    OFFICER,
    LedgerInTest,
    cost,
    funds,
    other,
    payment,
    proposal,
    spending,
)

YEAR_END = "2011-12-31"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerInTest]:
    """The whole story posted, for reading only."""
    path = tmp_path_factory.mktemp("story") / "zuidas.db"
    ledger = LedgerInTest.new(path, "drentse-zuidas")
    for file in (*STORY, REGISTERS):
        for fields in commands(file):
            ledger.ledger.accept(command_from_mapping(fields), OFFICER)
    yield ledger
    ledger.close()


def why(view: View, path: str) -> dict[str, Any]:
    """The answer, as JSON takes it."""
    found = figure_json(view, figure(view, path.split("/")))
    answer: dict[str, Any] = json.loads(json.dumps(found))
    return answer


def lines(view: View, path: str) -> list[tuple[int, str, str]]:
    """Entry and amount with its sign, after the account."""
    return [
        (line["entry"], line["account"], f"{line['sign']:+d} x {line['amount']}")
        for line in why(view, path)["lines"]
    ]


def entries(view: View, path: str) -> list[int]:
    return [entry for entry, _, _ in lines(view, path)]


# -- what an answer says ---------------------------------------------------------


def test_a_figure_says_what_it_is_and_which_lines_it_is_the_sum_of(
    story: LedgerInTest,
) -> None:
    assert why(story.view("2011-12-14", "#40"), "partners/2011/coevorden/received") == {
        "at": "2011-12-14",
        "known_at": "#40",
        "entry": 40,
        "figure": "partners/2011/coevorden/received",
        "value": "14400.00",
        "sum": "14400.00",
        # The call of entry 3 adds to what is due and to what is outstanding: nothing.
        "lines": [
            {
                "entry": 13,
                "date": "2011-09-05",
                "account": "assets:receivable:coevorden:2011",
                "amount": "-14400.00",
                "sign": -1,
                "decision": "SG-2011-01",
                "document": "MEMO-2011-0113",
            }
        ],
    }


def test_what_is_available_is_what_was_divided_less_what_was_used(
    story: LedgerInTest,
) -> None:
    account = "budget:available:2011:SN"
    found = lines(story.view(YEAR_END), "programmes/2011/SN/available")
    assert found == [
        (4, account, "+1 x 56000.00"),
        (19, account, "+1 x -1180.00"),
        (21, account, "+1 x -15000.00"),
        (32, account, "+1 x -7500.00"),
        (40, account, "+1 x -875.00"),
    ]


def test_codes_are_spelled_as_the_framework_does(story: LedgerInTest) -> None:
    answer = why(story.view(YEAR_END), "programmes/2011/sn/available")
    assert answer["figure"] == "programmes/2011/SN/available"
    assert why(story.view(YEAR_END), "partners/2011/EMMEN/due")["figure"] == (
        "partners/2011/emmen/due"
    )


def test_what_became_known_later_is_no_line_of_then(story: LedgerInTest) -> None:
    path = "programmes/2011/SN/available"
    assert why(story.view(YEAR_END, "#35"), path)["value"] == "32320.00"
    assert entries(story.view(YEAR_END, "#35"), path) == [4, 19, 21, 32]
    assert entries(story.view("2011-12-13"), path) == [4, 19, 21, 32]


def test_a_voucher_is_shown_as_corrected_so_far(story: LedgerInTest) -> None:
    path = "partners/2011/hoogeveen/received"
    documents = {
        known: [
            line["document"] for line in why(story.view(YEAR_END, known), path)["lines"]
        ]
        for known in ("#35", "#36")
    }
    assert documents == {"#35": ["RC-2011-034/7"], "#36": ["RC-2011-034/2"]}


def test_a_payment_and_a_reversal_rest_on_a_decision_that_they_do_not_name(
    story: LedgerInTest,
) -> None:
    paid = why(story.view(), "projects/proefleven/paid")
    assert [(each["entry"], each["decision"]) for each in paid["lines"]] == [
        (24, "SG-2011-02"),
        (48, "SG-2011-02"),
    ]
    costs = why(story.view("2012-01-16"), "programmes/2011/TL/process_costs")
    assert costs["value"] == "0.00"
    assert [each["amount"] for each in costs["lines"]] == ["2340.00", "-2340.00"]


# -- what a figure adds up -------------------------------------------------------


def test_a_ceiling_adds_what_was_transferred(story: LedgerInTest) -> None:
    assert lines(story.view(YEAR_END), "programmes/2011/IBO/ceiling") == [
        (4, "memo:programme:allocated:2011:IBO", "+1 x 64000.00"),
        (30, "memo:programme:transferred:2011:IBO", "+1 x 10000.00"),
    ]


def test_a_determined_grant_is_what_was_awarded_less_what_was_released(
    story: LedgerInTest,
) -> None:
    assert lines(story.view(), "projects/proefleven/determined") == [
        (21, "memo:project:awarded:proefleven", "+1 x 15000.00"),
        (47, "memo:project:released:proefleven", "-1 x 1250.00"),
    ]


def test_a_budget_is_called_or_not_covered(story: LedgerInTest) -> None:
    assert lines(story.view(YEAR_END), "years/2011/budget") == [
        (3, "budget:covered:2011", "-1 x -156800.00"),
        (3, "budget:uncovered:2011", "-1 x -3200.00"),
    ]
    assert lines(story.view(YEAR_END), "years/2011/gap") == [
        (3, "budget:uncovered:2011", "-1 x -3200.00")
    ]


def test_what_is_free_leaves_out_what_is_earmarked(story: LedgerInTest) -> None:
    view = story.view("2012-11-19")
    assert lines(view, "current-account/earmarked") == [
        (42, "memo:earmarked", "+1 x 37500.00"),
        (69, "memo:earmarked", "+1 x -35050.00"),
    ]
    free = lines(view, "current-account/free")
    # Receiving and spending money of others leaves what is free as it was.
    assert not {42, 69} & {entry for entry, _, _ in free}
    assert {42, 69} <= set(entries(view, "current-account/balance"))


def test_what_is_overdue_is_what_is_outstanding_once_it_was_due(
    story: LedgerInTest,
) -> None:
    path = "partners/2011/emmen/overdue"
    outstanding = [(3, "assets:receivable:emmen:2011", "+1 x 44800.00")]
    assert lines(story.view("2011-09-01", "#5"), path) == outstanding
    assert lines(story.view("2011-08-31", "#5"), path) == []
    assert why(story.view("2011-08-31", "#5"), path)["sum"] == "0.00"
    assert lines(story.view("2011-09-01"), path) == []


def test_what_is_left_for_projects_leaves_out_what_the_process_keeps(
    story: LedgerInTest,
) -> None:
    path = "years/2011/for_projects"
    found = lines(story.view("2011-09-15"), path)
    # Dividing the year and a cost within the reserve take nothing off.
    assert found == [
        (3, "budget:unallocated:2011", "+1 x 160000.00"),
        (3, "memo:year:process-ceiling:2011", "-1 x 20000.00"),
    ]
    assert lines(story.view("2012-10-04"), path) == []


def test_where_the_reserve_is_given_up_the_process_keeps_nothing(
    ledger: LedgerInTest,
) -> None:
    path = "years/2011/for_projects"
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    ledger.deviate("process_reserve", "2011-11-01", year="2011", amount="18800.00")
    cost_line = (12, "budget:available:2011:SN", "+1 x -1200.00")
    found = lines(ledger.view(), path)
    assert (cost_line in found, why(ledger.view(), path)["value"]) == (
        True,
        "158800.00",
    )
    assert cost_line not in lines(ledger.view("2011-10-31"), path)
    assert why(ledger.view("2011-10-31"), path)["value"] == "140000.00"


def test_lines_with_days_of_their_own_are_shown_on_them(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    received = ledger.post("receive_funds", **funds("100.00", "2012-03-01"))
    spent = ledger.post("spend_funds", **spending("40.00", "2012-04-01"))
    gone = ledger.post("reverse", entry=received, date="2012-03-15", reason="Bounced")
    found = why(ledger.view(), "current-account/earmarked")
    assert [(x["entry"], x["date"], x["amount"]) for x in found["lines"]] == [
        (received, "2012-03-01", "100.00"),
        (gone, "2012-03-15", "-100.00"),
        (spent, "2012-04-01", "-40.00"),
        (gone, "2012-04-01", "40.00"),
    ]
    early = why(ledger.view("2012-03-31"), "current-account/earmarked")
    assert [x["entry"] for x in early["lines"]] == [received, gone]


@pytest.mark.one_in(5)
@pytest.mark.parametrize("known", [None, "#34", "#70", "#111"])
@pytest.mark.parametrize("at", ["2011-09-20", "2012-01-16", "2012-10-04", "2014-12-31"])
def test_every_figure_of_the_story_is_the_sum_of_its_lines(
    story: LedgerInTest, at: str, known: str | None
) -> None:
    assert check_figures(story.view(at, known))["sum"] > 50


# -- what has no why ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("programmes/2011/SN/nonsense", "FIGURE_UNKNOWN"),
        ("programmes/2011/SN/year", "FIGURE_UNKNOWN"),
        ("programmes/2011/SN/Available", "FIGURE_UNKNOWN"),
        ("programmes/2011/UNALLOCATED/available", "FIGURE_UNKNOWN"),
        ("programmes/2013/SN/available", "FIGURE_UNKNOWN"),
        ("years/2013/budget", "FIGURE_UNKNOWN"),
        ("years/2011/status", "FIGURE_UNKNOWN"),
        ("partners/2011/emmen/due_date", "FIGURE_UNKNOWN"),
        ("projects/grecor/requested", "FIGURE_UNKNOWN"),
        ("projects/grecor/determined", "FIGURE_UNKNOWN"),
        ("current-account", "FIGURE_UNKNOWN"),
        ("current-account/x/balance", "FIGURE_UNKNOWN"),
        ("years/budget", "FIGURE_UNKNOWN"),
        ("", "FIGURE_UNKNOWN"),
        ("nonsense/2011/budget", "FIGURE_UNKNOWN"),
        ("years/1999/budget", "YEAR_UNKNOWN"),
        ("programmes/2011/XX/available", "PROGRAMME_UNKNOWN"),
        ("partners/2011/assen/due", "PARTNER_UNKNOWN"),
        ("projects/nonsense/paid", "PROJECT_UNKNOWN"),
        ("projects/dryport/paid", "PROJECT_UNKNOWN"),
    ],
)
def test_what_is_no_figure_is_refused(
    story: LedgerInTest, path: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        why(story.view("2012-07-31"), path)
    assert caught.value.code == code


def test_a_refusal_names_the_figures_that_there_are(story: LedgerInTest) -> None:
    with pytest.raises(Refusal, match="'partners/2011/emmen/x' is no sum") as caught:
        why(story.view(), "partners/2011/emmen/x")
    assert "due, received, outstanding, overdue" in caught.value.message


@pytest.fixture
def old(cli: InProcess, tmp_path: Path) -> Iterator[LedgerInTest]:
    """A migrated ledger of 0.1.0, whose process ceiling stands in the framework."""
    path = tmp_path / "zuidas.db"
    shutil.copyfile(ROOT / "tests" / "golden" / "ledgers" / "v1.ledger", path)
    cli.ok("db", "migrate")
    ledger = LedgerInTest(path)
    yield ledger
    ledger.close()


@pytest.mark.parametrize("column", ["process_ceiling", "for_projects"])
def test_what_no_line_books_is_no_sum_of_lines(old: LedgerInTest, column: str) -> None:
    with pytest.raises(Refusal, match=r"€ 20,000\.00 of it is the process") as caught:
        why(old.view("2014-02-01"), f"years/2013/{column}")
    assert caught.value.code == "FIGURE_UNKNOWN"
    assert why(old.view("2014-02-01"), "years/2013/budget")["value"] == "160000.00"


# -- what it holds to --------------------------------------------------------------


@pytest.mark.parametrize("known", [None, "#60"])
@pytest.mark.parametrize(
    ("path", "account"),
    [
        ("programmes/2011/SN/available", "programme:SN:2011"),
        ("current-account/balance", "current-account"),
        ("partners/2011/emmen/outstanding", "assets:receivable:emmen:2011"),
        ("years/2011/unallocated", "budget:unallocated:2011"),
        ("projects/vezelchemie/committed", "budget:committed:2011:IBO:vezelchemie"),
    ],
)
def test_a_figure_of_one_account_has_the_lines_of_its_statement(
    story: LedgerInTest, path: str, account: str, known: str | None
) -> None:
    view = story.view("2012-12-31", known)
    stated = statement_json(statement(view, account))
    same = ("entry", "date", "document", "amount")
    found = [[line[key] for key in same] for line in why(view, path)["lines"]]
    rows: Any = stated["lines"]
    assert found == [[row[key] for key in same] for row in rows]
    decisions = [line["decision"] for line in why(view, path)["lines"]]
    assert decisions == [row["authority"] for row in rows]


def test_lines_that_do_not_add_up_are_no_why(ledger: LedgerInTest) -> None:
    ledger.store.connection.execute("UPDATE month_totals SET amount = amount + 1")
    with pytest.raises(IntegrityError, match=r"44800\.00, not to") as caught:
        why(ledger.view(), "partners/2011/emmen/due")
    assert caught.value.code == "LEDGER_DAMAGED"


class CountingReader:
    """Counts the statements that a database is asked."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.layout, self.statements = reader, reader.layout, 0

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[Any]]:
        self.statements += 1
        return self.reader.execute(sql, parameters)


def test_entries_are_looked_up_together(awarded: LedgerInTest) -> None:
    def lines_and_statements() -> tuple[int, int]:
        view = awarded.view()
        counting = CountingReader(view.reader)
        found = figure(view._replace(reader=counting), ["current-account", "balance"])
        return len(found.lines), counting.statements

    def live(day: str) -> None:
        entry = awarded.post("receive_other", **other("10.00", day))
        awarded.post("reverse", entry=entry, date=day, reason="Not ours")
        awarded.post("pay_grant", **payment("10.00", day))

    live("2012-01-01")
    few = lines_and_statements()
    for day in range(2, 30):
        live(f"2012-01-{day:02}")
    many = lines_and_statements()
    assert (many[0], many[1]) == (few[0] + 3 * 28, few[1])
