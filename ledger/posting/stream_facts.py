"""Facts from the states of streams: decisions, years, projects, people, periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from domain.states.approvals import POLICY, Policy
from domain.states.people import STREAM as STREAM_OF_PEOPLE
from domain.states.people import People
from domain.states.periods import STREAM as STREAM_OF_PERIODS
from domain.states.periods import Periods
from ledger.posting.kept import Kept
from ledger.posting.source import EVERYTHING, Source
from ledger.storage import events

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.states.approvals import Settled
    from domain.states.corrections import Corrected
    from domain.states.decisions import Decision
    from domain.states.exports import Batches
    from domain.states.meetings import Meeting
    from domain.states.payments import Order
    from domain.states.projects import Project
    from domain.states.years import BudgetYear
    from ledger.storage.store import Reader
    from projections.frameworks import Frameworks

    StateOf = Callable[[str, int], object]
    """The state behind a stream as it was after an entry; None where it had none."""

_NOBODY = People()
_NO_POLICY = Policy()
_NO_PERIODS = Periods()


class StreamFacts(Source):
    """What the events of a stream come to: read once, and kept."""

    def __init__(
        self,
        store: Reader,
        state_of: StateOf,
        frameworks: Frameworks,
        flush: Callable[[], None],
        known: int = EVERYTHING,
    ) -> None:
        super().__init__(store, frameworks, flush, known)
        self._state_of = state_of
        self._states: Kept[object] = Kept()
        self._versions: Kept[int] = Kept()

    def version(self, stream: str) -> int:
        """The version of a stream's last event; 0 for a new stream."""
        return self._versions.remembered(stream, lambda: self._read_version(stream))

    def _read_version(self, stream: str) -> int:
        self._flush()
        return events.version_of(self.store, stream)

    def _state(self, stream: str) -> object:
        return self._states.remembered(stream, lambda: self._read_state(stream))

    def _read_state(self, stream: str) -> object:
        self._flush()
        return self._state_of(stream, self.known)

    def decision(self, number: str) -> Decision | None:
        """See `Books`."""
        from domain.states import decisions

        return cast("Decision | None", self._state(decisions.stream(number)))

    def meeting(self, number: str) -> Meeting | None:
        """See `Books`."""
        from domain.states import meetings

        return cast("Meeting | None", self._state(meetings.stream(number)))

    def year(self, code: str) -> BudgetYear:
        """See `Books`."""
        from domain.states import years
        from domain.states.years import BudgetYear

        found = self._state(years.stream(code))
        return cast("BudgetYear | None", found) or BudgetYear(code)

    def project(self, project: str) -> Project | None:
        """See `Books`."""
        found = self._last_project(project)
        if found is None or not found.stands:
            return None
        recipient = self.corrected(found.recipient_in, "recipient")
        return found if recipient is None else found.paid_to(recipient)

    def project_free_from(self, project: str) -> date | None:
        """See `Books`."""
        found = self._last_project(project)
        return None if found is None else found.free_from

    def _last_project(self, project: str) -> Project | None:
        """The project last proposed under that id, its proposal reversed or not."""
        from domain.states import projects

        return cast("Project | None", self._state(projects.stream(project)))

    def corrected(self, entry: int, field: str) -> str | None:
        """See `Books`."""
        from domain.states import corrections

        found = cast("Corrected | None", self._state(corrections.stream(entry)))
        return None if found is None else found.fields.get(field)

    def people(self) -> People:
        """See `Books`."""
        return cast("People | None", self._state(STREAM_OF_PEOPLE)) or _NOBODY

    def policy(self) -> Policy:
        """See `Books`."""
        return cast("Policy | None", self._state(POLICY)) or _NO_POLICY

    def settled(self, submission: int) -> Settled | None:
        """See `Books`."""
        from domain.states import approvals

        return cast("Settled | None", self._state(approvals.stream(submission)))

    def order(self, payment: str) -> Order | None:
        """See `Books`."""
        from domain.states import payments

        found = cast("Order | None", self._state(payments.stream(payment)))
        return None if found is None or found.reversed else found

    def batches(self, target: str) -> Batches:
        """See `Books`."""
        from domain.states import exports
        from domain.states.exports import Batches

        found = cast("Batches | None", self._state(exports.stream(target)))
        return found or Batches()

    def periods(self) -> Periods:
        """See `Books`."""
        return cast("Periods | None", self._state(STREAM_OF_PERIODS)) or _NO_PERIODS
