"""What histories start from."""

import pytest

from tests.property.pairs import Start
from tests.property.partnerships import PARTNERSHIPS


@pytest.fixture(scope="module", params=PARTNERSHIPS, ids=lambda p: p.name)
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Start:
    """Each partnership, as its ledger is copied for a history."""
    return Start(request.param, tmp_path_factory.mktemp(request.param.name))
