"""From the names and values of a form to a command, without a server."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.entries.command import Command
from domain.entries.parsing import build
from domain.values.errors import BadForm
from ledger.fields.described import description_of
from ledger.fields.reading import Reader, built
from tests.functional.examples import EXAMPLES
from tests.web.pages.typing_forms import MODELS, typed
from web.pages.posting.filled import NONE, filled_in

TODAY = date(2012, 3, 1)
LINES = [
    json.loads(line)
    for file in sorted(EXAMPLES.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def command(name: str, sent: Mapping[str, list[str]]) -> Command:
    """What a form comes to."""
    model = MODELS[name]
    described = description_of(model)
    reader = Reader(lambda: TODAY)
    fields = reader.read(described, filled_in(described, sent))
    return built(model, fields, reader.unread)


@pytest.mark.parametrize("name", MODELS)
def test_every_models_example(name: str) -> None:
    example = MODELS[name].example
    assert command(name, typed(name, example)) == build(MODELS[name], example)


@pytest.mark.parametrize(
    "line", LINES, ids=[f"{n} {e['command']}" for n, e in enumerate(LINES)]
)
def test_every_line_of_the_examples(line: dict[str, Any]) -> None:
    name = line["command"]
    fields = {key: each for key, each in line.items() if key != "command"}
    assert command(name, typed(name, fields)) == build(MODELS[name], fields)


@given(
    st.dictionaries(
        st.sampled_from(["SN", "TL", "IBO", "a.b", "x y"]),
        st.integers(0, 10**13).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
        max_size=5,
    ),
    st.lists(st.sampled_from(["emmen", "meppel", "de wolden", "x;y=z"]), max_size=4),
    st.lists(
        st.fixed_dictionaries(
            {
                "name": st.text("ab \"'<>&;=.,-0", min_size=1).filter(str.strip),
                "active": st.booleans(),
                "contribution": st.integers(0, 10**9).map(lambda n: f"{n}.00"),
            }
        ),
        max_size=3,
    ),
    st.booleans(),
)
def test_what_is_filled_in_is_what_json_says(
    amounts: dict[str, str],
    partners: list[str],
    parties: list[dict[str, Any]],
    physical: bool,
) -> None:
    fields = {
        **MODELS["propose_project"].example,
        "own_contributions": amounts,
        "participants": partners,
        "third_parties": parties,
        "physical": physical,
    }
    sent = typed("propose_project", fields)
    made = command("propose_project", sent)
    assert made == build(MODELS["propose_project"], fields)


AMENDED = {"project": ["grecor"], "date": ["1-10-2011"]}


def test_an_empty_field_says_nothing() -> None:
    blank = {key: [" "] for key in ("recipient", "participants", "vision_goal")}
    assert command("amend_project", {**AMENDED, **blank, "title": ["X"]}).given() == {
        "project": "grecor",
        "date": "2011-10-01",
        "title": "X",
    }


def test_a_field_can_be_empty_on_purpose() -> None:
    names = ["participants", "own_contributions", "third_parties", "vision_goal"]
    made = command("amend_project", {**AMENDED, NONE: names}).given()
    assert made["participants"] == made["third_parties"] == []
    assert (made["own_contributions"], made["vision_goal"]) == ({}, "")


def test_what_must_be_said_and_may_be_empty() -> None:
    sent = typed("propose_project", MODELS["propose_project"].example)
    del sent["participants"]
    sent["vision_goal"] = ["  "]
    made = command("propose_project", sent).given()
    assert (made["participants"], made["vision_goal"]) == ([], "")


def test_ticked_boxes_and_lines_are_one_list() -> None:
    sent = typed("propose_project", MODELS["propose_project"].example)
    sent["themes"] = ["transport-logistics"]
    sent["themes.0"] = ["Water\r\n\r\n Energy "]
    made = command("propose_project", sent).given()
    assert made["themes"] == ["transport-logistics", "Water", "Energy"]


def test_line_breaks_in_a_text_are_spaces() -> None:
    sent = typed("lock_period", MODELS["lock_period"].example)
    sent["reason"] = ["It was\r\naudited\nwhole"]
    assert command("lock_period", sent).given()["reason"] == "It was audited whole"


def test_rows_that_are_empty_are_none_whatever_their_number() -> None:
    sent = {
        **AMENDED,
        "third_parties.7.name": ["Stenden"],
        "third_parties.7.active": ["ja"],
        "third_parties.7.contribution": ["5.000,00"],
        "third_parties.3.name": [""],
    }
    made = command("amend_project", sent).given()
    assert made["third_parties"] == [
        {"name": "Stenden", "active": True, "contribution": "5000.00"}
    ]


def test_fields_of_a_former_choice_say_nothing() -> None:
    sent = typed("reclassify", MODELS["reclassify"].example)
    sent["as.programme"] = ["SN"]
    made = command("reclassify", sent)
    assert made == build(MODELS["reclassify"], MODELS["reclassify"].example)


@pytest.mark.parametrize(
    "name", ["colour", "amount.x", "shares", "as.colour", "third_parties.0", "", "."]
)
def test_what_no_field_is_called_is_refused(name: str) -> None:
    sent = typed("order_payment", MODELS["order_payment"].example)
    with pytest.raises(BadForm) as refused:
        command("order_payment", {**sent, name: ["x"]})
    assert [fault.path for fault in refused.value.faults] == [(name or "",)]
