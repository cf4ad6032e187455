"""The story of the examples, filled in by hand: the same ledger as from a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.entries.parsing import build
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.storage.sqlite import SQLiteStore
from projections.sealed import revealed
from projections.stored import state_of_entry
from tests.functional.examples import REGISTERS, SECOND, STORY
from tests.unit.domain.posting import OFFICER
from tests.web.pages.officers import Office, Person, office
from tests.web.pages.page_forms import Page
from tests.web.pages.typing_forms import MODELS, typed

FILES = (*STORY, REGISTERS, SECOND)


def new_ledger(path: Path) -> Path:
    ledger = Ledger(SQLiteStore.create(path))
    ledger.initialise(load("drentse-zuidas"), None, OFFICER)
    ledger.close()
    return path


def lines() -> Iterator[dict[str, Any]]:
    for file in FILES:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def filled(anna: Person, command: str, line: dict[str, Any]) -> Page:
    """The form, after what has to be chosen or added before it is all there."""
    page = Page(anna.get(f"/post/{command}").body)
    fields = typed(command, line)
    first = {k: v for k, v in fields.items() if k.endswith(".command")}
    if first:
        page = sent_for_more(anna, page, first, "as")
    for name in ("third_parties", "advance_schedule"):
        for number in range(len(line.get(name, ())) - 1):
            row = f"{name}.{number}."
            first = {k: v for k, v in fields.items() if k.startswith(row)}
            page = sent_for_more(anna, page, first, name)
    page.form.fill(fields)
    return page


def sent_for_more(
    anna: Person, page: Page, fields: dict[str, list[str]], more: str
) -> Page:
    page.form.fill(fields)
    return Page(anna.post(page.form.action, page.form.send(("add", more))).body)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Every line of the examples, filled in in the form that is shown by then."""
    with office(new_ledger(tmp_path_factory.mktemp("story") / "zuidas.db")) as found:
        anna = found.person("anna", "nl")
        for number, line in enumerate(lines(), start=2):
            page = filled(anna, line.pop("command"), line)
            answer = anna.post(page.form.action, page.form.send())
            assert answer.status == 303, (line, Page(answer.body).ids["mistakes"])
            posted = answer.location.partition("&notes=")[0]
            assert posted == f"/entries/{number}?posted=new"
        yield found


def test_each_entry_is_the_command_of_its_line(by_hand: Office) -> None:
    count = 0
    with by_hand.service.readers.reading() as ledger:
        for number, line in enumerate(lines(), start=2):
            stored = revealed(
                ledger.store, number, state_of_entry(ledger.store, number)
            )
            given = {k: v for k, v in stored["given"].items() if v is not None}
            wanted = build(MODELS[line.pop("command")], line).given()
            assert _in_order({**given, "id": line["id"]}) == _in_order(wanted)
            count += 1
    assert count == by_hand.service.size() - 1 > 100


def _in_order(given: dict[str, Any]) -> dict[str, Any]:
    """Boxes have the order of the page; which are ticked is what is said."""
    return {
        key: sorted(value, key=str) if isinstance(value, list) else value
        for key, value in given.items()
    }
