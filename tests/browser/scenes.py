"""What pages look like while something is done on them: faults, answers, refusals."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.persons import Person
from tests.functional.examples import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS = 30_000.0


def fill(page: "Page", **values: str) -> None:
    """Type into fields; choose where there is a choice."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']").first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def submit(page: "Page", button: str = "") -> None:
    """Press the button that posts, or another one by its name; nothing stops it."""
    page.eval_on_selector_all("form", "all => all.forEach(each => each.noValidate = 1)")
    named = f"[name='{button}']" if button else ":not([name])"
    page.locator(f"main form.form button{named}").last.click()
    page.wait_for_load_state("networkidle")


def faults(person: Person) -> None:
    person.go("/post/pay_grant")
    fill(person.page, amount="twaalf", date="31-02-2012")
    submit(person.page)


def faults_of_many(person: Person) -> None:
    person.go("/post/propose_project")
    fill(person.page, total_cost="-1", requested="1,2,3", date="overmorgen")
    submit(person.page)


COST = {
    "year": "2017",
    "programme": "SN",
    "amount": "310,00",
    "date": "3-9-2018",
    "payee": "Drukkerij Hoogeveen",
    "description": "Uitnodigingen voor de Zuidas-dagen",
    "document": "INK-2018-0044",
}


def dry_run(person: Person) -> None:
    person.go("/post/post_process_cost")
    fill(person.page, **COST)
    submit(person.page, "dryRun")


def refused(person: Person) -> None:
    person.go("/post/post_process_cost")
    fill(person.page, **{**COST, "amount": "99.000,00"})
    submit(person.page)


def wrong_date(person: Person) -> None:
    person.go("/?at=31-13-2012")


def approving(person: Person) -> None:
    person.open("submission")


def lists_nothing(person: Person) -> None:
    person.go("/search?text=hottentottententententoonstelling")


def import_shown(person: Person) -> None:
    person.go("/bank/import")
    person.page.set_input_files("input[type=file]", EXAMPLES / "bank" / "2012.xml")
    person.page.locator("main form button").first.click()
    person.page.wait_for_load_state("networkidle")


def import_refused(person: Person) -> None:
    person.go("/bank/import")
    person.page.set_input_files("input[type=file]", EXAMPLES / "framework.toml")
    person.page.locator("main form button").first.click()
    person.page.wait_for_load_state("networkidle")


def not_found(person: Person) -> None:
    person.go("/no/such/page")


def no_such_project(person: Person) -> None:
    person.go("/projects/atlantis")


def not_allowed(person: Person) -> None:
    """An auditor reads; they may not post."""
    person.go("/post/post_process_cost")


def menu(person: Person) -> None:
    person.go("/projects")
    summary = person.page.locator(".menu summary")
    if summary.is_visible():
        summary.click()


def _verdict(person: Person) -> None:
    vkey = Path(person.service.folder / "log.vkey").read_text(encoding="utf-8").strip()
    person.go("/verify?entry=5")
    person.page.fill("#vkey", vkey)
    person.page.click("#verify button")
    person.page.wait_for_selector("#result[data-verified]", timeout=SECONDS)


def verified(person: Person) -> None:
    _verdict(person)


def lied_to(person: Person) -> None:
    def answer(route: Any) -> None:
        proof = route.fetch().json()
        proof["leaf"] = proof["leaf"].replace("\n5\n", "\n6\n")
        route.fulfill(body=json.dumps(proof), content_type="application/json")

    person.page.route("**/inclusion-proof", answer)
    _verdict(person)
    person.page.unroute("**/inclusion-proof")


SCENES: dict[str, tuple[str, Callable[[Person], None]]] = {
    "faults": ("officer", faults),
    "faults-of-many": ("officer", faults_of_many),
    "dry-run": ("officer", dry_run),
    "refused": ("officer", refused),
    "not-allowed": ("auditor", not_allowed),
    "wrong-date": ("officer", wrong_date),
    "approving": ("approver", approving),
    "nothing-found": ("officer", lists_nothing),
    "import-shown": ("officer", import_shown),
    "import-refused": ("officer", import_refused),
    "not-found": ("officer", not_found),
    "no-such-project": ("officer", no_such_project),
    "menu": ("officer", menu),
    "verified": ("auditor", verified),
    "lied-to": ("auditor", lied_to),
}
"""By name: who is there, and what they do."""


def _enter(page: "Page", lang: str, url: str, **typed: str) -> None:
    page.goto(f"{url}sign-in?lang={lang}")
    for name, value in typed.items():
        page.fill(f"#{name}", value)
    if typed:
        page.click("form button[type=submit]")


def sign_in(page: "Page", lang: str, url: str) -> None:
    _enter(page, lang, url)


def sign_in_refused(page: "Page", lang: str, url: str) -> None:
    _enter(page, lang, url, name="officer", password="guessed", code="123456")  # noqa: S106


ENTRANCES: dict[str, Callable[["Page", str, str], None]] = {
    "sign-in": sign_in,
    "sign-in-refused": sign_in_refused,
}
"""What is seen before anybody is signed in."""
