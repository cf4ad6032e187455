"""`roles`: who may do what (section 9)."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.answers.roles import roles as found_roles
from projections.query import Asked, query
from projections.report import Column, Part, Report, Table, line, sheet

_COLUMNS = (
    Column("person", "Person", "name"),
    Column("role", "Role"),
    Column("since", "Since"),
    Column("by", "Granted by", "name"),
    Column("entry", "Entry", "number"),
)


@query(
    "roles",
    examples="""
    zuidas roles
    zuidas roles --at 2012-12-31 --known-at '#10' -O json
    """,
)
def roles(asked: Asked) -> Report:
    """Who may do what, since when, and by whom it was granted.

    Until the first role is granted everybody may do everything. On a file that several
    people can write this is a procedure, no technique: who can write the file can
    write anything in it, which audit verify then finds.
    """
    data = found_roles(asked.view)
    names = [column.name for column in _COLUMNS]
    return Report(data, lambda: _parts(data), sheet(data["roles"], names))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    if not data["in_force"]:
        yield line(
            "No role was granted: everybody may do everything. The first administrator"
            " puts roles in force (grant-role, or init --administrator)."
        )
        return
    yield Table(_COLUMNS, data["roles"], "Roles")
