"""The log's line of a page that tells a problem has the problem's code."""

import logging
from typing import Any

import pytest

from tests.web.pages.officers import Office
from tests.web.pages.page_forms import Page

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
