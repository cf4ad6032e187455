"""What can be chosen in a field, from the ledger as it is now."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.values.fields import Refers
from web.pages.components.fields import Option
from web.pages.posting import things
from web.pages.posting.things import Now
from web.pages.visit import Visit

Options = Sequence[Option]
_Find = Callable[[Now, str, Refers | None], Iterator[Option]]
_BY_MARK: Mapping[str, _Find] = {
    "partner": things.partners,
    "programme": things.programmes,
    "year": things.years,
    "category": things.categories,
    "project": things.projects,
    "decision": things.decisions,
    "meeting": things.meetings,
}
_BY_FIELD: Mapping[tuple[str, str], _Find] = {
    ("", "bank_line"): things.bank_lines,
    ("match_bank_lines", "lines"): things.bank_lines,
    ("match_bank_lines", "entries"): things.open_entries,
    ("", "clears"): things.open_items,
    ("", "payment"): things.orders,
    ("register_statement", "account"): things.bank_accounts,
    ("", "cost_kind"): things.cost_kinds,
    ("", "themes"): things.themes,
    ("", "max_shares"): things.counts,
    ("", "submission"): things.waiting,
    ("revoke_role", "person"): things.persons,
}
_NEW = frozenset((("order_payment", "payment"),))
"""Fields whose value is new with the command."""
_OF_COMMAND = frozenset((things.projects, things.bank_lines, things.orders))
"""What differs from command to command."""


class Existing:
    """What a visitor can choose from; each thing is looked up when it is asked for."""

    def __init__(self, visit: Visit) -> None:
        self._now = Now(visit)
        self._kept: dict[object, Options] = {}

    def of(
        self, command: str, field: str, mark: Refers | None = None
    ) -> Options | None:
        """What can stand in a field of a command; None where anything may."""
        find = _BY_FIELD.get((command, field)) or _BY_FIELD.get(("", field))
        if find is None and mark is not None:
            find = _BY_MARK[mark.kind]
        if find is None or (command, field) in _NEW:
            return None
        key = find, command if find in _OF_COMMAND else "", mark
        if key not in self._kept:
            self._kept[key] = list(find(self._now, command, mark))
        return self._kept[key]
