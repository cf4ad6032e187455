"""`zuidas history` by who, what, when dated, when recorded, and how much."""

from datetime import UTC, datetime

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.posting import LATE, SG, LedgerInTest, contribution

WEDNESDAY = datetime(2015, 1, 7, tzinfo=UTC)


def listed(cli: InProcess, *arguments: str) -> list[int]:
    return [row["entry"] for row in cli.json("history", *arguments)]


@pytest.mark.parametrize(
    ("arguments", "entries"),
    [
        (("--command", "pay_grant"), [15]),
        (("--command", "pay-grant"), [15]),
        (("--project", "grecor", "--command", "award_grant"), [13]),
        (("--partner", "COEVORDEN"), [3, 7]),
        (("--decision", SG, "--command", "transfer_budget"), [16]),
        (("--document", "INV-2011-017"), [14]),  # as corrected
        (("--document", "INV-SN-2011-10-12"), [14]),  # as posted
        (("--min", "50000", "--max", "50000,00"), [18]),
        (("--min", "44800", "--max", "52800"), [6, 11, 18]),
        (("--from", "2012-04-01"), [19, 25]),
        (("--from", "2011-12-31", "--to", "2011-12-31"), [20, 21]),
        (("--programme", "IBO"), [4, 16]),  # the source of a transfer
        (("--year", "2012"), []),
        (("--actor", "officer", "--command", "reverse"), [23]),
        (("--recorded-from", "2100-01-01"), []),
    ],
)
def test_history_is_filtered(
    lived: InProcess, arguments: tuple[str, ...], entries: list[int]
) -> None:
    assert listed(lived, *arguments) == entries


def test_filters_add_up_to_everything(lived: InProcess) -> None:
    everything = listed(lived)
    by_command = {row["command"] for row in lived.json("history")}
    parts = [n for name in by_command for n in listed(lived, "--command", name)]
    assert sorted(parts) == everything
    assert listed(lived, "--recorded-from", "2000-01-01") == everything


def test_history_by_recording_time(ledger: LedgerInTest, cli: InProcess) -> None:
    first = ledger.last_entry
    for hour in (9, 10, 11):
        ledger.now = WEDNESDAY.replace(hour=hour)
        ledger.post("receive_contribution", **contribution("emmen", "1.00", LATE))
    # A moment without a zone is in the framework's: an hour ahead of UTC in winter.
    bounds = (
        "--recorded-from",
        "2015-01-07T11:00",
        "--recorded-to",
        "2015-01-07T11:30",
    )
    assert listed(cli, *bounds) == [first + 2]
    # A moment includes the whole unit that it names.
    minute = (
        "--recorded-from",
        "2015-01-07T11:00",
        "--recorded-to",
        "2015-01-07T11:00",
    )
    assert listed(cli, *minute) == [first + 2]
    day = ("--recorded-from", "7-1-2015", "--recorded-to", "2015-01-07")
    assert listed(cli, *day) == [first + 1, first + 2, first + 3]
    assert listed(cli, "--recorded-from", f"#{first + 2}") == [first + 2, first + 3]
    entries = ("--recorded-from", f"#{first}", "--recorded-to", f"#{first + 1}")
    assert listed(cli, *entries) == [first, first + 1]
    mixed = ("--recorded-from", "2015-01-07T11:00", "--recorded-to", f"#{first + 2}")
    assert listed(cli, *mixed) == [first + 2]
    assert listed(cli, "--recorded-from", "2015-01-07T10:00Z") == [first + 2, first + 3]
    assert listed(cli, "--recorded-to", "2015-01-06") == list(range(1, first + 1))


@pytest.mark.parametrize("query", ["history", "audit findings"])
@pytest.mark.parametrize(
    ("filters", "code"),
    [
        ("--project grecro", "PROJECT_UNKNOWN"),
        ("--decision SG-2011-10", "DECISION_UNKNOWN"),
        ("--partner nosuch", "PARTNER_UNKNOWN"),
        ("--programme nosuch", "PROGRAMME_UNKNOWN"),
        ("--year 1999", "YEAR_UNKNOWN"),
        ("--command pay-grnat", "BAD_COMMAND"),
        ("--actor nobody", "FILTER_UNKNOWN"),
        ("--document nosuch", "FILTER_UNKNOWN"),
        ("--from 2012-01-02 --to 2012-01-01", "BAD_DATE"),
        ("--from 2012-01-02 --at 2012-01-01", "BAD_DATE"),
        ("--to 2012-01-02 --at 2012-01-01", "BAD_DATE"),
        ("--recorded-from 2015-01-02 --recorded-to 2015-01-01", "BAD_DATE"),
        ("--recorded-from #3 --recorded-to #2", "BAD_DATE"),
        ("--recorded-from 2999-01-01 --recorded-to #2", "BAD_DATE"),
        ("--recorded-from #99", "ENTRY_UNKNOWN"),
        ("--recorded-from 20150101", "BAD_DATE"),
        ("--min 2 --max 1", "BAD_AMOUNT"),
        ("--min 1.000", "BAD_AMOUNT"),
    ],
)
def test_a_filter_that_finds_nothing_by_mistake(
    lived: InProcess, query: str, filters: str, code: str
) -> None:
    assert lived.refused(*query.split(), *filters.split()) == code


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("--project grecro", "Did you mean grecor?"),
        ("--decision SG-2011-10", "Did you mean SG-2011-01?"),
        ("--command pay-grnat", "did you mean pay_grant?"),
        ("--min 1.000", "--min: "),
        ("--recorded-from 20150101", "--recorded-from: "),
        ("--from 2012", "--from: "),
        ("--at 2012", "--at: "),
    ],
)
def test_what_is_refused_is_named(lived: InProcess, filters: str, said: str) -> None:
    assert said in lived("history", *filters.split()).err


@pytest.mark.parametrize(
    "filters",
    [
        "--project proefleven --command pay_grant",
        "--year 2013",
        "--partner meppel --min 100000",
        "--command withdraw_grant",
        "--decision SG-2011-01 --from 2014-01-01",
        "--recorded-from 2999-01-01",
        "--project proefleven --known-at #12",
    ],
)
def test_what_is_known_and_has_no_entries(lived: InProcess, filters: str) -> None:
    assert listed(lived, *filters.split()) == []
