"""The log's line of a page that tells a problem has the problem's code."""

import logging
from typing import Any

import pytest
from starlette.types import Message, Scope

from tests.web.pages.officers import Office
from tests.web.pages.page_forms import Page
from tests.web.serving import at_once
from web.pages.application import pages
from web.signin.pages import Ways

TOO_MUCH = {"amount": ["9.999.999,00"], "date": ["20-11-2012"]}


def test_the_code_of_a_problem_is_logged(
    lived: Office, caplog: pytest.LogCaptureFixture
) -> None:
    anna = lived.person("anna")
    form = Page(anna.get("/post/pay_grant").body).form
    form.fill({"project": ["grecor"], "document": ["BANK-2012-7"], **TOO_MUCH})
    caplog.set_level(logging.INFO, "zuidas.requests")
    caplog.clear()
    anna.get("/projects/grecor")
    anna.get("/projects/nope")
    anna.get("/?at=2012-13-45")
    anna.get("/nowhere")
    anna.post("/post/pay_grant", form.send())
    anna.post("/", {})
    told: list[dict[str, Any]] = [
        record.told  # type: ignore[attr-defined]  # what the log adds to it
        for record in caplog.records
        if record.name == "zuidas.requests"
    ]
    assert [(each["path"], each["status"], each.get("code")) for each in told] == [
        ("/projects/{project}", 200, None),
        ("/projects/{project}", 404, "PROJECT_UNKNOWN"),
        ("/", 400, "BAD_DATE"),
        ("", 404, "NOT_FOUND"),
        ("/post/{command}", 409, "OVERDRAFT"),
        ("", 405, "METHOD_NOT_ALLOWED"),
    ]


def test_the_line_is_there_before_the_answer_is(
    lived: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "zuidas.requests")
    sent: list[tuple[str, int]] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append((message["type"], len(caplog.records)))

    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/agenda",
        "raw_path": b"/agenda",
    }
    scope = {**scope, "query_string": b"", "headers": [], "scheme": "http"}
    app = pages(lived.service, Ways(lived.accounts))

    async def asked() -> None:
        await app(scope, receive, send)

    at_once(asked())
    assert sent[0] == ("http.response.start", 1)
