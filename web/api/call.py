"""One request of the API, and what serves it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from projections.query import Query
from web.api.accepting import parameter_of
from web.api.answers import JSON, RECEIPTS, REPORT, Answer
from web.api.keys import Key

if TYPE_CHECKING:
    from web.service import Service
    from web.signin.identity import Identity

Scope = Literal["read", "post", "approve", "administer"]
Method = Literal["GET", "POST"]


@dataclass(frozen=True)
class Call:
    """A request whose path was found, of somebody who may make it."""

    service: "Service"
    operation: "Operation"
    names: Mapping[str, str]
    """What the path names, decoded."""
    query: bytes
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes
    identity: "Identity | None"
    """Who it is; None where anybody may ask."""
    media: str = JSON
    """What it is answered in, where it succeeds."""

    @property
    def wants_report(self) -> bool:
        """Another `zuidas` asks, which prints the report itself."""
        return self.media in (REPORT, RECEIPTS)

    @property
    def shape(self) -> str | None:
        """As what it prints the report, where it says so."""
        accept = self.headers.get("accept", "")
        return parameter_of(accept, REPORT, "shape") if self.wants_report else None


Handler = Callable[[Call], Awaitable[Answer]]


class Deferred(NamedTuple):
    """An operation that is made when it is first asked for: starting stays light."""

    method: "Method"
    template: str
    make: "Callable[[], Operation]"


class Operation(NamedTuple):
    """One method of one path: what it takes, what serves it, what it gives."""

    method: Method
    template: str
    """Below `/v1`, such as `/projects/{project}`."""
    name: str
    """Unique; the OpenAPI document's `operationId`."""
    summary: str
    serve: Handler
    scope: Scope | None = "read"
    """What a token needs; None: it is open. Of posting the command says it."""
    keys: tuple[Key, ...] = ()
    unknown: tuple[str, ...] = ()
    """Codes that say that what the path names is not there: they are 404."""
    query: Query | None = None
    """The query that answers it."""
    takes: tuple[str, ...] = ()
    """Media types of its body."""
    gives: tuple[str, ...] = (JSON, REPORT)
    success: tuple[int, ...] = (200,)
    of_path: Mapping[str, str] = {}
    """What each name in the path means."""
    answer: Mapping[str, object] | None = None
    """The JSON Schema of its answer, where no query has it."""
    body: Mapping[str, object] | None = None
    """That of its body, where it is not any command."""
