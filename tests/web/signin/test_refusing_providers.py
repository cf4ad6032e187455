"""A provider that refuses has answered too: nothing of its answer is held."""

from email.message import Message
from io import BytesIO
from urllib.error import HTTPError
from urllib.request import OpenerDirector, Request

import pytest

from web.signin import fetching
from web.signin.refusals import ProviderFailed

ADDRESS = "https://provider.example/token"


def test_a_refusal_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    body = BytesIO(b"{}")

    def refuse(_: OpenerDirector, request: Request, timeout: float) -> None:
        assert timeout == fetching.TIMEOUT_S
        raise HTTPError(request.full_url, 400, "Bad Request", Message(), body)

    monkeypatch.setattr(OpenerDirector, "open", refuse)
    with pytest.raises(ProviderFailed, match="400") as failed:
        fetching.fetched(ADDRESS, {"code": "x"})
    assert body.closed
    del failed  # until here it holds what it came from
