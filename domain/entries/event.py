"""What the ledger stores: one event per accepted command, named in the past tense.

An event holds the command as given and, beside it, what followed from it at that
moment (the amounts of a split, an assessment, what was recoverable), so that replaying
it needs no rule and no other event. Topics are explicit and versioned: they are data
for ever, the class names behind them are not (`domain.catalogue` has them all).
"""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, TypedDict

from eventsourcing.utils import register_topic
from pydantic import BaseModel, ConfigDict, Field

from domain.catalogue import BY_NAME
from domain.entries.command import Command

EVENTS: dict[str, type["LedgerEvent"]] = {}
"""Event classes by topic, of the subjects that were imported (`entries.register`)."""


class Actor(BaseModel):
    """Who posted, and how the program came to know."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    source: Literal["option", "environment", "login", "program", "session", "account"]
    login: str
    """Login name at the operating system, which the actor's name need not be."""
    session_user: str | None = None
    """The database's own session user, which can't be chosen (PostgreSQL)."""


class Approval(BaseModel):
    """The approval that an entry follows from (section 9)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    entry: int
    """The entry that approved it, which is the one ahead."""
    person: str
    """Who approved it."""


PersonBy = Literal["login", "session", "password", "oidc", "token"]
"""How a person was known: none of these can be chosen by who posts."""


class Envelope(TypedDict):
    """What every entry says of itself, whatever its command.

    One more item here, with its field in `LedgerEvent` and a default, is no new version
    of any event: what an entry doesn't have is not stored.
    """

    originator_id: str
    originator_version: int
    entry: int
    recorded_at: datetime
    clock: datetime | None
    previous_recorded_at: datetime | None
    actor: Actor
    person: str
    person_by: PersonBy
    approval: Approval | None
    program: str
    rules: int | None


class LedgerEvent(BaseModel):
    """The envelope of every event; subclasses add the command and what followed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)

    TOPIC: ClassVar[str]

    originator_id: Annotated[str, Field(exclude=True)] = ""
    originator_version: Annotated[int, Field(exclude=True)] = 0
    entry: int
    recorded_at: datetime
    """UTC; earlier than the previous entry's only where that is in the entry too."""
    clock: datetime | None = None
    """What the clock said, where the entry took the previous entry's time instead."""
    previous_recorded_at: datetime | None = None
    """The previous entry's time, where the clock was too far behind to take it."""
    actor: Actor
    person: str | None = None
    """Who it was, which could not be chosen (section 9); see `who`."""
    person_by: PersonBy | None = None
    approval: Approval | None = None
    """By whom and where it was approved, where it was submitted first."""
    program: str
    """Version of the program that accepted the command."""
    rules: int | None = None
    """Version of the rules that it was judged by; None from before these had one."""
    given: Command

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register the event under the topic that the catalogue gives its command."""
        super().__pydantic_init_subclass__(**kwargs)
        given = cls.model_fields["given"].annotation
        own = given is not Command  # of a class between, it is anybody's
        if own and isinstance(given, type) and issubclass(given, Command):
            cls.TOPIC = BY_NAME[given.name].topic
            register_topic(cls.TOPIC, cls)
            EVENTS[cls.TOPIC] = cls

    @property
    def who(self) -> str:
        """The person; of older entries the session user, else the login name."""
        return self.person or self.actor.session_user or self.actor.login

    @property
    def clock_time(self) -> datetime:
        """What the clock said when it was accepted: its day was today."""
        return self.clock or self.recorded_at

    @property
    def effective_date(self) -> date | None:
        """The date of the event's lines; None where it has none."""
        return self.given.effective_date
