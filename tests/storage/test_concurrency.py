"""Several officers at once: no lost update, no passed ceiling, no gap."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from ledger.storage.location import Location
from ledger.verifying.rebuilding import compare
from tests.functional.program import ROOT, Program
from tests.storage.ledgers import StoredLedger
from tests.storage.server import SERVICE, Schema
from tests.unit.domain.posting import contribution, cost, grant, proposal

pytestmark = pytest.mark.slow


@contextmanager
def _officer(place: str, command: Mapping[str, Any], times: int) -> Iterator[Any]:
    arguments = [place, json.dumps(command), str(times)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.officer", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def at_once(
    place: Location, *commands: Mapping[str, Any], times: int = 1
) -> list[list[str]]:
    """What each officer's postings came to, all begun at the same moment."""
    with ExitStack() as stack:
        officers = [
            stack.enter_context(_officer(place.url, command, times))
            for command in commands
        ]
        for officer in officers:
            assert officer.stdout.readline() == "ready\n"
        for officer in officers:
            officer.stdin.write("go\n")
            officer.stdin.flush()
        return [officer.stdout.read().split() for officer in officers]


def funded(place: Location, request: pytest.FixtureRequest) -> StoredLedger:
    from tests.functional.scenario import fund, open_
    from tests.storage.ledgers import initialised

    ledger = initialised(place)
    open_(ledger)
    fund(ledger)
    return ledger


def test_entries_are_gapless_and_none_is_lost(
    place: Location, request: pytest.FixtureRequest
) -> None:
    ledger = funded(place, request)
    commands: list[Mapping[str, Any]] = [
        {"command": "receive_contribution", **contribution(partner, "0.01")}
        for partner in ("emmen", "meppel")
    ]
    commands += [
        {"command": "post_process_cost", **cost("0.01", "2011-09-01", programme)}
        for programme in ("SN", "TL")
    ]
    outcomes = at_once(place, *commands, times=25)
    entries = sorted(int(x) for outcome in outcomes for x in outcome)
    assert entries == list(range(12, 112))
    assert ledger.balance()["entry"] == 111
    assert ledger.partner("emmen")["received"] == "44800.25"
    assert ledger.programme("SN")["process_costs"] == "0.25"
    assert ledger.cash()["balance"] == "156800.00"
    assert list(compare(ledger.store)) == []
    ledger.close()


def test_of_two_for_the_last_of_a_ceiling_one_gets_it(
    place: Location, request: pytest.FixtureRequest
) -> None:
    ledger = funded(place, request)
    both = [
        {"command": "post_process_cost", **cost("15000.00", "2011-09-01", programme)}
        for programme in ("SN", "TL")
    ]
    outcomes = [x for outcome in at_once(place, *both) for x in outcome]
    assert sorted(outcomes) == ["12", "PROCESS_CEILING_EXCEEDED"]
    for project in ("one", "two"):
        fields = proposal(project, total_cost="80000.00", requested="40000.00")
        ledger.post("propose_project", **fields)
    both = [
        {"command": "award_grant", **grant("40000.00", project=project)}
        for project in ("one", "two")
    ]
    outcomes = [x for outcome in at_once(place, *both) for x in outcome]
    assert sorted(outcomes) == ["15", "CONDITIONS_NOT_MET"]
    ledger.close()


def test_the_same_id_from_many_is_posted_once(
    place: Location, request: pytest.FixtureRequest
) -> None:
    ledger = funded(place, request)
    command = {"command": "receive_contribution", **contribution("emmen", "1.00")}
    outcomes = at_once(place, *[{**command, "id": "bank-7"}] * 3, times=3)
    assert {x for outcome in outcomes for x in outcome} == {"12"}
    assert ledger.last_entry == 12
    ledger.close()


@pytest.mark.postgres
def test_of_two_inits_at_once_one_makes_the_ledger(
    schema: Schema, zuidas: Program
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        results = list(
            pool.map(
                lambda _: zuidas("init", "--db", schema.url(), "-O", "json"), range(2)
            )
        )
    codes = sorted(result.code for result in results)
    assert codes == [0, 1], results
    failed = next(result for result in results if result.code == 1)
    assert failed.error["code"] == "LEDGER_EXISTS"


@pytest.mark.postgres
def test_two_programs_that_start_and_post_at_once_both_succeed(
    served: Schema, zuidas: Program
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def post(number: int) -> int:
        result = zuidas(
            "record-decision", "--number", f"N-{number}", "--date", "2011-09-01",
            "--subject", "x", "--db", served.url(SERVICE), "-O", "json",
        )  # fmt: skip
        return int(result.json["entry"])

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(post, range(2))) == [12, 13]
