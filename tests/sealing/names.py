"""A command of the tests' own, with sealed fields of every kind and place."""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.catalogue import BY_NAME, Kind, Trait
from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries import register
from domain.entries.approvals import AS
from domain.entries.command import Dated
from domain.entries.event import Actor, LedgerEvent
from domain.values.fields import Day, Line
from domain.values.sealed import SealedLine, SealedRemark, SealedText

Row = dict[str, Any]
NAME, TOPIC, _SUBJECT = "keep_names", "names-kept.v1", "names_of_tests"
# Known by name alone: `offered`, which lists what users have, goes on without it.
BY_NAME[NAME] = Kind(NAME, _SUBJECT, TOPIC, Trait.REVERSIBLE, "Tests")  # type: ignore[index]  # a dict
register._SUBJECTS[TOPIC] = _SUBJECT
for package in ("entries", "deciding"):
    sys.modules[f"domain.{package}.{_SUBJECT}"] = sys.modules[__name__]


class Named(BaseModel):
    """An item with a day of its own, and one that has none."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    what: Line
    booked: Day | None = None
    party: SealedLine | None = None
    text: SealedText | None = None

    @property
    def sealed_day(self) -> dt.date | None:
        return self.booked


class KeepNames(Dated):
    """Keep names."""

    name = NAME
    example: ClassVar[Row] = {"date": "2011-09-01", "payee_account": "NL91 ABNA"}

    payee_account: Annotated[SealedLine | None, Field(description="x")] = None
    remark: Annotated[SealedRemark, Field(description="x")] = None
    lines: Annotated[list[Named], Field(default_factory=list)]
    plain: Line | None = None


class NamesKept(LedgerEvent):
    """Names, kept."""

    given: KeepNames


@decides(KeepNames)
def keep_names(command: KeepNames, actor: Actor, books: Books) -> Draft:
    return Draft("names", lambda envelope: NamesKept(**envelope, given=command))


PARTY, TEXT, ACCOUNT, REMARK = "J. Jansen", "Voor Jan", "NL91ABNA0417164300", "Fragile"


def fields(on: str = "2011-09-01", **more: object) -> Row:
    """Names in every place that has one; the second line was booked in October."""
    return {
        "date": on,
        "payee_account": ACCOUNT,
        "remark": REMARK,
        "lines": [
            {"what": "first", "party": PARTY},
            {"what": "second", "party": "P. Pieters", "booked": "2011-10-02"},
            {"what": "third", "text": TEXT, "booked": "2011-08-30"},
        ],
        **more,
    }


PLACES = ["lines.0.party", "lines.1.party", "lines.2.text", "payee_account", "remark"]
"""Where they stand, in the order in which they are kept."""


@contextmanager
def submittable() -> Iterator[None]:
    """While this lasts the command can be submitted like any other."""
    before = AS.commands
    AS.commands = (*before, NAME)
    try:
        yield
    finally:
        AS.commands = before
