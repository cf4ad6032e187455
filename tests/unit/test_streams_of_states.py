"""The state behind a stream is found by the stream's name, when it is looked at."""

import pytest

from ledger.posting.evolving import evolving

STREAMS = (
    *("approval-policy", "submission:117", "annotations:8", "decision:SG-2011-01"),
    *("exports:province", "meeting:SG-2011-M1", "year:2011", "project:grecor"),
    *("payment:B-1", "people", "periods"),
)


@pytest.mark.parametrize("stream", STREAMS)
def test_each_kind_of_stream_has_its_state(stream: str) -> None:
    assert evolving(stream).__module__.startswith("domain.states.")


def test_what_is_only_looked_up_keeps_nothing() -> None:
    state = object()
    assert evolving("cash:interest")(state, None) is state
