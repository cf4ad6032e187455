"""The advances that an award promises (*bevoorschotting*, Awb 4:95)."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.values.fields import Day, Movement

_MOST = 100


class Advance(BaseModel):
    """One advance: when it is paid, and how much."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    date: Day
    amount: Movement


def _none_is_absent(value: object) -> object:
    """A schedule without advances says nothing, so it counts as left out."""
    return None if value == [] else value


AdvanceSchedule = Annotated[
    Annotated[list[Advance], Field(max_length=_MOST)] | None,
    BeforeValidator(_none_is_absent),
]
"""Advances in the order of their dates; an empty one counts as left out."""
