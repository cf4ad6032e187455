"""What people fill in for a command's fields, whatever they fill it in with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.entries.command import Command
from domain.entries.parsing import build
from domain.entries.register import command_models
from domain.values.errors import BadForm
from domain.values.money import signed_from_typed
from domain.values.texts import format_cents
from ledger.fields.described import Description, description_of, properties, values_of
from ledger.fields.reading import Json, Reader, built
from ledger.fields.typed import dutch

TODAY = date(2012, 3, 1)
MODELS = command_models()


def today() -> date:
    return TODAY


def command(name: str, filled: Mapping[str, Any]) -> Command:
    reader = Reader(today)
    model = MODELS[name]
    fields = reader.read(description_of(model), filled)
    return built(model, fields, reader.unread)


def faults(name: str, filled: Mapping[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(BadForm) as refused:
        command(name, filled)
    return {(fault.place, fault.code) for fault in refused.value.faults}


def typed(value: Any, schema: Mapping[str, Any], described: Description) -> Any:
    """JSON of a field as it is typed in Dutch, in the same shape."""
    match value:
        case dict() if schema.get("format") == "framework":
            return Json(value)
        case {"command": held, **fields}:
            inner = described.held("as", held)
            return {
                "command": held,
                **{
                    str(k): typed(v, inner.schema[str(k)], inner)
                    for k, v in fields.items()
                },
            }
        case dict():
            own = properties(schema)
            return {
                key: typed(each, own[key] if own else values_of(schema), described)
                for key, each in value.items()
            }
        case list():
            return [typed(each, schema["items"], described) for each in value]
    return dutch(value, schema)


@pytest.mark.parametrize("name", MODELS)
def test_every_example_typed_in_dutch_is_the_same_command(name: str) -> None:
    model = MODELS[name]
    described = description_of(model)
    filled = {
        field: typed(value, described.schema[field], described)
        for field, value in model.example.items()
    }
    assert command(name, filled) == build(model, model.example)


@pytest.mark.parametrize(
    ("said", "day"),
    [("vandaag", "2012-03-01"), ("Today", "2012-03-01"), ("gisteren", "2012-02-29")],
)
def test_a_day_in_words(said: str, day: str) -> None:
    filled = {"until": said, "reason": "x"}
    assert command("lock_period", filled).given()["until"] == day


def test_all_faults_each_at_its_place() -> None:
    found = faults(
        "set_funding_limits",
        {
            "year": "2011",
            "date": "1-13-2011",
            "max_grants": {"TL": "9.000", "SN": "9.000,00"},
            "max_shares": {"2": "vijf"},
            "colour": "red",
        },
    )
    assert found == {
        ("max_grants.TL", "BAD_AMOUNT"),
        ("max_shares.2", "BAD_AMOUNT"),
        ("date", "BAD_DATE"),
        ("decision", "BAD_COMMAND"),
        ("colour", "BAD_COMMAND"),
    }


def test_faults_within_a_held_command_and_within_rows() -> None:
    held = {"command": "pay_grant", "amount": "1.000", "colour": "red"}
    assert faults("submit", {"as": held}) == {
        ("as.amount", "BAD_AMOUNT"),
        *((f"as.{name}", "BAD_COMMAND") for name in ("project", "document", "date")),
        ("as.colour", "BAD_COMMAND"),
    }
    rows = [
        {"name": "Bank", "active": "ja", "contribution": "1.000"},
        {"name": "Stenden", "active": "misschien", "contribution": "5,00"},
    ]
    filled = {"project": "grecor", "date": "1-10-2011", "third_parties": rows}
    assert faults("amend_project", filled) == {
        ("third_parties.0.contribution", "BAD_AMOUNT"),
        ("third_parties.1.active", "BAD_COMMAND"),
    }


def test_what_can_be_held_is_said_where_it_is_none_of_it() -> None:
    for held in ({"command": "reverse"}, {}, "pay_grant"):
        found = faults("order_payment", {"as": held})
        assert ("as", "BAD_COMMAND") in found


def test_a_framework_is_its_file_as_text() -> None:
    found = faults("adopt_framework", {"framework": "name = ", "date": "1-8-2014"})
    assert ("framework", "FRAMEWORK_INVALID") in found
    found = faults("adopt_framework", {"framework": "/etc/passwd", "date": "today"})
    assert ("framework", "FRAMEWORK_INVALID") in found


def test_schemas_stand_on_their_own() -> None:
    for model in MODELS.values():
        described = description_of(model)
        assert "$ref" not in str(described.schema)
        assert "anyOf" not in str(described.schema)
        assert described.marks.keys() <= described.schema.keys()
    assert "payee_account" in description_of(MODELS["order_payment"]).sealed


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_a_signed_amount_there_and_back(cents: int) -> None:
    text = format_cents(cents)
    schema = {"format": "signed-euro-amount"}
    assert signed_from_typed(dutch(text, schema)) == text
