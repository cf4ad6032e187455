"""How many submissions wait for the visitor to decide on."""

from projections.answers.submissions import SETTLING, submissions
from projections.snapshot import View
from web.pages.posting.allowed import Allowed
from web.pages.visit import Visit


def for_me(visit: Visit) -> int:
    """Those of others that wait now, for whoever approves; 0 for anybody else."""
    view = visit.ledger.view()
    if not _waiting(view) or Allowed(visit).lacks("approve") is not None:
        return 0
    own = visit.identity.name
    return sum(
        each.settled is None and each.state["person"] != own
        for each in submissions(view)
    )


def _waiting(view: View) -> int:
    """How many wait at all: each is settled once. Counted, since it is on any page."""
    names = ", ".join(f"'{name}'" for name in SETTLING)
    rows = view.rows(
        "SELECT SUM(CASE WHEN command = 'submit' THEN 1 ELSE -1 END) FROM entries"
        f" WHERE command IN ('submit', {names})"
    )
    for (count,) in rows:
        return int(count or 0)
    return 0
