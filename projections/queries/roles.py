"""`roles`: who may do what (section 9)."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.answers.roles import roles as found_roles
from projections.query import Asked, query
from projections.report import Column, Part, Report, Table, line, sheet

_COLUMNS = (
    Column("person", "Person", "name"),
    Column("role", "Role", "words"),
    Column("since", "Since"),
    Column("by", "Granted by", "name"),
    Column("entry", "Entry", "number"),
)
_POLICY = (
    Column("command", "Command"),
    Column("amount", "From", "amount"),
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

    And which commands a second person approves, from which amount on. Until the first
    role is granted everybody may do everything. On a file that several people can write
    this is a procedure, no technique: who can write the file can write anything in it,
    which audit verify then finds.
    """
    data = found_roles(asked.view)
    names = [column.name for column in _COLUMNS]
    return Report(data, lambda: _parts(data), sheet(data["roles"], names))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    if data["in_force"]:
        yield Table(_COLUMNS, data["roles"], "Roles")
    else:
        yield line(
            "No role was granted: everybody may do everything. The first administrator"
            " puts roles in force (grant-role, or init --administrator)."
        )
    if data["policy"]:
        rows = [_under_policy(*each) for each in data["policy"].items()]
        yield Table(_POLICY, rows, "A second person approves")
    if data["in_force"] or data["policy"]:
        yield line(
            "Who can write the file, or owns the database, can write around this, in"
            " anybody's name: it is a procedure there. audit verify finds what did not"
            " follow it, not who really wrote it."
        )


def _under_policy(command: str, amount: str) -> dict[str, object]:
    """From nothing on is always; so is a command that has no amount."""
    return {"command": command, "amount": None if amount == "0.00" else amount}
