"""`/submissions`: the second person, from what is proposed to what becomes of it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from projections.answers.entries import show
from tests.unit.domain.posting import SG, LedgerInTest
from tests.web.pages.officers import Office, Person, office
from tests.web.pages.page_forms import Page, PageForm

PAY = {
    "project": ["grecor"],
    "amount": ["1.000,00"],
    "date": ["20-11-2012"],
    "document": ["BANK-2012-7"],
}


@pytest.fixture
def shared(prepared: Callable[[str], Path]) -> Iterator[Office]:
    """Roles are in force: anna and carla are officers, bert and dina approve.

    Payments of grants from 500 on take a second person.
    """
    path = prepared("lived")
    ledger = LedgerInTest(path)
    roles = {
        "officer": ("administrator", "officer"),
        "anna": ("officer",),
        "carla": ("officer",),
        "bert": ("approver",),
        "dina": ("approver", "officer"),
        "rita": ("reader",),
    }
    for person, some in roles.items():
        for role in some:
            ledger.post("grant_role", person=person, role=role, date="2014-12-31")
    policy = {"pay_grant": "500.00", "deviate": "0.00"}
    ledger.post("set_approval_policy", commands=policy, date="2014-12-31")
    ledger.close()
    with office(path) as found:
        yield found


def size(office: Office) -> int:
    return office.service.size()


def proposed(person: Person, **fields: list[str]) -> int:
    """The number of a payment that somebody proposed."""
    page = Page(person.get("/post/pay_grant").body)
    page.form.fill({**PAY, **fields})
    answer = person.post("/post/pay_grant", page.form.send(("propose", "true")))
    assert answer.status == 303, answer.body
    assert answer.location.startswith("/submissions/")
    return int(answer.location.removeprefix("/submissions/").partition("?")[0])


def deciding(person: Person, number: int, wanted: str) -> PageForm:
    """The form on a submission's page by which something is decided."""
    page = Page(person.get(f"/submissions/{number}").body)
    (found,) = [f for f in page.forms if ("decide", wanted) in f.buttons()]
    assert page.repeated_ids == []
    return found


def decided(form: PageForm, person: Person, wanted: str) -> tuple[int, str]:
    answer = person.post(form.action, form.send(("decide", wanted)))
    return answer.status, answer.headers.get("location") or answer.body


def test_what_is_proposed_is_approved_as_it_was_shown(shared: Office) -> None:
    anna, bert = shared.person("anna", "nl"), shared.person("bert", "nl")
    before = size(shared)
    number = proposed(anna)
    assert (number, size(shared)) == (before + 1, before + 1)
    shown = Page(bert.get(f"/submissions/{number}").body)
    assert "-1.000,00" in shown.text
    assert "anna" in shown.text
    form = deciding(bert, number, "approve")
    status, place = decided(form, bert, "approve")
    assert (status, place) == (303, f"/entries/{number + 2}?posted=new")
    with shared.service.readers.reading() as ledger:
        entry = show(ledger.view(), number + 2)
    assert (entry["command"], entry["person"]) == ("pay_grant", "anna")
    assert entry["approval"] == {"entry": number + 1, "person": "bert"}
    status, place = decided(form, bert, "approve")
    assert (status, place) == (303, f"/entries/{number + 2}?posted=again")
    assert size(shared) == number + 2


def test_the_inbox_has_what_waits_for_me_first(shared: Office) -> None:
    anna, dina = shared.person("anna"), shared.person("dina")
    own = proposed(dina, document=["BANK-2"])
    others = proposed(anna)
    page = Page(dina.get("/submissions").body)
    assert page.repeated_ids == []
    text = page.text
    assert text.index("For you to decide") < text.index(f"Submission {others}:")
    assert text.index(f"Submission {others}:") < text.index("Waiting for another")
    assert text.index("Waiting for another") < text.index(f"Submission {own}:")
    page = Page(anna.get("/submissions").body)
    assert "For you to decide" not in page.text


def test_nobody_approves_what_is_their_own(shared: Office) -> None:
    dina = shared.person("dina")
    number = proposed(dina)
    body = dina.get(f"/submissions/{number}").body
    assert 'value="approve"' not in body
    anna = shared.person("bert")
    form = deciding(anna, number, "approve")
    before = size(shared)
    status, told = decided(form, dina, "approve")
    assert (status, size(shared)) == (409, before)
    assert "can&#39;t approve it" in told


def test_another_effect_is_shown_anew(shared: Office) -> None:
    anna, bert = shared.person("anna"), shared.person("bert")
    number = proposed(anna)
    form = deciding(bert, number, "approve")
    for control in form.controls:
        if control.name == "effect":
            control.value = "0" * 63 + "1"
    before = size(shared)
    status, told = decided(form, bert, "approve")
    assert (status, size(shared)) == (412, before)
    (again,) = [f for f in Page(told).forms if ("decide", "approve") in f.buttons()]
    assert again.value("effect") != form.value("effect")
    status, _ = decided(again, bert, "approve")
    assert (status, size(shared)) == (303, before + 2)


def test_what_differs_is_shown_anew(shared: Office) -> None:
    anna, bert = shared.person("anna"), shared.person("bert")
    number = proposed(anna)
    form = deciding(bert, number, "approve")
    for control in form.controls:
        if control.name == "leaf":
            control.value = "0" * 64
    status, _ = decided(form, bert, "approve")
    assert status == 412


def test_what_is_settled_is_not_settled_again(shared: Office) -> None:
    anna, bert, dina = (shared.person(name) for name in ("anna", "bert", "dina"))
    number = proposed(anna)
    late = deciding(dina, number, "approve")
    form = deciding(bert, number, "decline")
    form.fill({"reason": ["The voucher is of another project"]})
    status, place = decided(form, bert, "decline")
    assert (status, place) == (303, f"/submissions/{number}?posted=new")
    before = size(shared)
    status, told = decided(late, dina, "approve")
    assert (status, size(shared)) == (409, before)
    page = Page(told)
    assert "declined" in page.text
    assert [b for f in page.forms for b in f.buttons() if b[0] == "decide"] == []
    assert "declined" in Page(bert.get("/submissions").body).ids["settled"]


def test_a_reason_is_needed_and_told_at_its_field(shared: Office) -> None:
    anna, bert = shared.person("anna", "nl"), shared.person("bert", "nl")
    number = proposed(anna)
    form = deciding(bert, number, "decline")
    status, told = decided(form, bert, "decline")
    assert status == 400
    page = Page(told)
    (reason,) = [c for f in page.forms for c in f.named("reason")]
    assert reason.attributes["aria-invalid"] == "true"
    assert "vul in: reden" in page.ids["reason-error"].lower()
    assert "#reason" in page.links


def test_the_maker_withdraws_it_and_nobody_else(shared: Office) -> None:
    anna, carla, bert = (shared.person(name) for name in ("anna", "carla", "bert"))
    number = proposed(anna)
    for person in (carla, bert):
        assert 'value="withdraw"' not in person.get(f"/submissions/{number}").body
    form = deciding(anna, number, "withdraw")
    form.fill({"reason": ["Wrong amount"]})
    assert decided(form, carla, "withdraw")[0] == 403
    assert decided(form, anna, "withdraw")[0] == 303
    assert "retracted" in Page(bert.get(f"/submissions/{number}").body).text


def test_the_form_says_before_that_it_takes_a_second_person(shared: Office) -> None:
    anna = shared.person("anna", "nl")
    page = Page(anna.get("/post/pay_grant").body)
    assert "€\u00a0500,00" in page.text
    before = size(shared)
    page.form.fill(PAY)
    answer = anna.post("/post/pay_grant", page.form.send())
    assert answer.location == f"/submissions/{before + 1}?posted=new"
    page = Page(anna.get("/post/pay_grant").body)
    page.form.fill({**PAY, "amount": ["100,00"]})
    answer = anna.post("/post/pay_grant", page.form.send())
    assert answer.location == f"/entries/{before + 2}?posted=new"


def test_it_is_never_proposed_silently(shared: Office) -> None:
    anna = shared.person("anna")
    page = Page(anna.get("/post/pay_grant").body)
    page.form.fill(PAY)
    before = size(shared)
    sent = [pair for pair in page.form.send() if pair[0] != "secondPerson"]
    answer = anna.post("/post/pay_grant", sent)
    assert (answer.status, size(shared)) == (409, before)
    # What is sent next says that it goes to a second person.
    again = Page(answer.body)
    assert "Submit to a second person" in again.text
    assert again.form.value("secondPerson") == "true"


def test_what_would_be_refused_is_told(shared: Office) -> None:
    anna, bert = shared.person("anna"), shared.person("bert")
    number = proposed(anna, amount=["14.500,00"])
    other = proposed(anna, document=["BANK-8"])
    assert decided(deciding(bert, number, "approve"), bert, "approve")[0] == 303
    page = Page(bert.get(f"/submissions/{other}").body)
    assert "would be refused now" in page.text
    assert ("decide", "approve") not in [b for f in page.forms for b in f.buttons()]


def test_roles_decide_what_is_offered_and_done(shared: Office) -> None:
    rita, bert, anna = (shared.person(name) for name in ("rita", "bert", "anna"))
    number = proposed(anna)
    assert Page(rita.get("/post").body).links.count("/post/pay_grant") == 0
    assert "takes the role" in Page(rita.get("/post").body).text
    assert rita.get("/post/pay_grant").status == 403
    assert "/post/approve" in Page(bert.get("/post").body).links
    assert "/post/pay_grant" not in Page(bert.get("/post").body).links
    assert "/post/grant_role" not in Page(anna.get("/post").body).links
    form = deciding(bert, number, "approve")
    before = size(shared)
    for person in (rita, anna):
        assert decided(form, person, "approve")[0] in (403, 409)
    assert bert.post("/post/pay_grant", []).status == 403
    assert size(shared) == before
    assert 'value="approve"' not in rita.get(f"/submissions/{number}").body


def test_what_is_no_submission_is_not_there(shared: Office) -> None:
    anna = shared.person("anna")
    for number in ("1", "99999", "x", "0", "-1"):
        assert anna.get(f"/submissions/{number}").status == 404
    assert anna.get("/submissions?before=x").status in (400, 409)


def test_settled_ones_come_in_pages(shared: Office) -> None:
    anna = shared.person("anna")
    numbers = [proposed(anna, document=[f"B-{n}"]) for n in range(23)]
    for number in numbers:
        form = deciding(anna, number, "withdraw")
        form.fill({"reason": ["Wrong"]})
        assert decided(form, anna, "withdraw")[0] == 303
    page = Page(anna.get("/submissions").body)
    shown = [n for n in numbers if f"/submissions/{n}" in page.links]
    assert shown == numbers[-20:]
    (earlier,) = [link for link in page.links if "before=" in link]
    page = Page(anna.get(earlier).body)
    assert [n for n in numbers if f"/submissions/{n}" in page.links] == numbers[:3]


def test_a_deviation_of_a_decision_is_read_as_it_was_filled_in(
    shared: Office,
) -> None:
    anna = shared.person("anna", "nl")
    page = Page(anna.get("/post/deviate").body)
    page.form.fill(
        {
            "rule": ["programme_ceiling"],
            "decision": [SG],
            "date": ["1-9-2012"],
            "motivation": ["Er is geen uitstel mogelijk geweest"],
            "programme": ["TL"],
            "year": ["2011"],
            "amount": ["5.000,00"],
        }
    )
    answer = anna.post("/post/deviate", page.form.send())
    shown = Page(anna.get(answer.location).body).text
    for said in ("€\u00a05.000,00", "01-09-2012", "Er is geen uitstel", SG):
        assert said in shown


def test_what_an_approval_does_and_what_is_strange_come_first(shared: Office) -> None:
    anna, bert, rita = (shared.person(name, "nl") for name in ("anna", "bert", "rita"))
    earlier = proposed(anna)
    assert decided(deciding(bert, earlier, "approve"), bert, "approve")[0] == 303
    number = proposed(anna)
    body = bert.get(f"/submissions/{number}").body
    text = Page(body).text
    does = "Na fiattering wordt €\u00a01.000,00 aan "
    assert does in text
    assert text.index(does) < text.index("Let op") < text.index("Zoals aangeboden")
    # The note on the voucher leads to the entry that had it before.
    warned = Page(body).ids["warnings"]
    assert f"#{earlier + 2}" in warned
    assert "meer dan een jaar terug" in warned
    assert "€\u00a01.000,00 fiatteren" in text
    assert "U beslist als bert; aangeboden door anna." in text
    assert "kent alleen het kenmerk van het bewijsstuk, BANK-2012-7" in text
    told = rita.get(f"/submissions/{number}").body
    assert "rita heeft de rol " in Page(told).text
    assert " disabled>" in told


def test_an_approval_shows_what_is_left(shared: Office) -> None:
    """15,000.00 was granted to grecor; each payment leaves less to be paid."""
    anna, bert = shared.person("anna"), shared.person("bert")
    number = proposed(anna)
    with shared.service.readers.reading() as ledger:
        view = ledger.view(date(2012, 11, 20))
        before = -view.balances(["liabilities:grants:grecor"])[
            "liabilities:grants:grecor"
        ]
    page = Page(bert.get(f"/submissions/{number}").body)
    left = f"{(before - 100_000) / 100:,.2f}"
    assert f"Of the grant of grecor € {left} is still to be paid." in page.text
    assert f"-{before / 100:,.2f}" in page.ids[f"lines-{number}"]
    assert f"-{left}" in page.ids[f"lines-{number}"]


def test_the_inbox_has_a_line_for_each(shared: Office) -> None:
    anna, bert = shared.person("anna", "nl"), shared.person("bert", "nl")
    number = proposed(anna)
    row = Page(bert.get("/submissions").body).ids["for-me"]
    for said in (f"{number}:", "€\u00a01.000,00", "grecor", "anna", "waarschuwing"):
        assert said in row
    waits = "Wacht op: een andere persoon met de rol"
    assert waits in Page(anna.get("/submissions").body).text
    form = deciding(bert, number, "decline")
    form.fill({"reason": ["Verkeerd bewijsstuk"]})
    assert decided(form, bert, "decline")[0] == 303
    assert "bert" in Page(anna.get("/submissions").body).ids["settled"]


def test_the_first_page_has_what_waits_with_its_amount(shared: Office) -> None:
    number = proposed(shared.person("anna"))
    row = Page(shared.person("bert").get("/").body).ids["submissions"]
    for said in (f"#{number}", "€\u00a01,000.00", "anna"):
        assert said in row


def test_the_entry_says_who_approved_it_and_when(shared: Office) -> None:
    anna, bert = shared.person("anna", "nl"), shared.person("bert", "nl")
    number = proposed(anna)
    decided(deciding(bert, number, "approve"), bert, "approve")
    text = Page(anna.get(f"/entries/{number + 2}").body).text
    found = re.search(
        rf"Opgesteld dooranna .*bert #{number + 1} \d\d-\d\d-\d{{4}}",
        " ".join(text.split()),
    )
    assert found, text


def test_the_menu_counts_what_waits_for_whoever_decides(shared: Office) -> None:
    anna, bert, dina = (shared.person(name) for name in ("anna", "bert", "dina"))
    counted = '<span class="menu__count">{}</span>'
    proposed(anna)
    proposed(dina, document=["BANK-2"])
    assert counted.format(2) in bert.get("/projects").body
    assert counted.format(1) in dina.get("/projects").body
    assert "menu__count" not in anna.get("/projects").body


def test_every_entry_of_the_history_says_what_it_is(shared: Office) -> None:
    anna, bert = shared.person("anna", "nl"), shared.person("bert", "nl")
    number = proposed(anna)
    decided(deciding(bert, number, "approve"), bert, "approve")
    page = Page(anna.get("/history").body)
    told = page.ids["entries"]
    assert "subsidie betalen · €\u00a01.000,00 · grecor" in told
    assert f"fiatteringsverzoek {number}" in told
    assert "rita: " in told
    assert '<details class="unfold" open>' in anna.get("/history").body
