"""What `zuidas db status` tells of a database itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.values.messages import Message


@dataclass(frozen=True)
class StoreStatus:
    """What a database is, and who may do what in it."""

    kind: str
    """`sqlite` or `postgresql`."""
    layout: int
    """Version of the tables' layout (`layouts.py`)."""
    size_bytes: int
    owner: str | None = None
    roles: dict[str, str] = field(default_factory=dict)
    """`reader`, `service`, or `officer` of version 1, by user (PostgreSQL)."""
    members: dict[str, str] = field(default_factory=dict)
    """The role that somebody else is a member of, and so has its rights too."""
    superusers: Sequence[str] = ()
    complaints: Sequence[Message] = ()
    """What goes beyond the two roles, or falls short of them."""
