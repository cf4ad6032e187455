"""A command held by another: one partial model, one derivation of options."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from cli.writing.fields import Fields
from domain.entries.bank import ReceiveContribution
from domain.entries.faults import faults_of
from domain.entries.held import Held, Holds
from domain.values.errors import BadForm

HOLDS = Holds(
    ("receive_contribution", "post_process_cost", "propose_project", "allocate"),
    frozenset({"amount", "date", "document", "document_sha256", "id", "note"}),
)


class Holder(BaseModel):
    as_: HOLDS.field_type() = Field(alias="as", description="As what.")  # type: ignore[valid-type]  # a type made when the program starts


def held(**fields: object) -> Any:
    return Holder.model_validate({"as": fields})


EMMEN = {"command": "receive_contribution", "year": "2011", "partner": "emmen"}


def test_a_held_command_is_given_back_as_it_came() -> None:
    holder = held(**EMMEN)
    assert holder.model_dump(mode="json", by_alias=True) == {"as": EMMEN}


def test_the_holder_makes_it_whole() -> None:
    whole = held(**EMMEN).as_.whole(
        amount=100_00, date=date(2011, 8, 1), document="B-1"
    )
    assert isinstance(whole, ReceiveContribution)
    assert whole == ReceiveContribution.model_validate(
        {
            **{name: value for name, value in EMMEN.items() if name != "command"},
            "amount": "100.00",
            "date": "2011-08-01",
            "document": "B-1",
        }
    )


def test_the_holders_fields_are_refused_in_it() -> None:
    with pytest.raises(ValidationError) as refused:
        held(**EMMEN, amount="1.00", note="x", yaer="2011")
    assert [fault.place for fault in faults_of(refused.value)] == [
        *("as.amount", "as.note", "as.yaer")
    ]


@pytest.mark.parametrize(
    "value",
    [None, "receive_contribution", {}, {"command": "reverse"}, {"command": ["x"]}],
)
def test_what_is_no_command_of_the_list(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Holder.model_validate({"as": value})
    (fault,) = faults_of(refused.value)
    assert (fault.code, fault.pointer) == ("BAD_COMMAND", "/as")


def test_what_it_refers_to_counts() -> None:
    kinds = [(name, mark.kind) for name, mark in held(**EMMEN).as_.references()]
    assert kinds == [("year", "year"), ("partner", "partner")]


def typed(*settings: str, command: str = "receive-contribution") -> Any:
    values = Fields(Holder).values(
        {"as": command, "_set": settings}, lambda: date(2012, 3, 1)
    )
    return values["as"]


def test_it_is_typed_with_as_and_set() -> None:
    options = [option.opts for option in Fields(Holder).options()]
    assert options == [["--as"], ["--set"]]
    assert typed("year=2011", "partner=emmen") == EMMEN
    read = Holder.model_validate({"as": typed("year=2011", "partner=emmen")})
    assert isinstance(read.as_, Held)


def test_lists_and_mappings_are_set_item_by_item() -> None:
    assert typed(
        "applicants=emmen",
        "applicants=meppel",
        "own_contributions.emmen=1.500,00",
        "physical=no",
        command="propose-project",
    ) == {
        "command": "propose_project",
        "applicants": ["emmen", "meppel"],
        "own_contributions": {"emmen": "1500.00"},
        "physical": False,
    }
    assert typed("shares.TL=40%", command="allocate") == {
        "command": "allocate",
        "shares": {"TL": "40"},
    }


@pytest.mark.parametrize(
    "settings",
    [("year",), ("year=2011", "year=2012"), ("own_contributions=x",)],
)
def test_what_is_typed_wrongly(settings: tuple[str, ...]) -> None:
    with pytest.raises(BadForm):
        typed(*settings, command="propose-project")


def test_an_unknown_field_is_left_to_the_model() -> None:
    with pytest.raises(ValidationError) as refused:
        Holder.model_validate({"as": typed("yaer=2011", "partner=emmen")})
    assert {fault.place for fault in faults_of(refused.value)} == {
        *("as.year", "as.yaer")
    }
