"""`zuidas history` by who, what, when dated, when recorded, and how much."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.posting import LATE, SG, LedgerInTest, contribution

WEDNESDAY = datetime(2015, 1, 7, tzinfo=UTC)


@pytest.fixture
def lived(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    prepared("lived")
    return cli


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
        (("--actor", "nobody"), []),
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
    assert listed(cli, "--recorded-from", "2015-01-07T10:00Z") == [first + 2, first + 3]
    assert listed(cli, "--recorded-to", "2015-01-06") == list(range(1, first + 1))
