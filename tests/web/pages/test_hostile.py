"""Hostile texts in every field of every form: they come back as what they are, text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.entries.approvals import SUBMITTED
from ledger.fields.described import description_of
from tests.unit.domain.posting import SG, LedgerInTest
from tests.web.pages.officers import Office, office
from tests.web.pages.page_forms import Page
from tests.web.pages.typing_forms import MODELS
from web.pages.posting.allowed import served

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}&lt;"
OURS = {"/static/htmx.min.js", "/static/clocks.js"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def stored(prepared: Callable[[str], Path]) -> Iterator[Office]:
    """A ledger in which every text that could be hostile is."""
    path = prepared("lived")
    ledger = LedgerInTest(path)
    day = "2012-12-01"
    ledger.post("record_decision", number="SG-X", date=day, subject=HOSTILE)
    proposal = {
        **MODELS["propose_project"].example,
        "project": "hostile",
        "title": HOSTILE,
        "recipient": HOSTILE,
        "date": day,
    }
    ledger.post("propose_project", **proposal)
    ledger.post(
        "receive_other",
        category="suspense",
        amount="1.00",
        date=day,
        counterparty=HOSTILE,
        description=HOSTILE,
        document="<script>B1",
    )
    account = {
        **MODELS["open_bank_account"].example,
        "holder": HOSTILE,
        "opening": "180354.84",
        "date": day,
    }
    ledger.post("open_bank_account", **account)
    line = {
        "n": 1,
        "booked": "2012-12-02",
        "amount": "5.00",
        "party": HOSTILE,
        "text": HOSTILE,
    }
    ledger.post(
        "register_statement",
        account="rc",
        from_date=day,
        to_date="2012-12-31",
        opening="180354.84",
        closing="180359.84",
        format="camt.053",
        lines=[line],
        document="<script>S1",
    )
    held = {
        "command": "post_process_cost",
        "year": "2011",
        "programme": "TL",
        "amount": "5.00",
        "date": day,
        "payee": HOSTILE,
        "description": HOSTILE,
        "document": "<script>B2",
        "note": HOSTILE,
    }
    ledger.post("submit", **{"as": held})
    ledger.close()
    with office(path) as found:
        yield found


def assert_harmless(body: str) -> Page:
    """Nothing of it is an element, an attribute or a script but ours."""
    page = Page(body)
    for tag, given in page.elements:
        assert tag != "img"
        if tag == "script":
            assert str(given["src"]).partition("?")[0] in OURS
        for name, value in given.items():
            assert not name.startswith("on"), (tag, given)
            assert not str(value).lower().startswith("javascript:")
    return page


@pytest.mark.one_in(5)
@pytest.mark.parametrize("command", served())
def test_it_comes_back_in_the_form_as_text(stored: Office, command: str) -> None:
    anna = stored.person("anna", "nl")
    answer = anna.get(f"/post/{command}")
    page = assert_harmless(answer.body)
    sent = [
        (control.name, HOSTILE)
        for control in page.form.controls
        if control.kind in ("text", "textarea", "select")
    ]
    sent += [(HOSTILE, HOSTILE), (f"shares.{HOSTILE}", HOSTILE), ("none", HOSTILE)]
    for number in range(2):
        sent.append((f"third_parties.{number}.name", HOSTILE))
    before = stored.service.size()
    for more in ([], [("add", HOSTILE)], [("dryRun", "true")], [("propose", "x")]):
        answer = anna.post(f"/post/{command}", [*sent, *more])
        page = assert_harmless(answer.body)
        texts = [c for c in page.form.controls if c.kind in ("text", "textarea")]
        assert not texts or any(c.value == HOSTILE for c in texts)
    part = anna.post(f"/post/{command}", [*sent, ("dryRun", "true")], **HTMX)
    assert_harmless(part.body)
    names = [_quoted(control.name) for control in page.form.controls]
    query = "&".join(f"{name}={_quoted(HOSTILE)}" for name in names)
    assert_harmless(anna.get(f"/post/{command}?{query}").body)
    assert stored.service.size() == before


@pytest.mark.parametrize("holder", ["submit", "reclassify", "order_payment"])
def test_it_comes_back_in_what_is_held(stored: Office, holder: str) -> None:
    anna = stored.person("anna")
    described = description_of(MODELS[holder])
    for command in described.holders["as"].commands:
        fields = described.held("as", command).schema
        sent = [(f"as.{field}", HOSTILE) for field in fields]
        sent += [("as.command", command), (f"as.{HOSTILE}", HOSTILE)]
        sent += [("as.as.command", HOSTILE), ("as.shares.SN", HOSTILE)]
        answer = anna.post(f"/post/{holder}", sent)
        assert answer.status in (400, 409)
        assert_harmless(answer.body)
    assert len(SUBMITTED) > 40


def test_what_is_stored_stands_on_pages_as_text(stored: Office) -> None:
    anna = stored.person("anna", "nl")
    number = stored.service.size()
    shown = assert_harmless(anna.get("/submissions").body)
    assert HOSTILE in shown.text
    page = assert_harmless(anna.get(f"/submissions/{number}").body)
    assert page.text.count(HOSTILE) >= 3
    for wanted in ("decline", "approve", HOSTILE):
        sent = [("decide", wanted), ("reason", HOSTILE), (HOSTILE, HOSTILE)]
        assert_harmless(anna.post(f"/submissions/{number}", sent).body)
    form = assert_harmless(anna.get("/post/award_grant").body)
    assert form.text.count(HOSTILE) == 2, "a decision's subject, a project's title"
    assert HOSTILE in assert_harmless(anna.get("/post/pay_other").body).text
    assert SG in form.text


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())
