"""The browser itself checks an entry of the log; a server that lies is found out."""

import json
from typing import Any

import pytest

from tests.browser.persons import Come, People, Person

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
PROOF = "**/v1/entries/5/inclusion-proof"
CHECKPOINT = "**/v1/log/checkpoint"


@pytest.fixture(scope="module")
def auditor(everybody: People) -> Person:
    """An auditor whom no server lies to."""
    return everybody("auditor")


def check(person: Person, entry: str, vkey: str) -> None:
    person.go("/verify")
    person.page.fill("#entry", entry)
    person.page.fill("#vkey", vkey)
    person.page.click("#verify button")


def verdict(person: Person) -> Any:
    return person.page.locator("#result")


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_an_entry_is_verified(people: Come, vkey: str, lang: str) -> None:
    auditor = people("auditor", lang=lang)
    check(auditor, "5", vkey)
    expect(verdict(auditor)).to_have_attribute("data-verified", "true", timeout=30_000)
    assert auditor.said == []


@pytest.mark.parametrize("entry", ["1", "2", "64", "65", "111"])
def test_any_entry_is(auditor: Person, vkey: str, entry: str) -> None:
    check(auditor, entry, vkey)
    expect(verdict(auditor)).to_have_attribute("data-verified", "true", timeout=30_000)


def other_hash(proof: dict[str, Any]) -> None:
    first = proof["hashes"][0]
    proof["hashes"][0] = ("0" if first[0] != "0" else "1") + first[1:]


def other_leaf(proof: dict[str, Any]) -> None:
    lines = proof["leaf"].split("\n")
    lines[5] = "0" * 64
    proof["leaf"] = "\n".join(lines)


def other_entry(proof: dict[str, Any]) -> None:
    proof["leaf"] = proof["leaf"].replace("\n5\n", "\n6\n")


def too_few(proof: dict[str, Any]) -> None:
    proof["hashes"].pop()


def too_many(proof: dict[str, Any]) -> None:
    proof["hashes"].append("00" * 32)


def other_index(proof: dict[str, Any]) -> None:
    proof["index"] = 5


def other_root(proof: dict[str, Any]) -> None:
    """The root is the server's word alone; it is not believed, nor looked at."""
    proof["root"] = "00" * 32
    other_leaf(proof)


def other_size(proof: dict[str, Any]) -> None:
    proof["size"] -= 1


LIES = (
    *(other_hash, other_leaf, other_entry, too_few),
    *(too_many, other_index, other_root, other_size),
)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_server_that_lies_about_the_entry(people: Come, vkey: str, lie: Any) -> None:
    auditor = people("auditor")

    def answer(route: Any) -> None:
        proof = route.fetch().json()
        lie(proof)
        route.fulfill(body=json.dumps(proof), content_type="application/json")

    auditor.page.route(PROOF, answer)
    check(auditor, "5", vkey)
    expect(verdict(auditor)).to_have_attribute("data-verified", "false", timeout=30_000)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("place", ["size", "root", "signature", "origin", "signer"])
def test_a_server_that_lies_about_the_log(people: Come, vkey: str, place: str) -> None:
    auditor = people("auditor")

    def answer(route: Any) -> None:
        lines = route.fetch().text().split("\n")
        number = {"origin": 0, "size": 1, "root": 2, "signature": 4, "signer": 4}[place]
        changed = {
            "origin": "another/log",
            "size": str(int(lines[1]) + 1),
            "root": "A" * 43 + "=",
            "signature": lines[4][:-8] + "AAAAAAA=",
            "signer": lines[4].replace("zuidas-ledger/", "another/", 1),
        }[place]
        lines[number] = changed
        route.fulfill(body="\n".join(lines), content_type="text/plain")

    auditor.page.route(CHECKPOINT, answer)
    check(auditor, "5", vkey)
    expect(verdict(auditor)).to_have_attribute("data-verified", "false", timeout=30_000)


@pytest.mark.parametrize(
    ("entry", "key"),
    [("5", "no key"), ("5", ""), ("0", None), ("999", None), ("five", None)],
)
def test_what_can_not_be_checked(
    auditor: Person, vkey: str, entry: str, key: str | None
) -> None:
    auditor.go("/verify")
    auditor.page.eval_on_selector_all(
        "input", "all => all.forEach(each => each.removeAttribute('required'))"
    )
    auditor.page.fill("#entry", entry)
    auditor.page.fill("#vkey", vkey if key is None else key)
    auditor.page.click("#verify button")
    expect(verdict(auditor)).to_have_attribute("data-verified", "false", timeout=30_000)


def test_another_ledgers_key_is_not_believed(auditor: Person, vkey: str) -> None:
    name, key_id, material = vkey.split("+", 2)
    check(auditor, "5", f"{name}x+{key_id}+{material}")
    expect(verdict(auditor)).to_have_attribute("data-verified", "false", timeout=30_000)


def test_the_answer_is_a_box_that_says_what_was_proved(people: Come, vkey: str) -> None:
    auditor = people("auditor", lang="nl")
    auditor.go("/entries/5")
    leaf = auditor.page.locator("dt", has_text="Hash van de boeking").locator("+ dd")
    hash_ = leaf.inner_text()
    check(auditor, "5", vkey)
    box = verdict(auditor)
    expect(box).to_have_class("utrecht-alert utrecht-alert--ok verdict", timeout=30_000)
    expect(box).to_contain_text("Geverifieerd: boeking 5")
    expect(box.locator("dl")).to_contain_text(f"Hash van de boeking{hash_}")
    expect(box).to_contain_text("hier dus niet bewezen")


def test_what_was_not_checked_is_told_apart_from_what_is_false(
    people: Come, vkey: str
) -> None:
    auditor = people("auditor", lang="nl")
    check(auditor, "5", "geen sleutel")
    expect(verdict(auditor)).to_have_class(
        "utrecht-alert utrecht-alert--warning verdict"
    )

    def answer(route: Any) -> None:
        proof = route.fetch().json()
        other_leaf(proof)
        route.fulfill(body=json.dumps(proof), content_type="application/json")

    auditor.page.route(PROOF, answer)
    check(auditor, "5", vkey)
    box = verdict(auditor)
    expect(box).to_have_class(
        "utrecht-alert utrecht-alert--error verdict", timeout=30_000
    )
    expect(box).to_contain_text("meld het aan de beheerder en de accountant")
