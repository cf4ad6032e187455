"""Projects with their status and amounts, as known and at a date."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.budgets import accounts as acc
from domain.catalogue import KINDS
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.snapshot import View
from projections.stored import State, state_of

_STATUS = {kind.name: kind.status for kind in KINDS if kind.status is not None}
_TERMS = ("propose_project", "amend_project")
"""What says, or changes, the terms of a project."""


@dataclass
class _Standing:
    """A project's terms and status as of the date."""

    terms: dict[str, Any] = field(default_factory=dict)
    status: str = "proposed"


def project_rows(view: View) -> list[dict[str, object]]:
    """One row per project proposed on or before the date, by id."""
    standing = _standing(view)
    amounts = _amounts(view)
    return [
        _row(project, standing[project], amounts.get(project, {}))
        for project in sorted(standing, key=str.encode)
    ]


def proposals(view: View) -> dict[str, dict[str, Any]]:
    """Per project its proposal as amended by the date: the fields as given."""
    return {project: each.terms for project, each in _standing(view).items()}


def _row(
    project: str, standing: _Standing, amounts: dict[str, Cents]
) -> dict[str, object]:
    def amount(measure: str) -> Cents:
        return amounts.get(measure, 0)

    determined: str | None = None
    if standing.status == "determined":
        determined = format_cents(amount("awarded") - amount("released"))
    elif standing.status == "withdrawn":
        determined = format_cents(0)
    return {
        "project": project,
        "year": standing.terms.get("year"),
        "programme": standing.terms.get("programme"),
        "kind": standing.terms.get("kind"),
        "status": standing.status,
        "requested": standing.terms.get("requested"),
        "awarded": format_cents(amount("awarded")),
        "determined": determined,
        "released": format_cents(amount("released")),
        "written_off": format_cents(amount("written-off")),
        "paid": format_cents(amount("paid")),
        "refunded": format_cents(amount("refunded")),
        "committed": format_cents(amount("committed")),
        "recoverable": format_cents(amount("recoverable")),
        "funds_received": format_cents(amount("funds-received")),
        "funds_spent": format_cents(amount("funds-spent")),
    }


def _standing(view: View) -> dict[str, _Standing]:
    """Standing entries in entry order: the newest decides the status."""
    found: dict[str, _Standing] = {}
    for project, command, state in _steps(view):
        if command == "propose_project":
            found[project] = _Standing()
        if project not in found:
            continue
        found[project].status = _STATUS.get(command, found[project].status)
        if state is not None:
            found[project].terms.update(state["given"])
    return found


def _steps(view: View) -> Iterator[tuple[str, str, State | None]]:
    """Project, command and, of a proposal or its amendment, the state."""
    commands = (*_STATUS, "amend_project")
    # Written so that the index of projects is used: most entries are of none. Awards
    # hold long assessments, of which nothing is asked here. It is sorted by a column of
    # its own, which lets it be asked of a view of two tables by their indexes too.
    rows = view.rows(
        "SELECT e.project, e.command, s.topic,"
        f" CASE WHEN e.command IN ({', '.join('?' * len(_TERMS))}) THEN s.state END,"
        " +e.entry"
        " FROM entries e"
        " JOIN stored_events s ON s.entry = e.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        " WHERE e.project > '' AND e.day <= ? AND e.entry <= ?"
        f" AND r.entry IS NULL AND e.command IN ({', '.join('?' * len(commands))})"
        " ORDER BY 5",
        *_TERMS,
        view.day,
        view.entry,
        view.day,
        view.entry,
        *commands,
    )
    for project, command, topic, stored, _ in rows:
        state = None if stored is None else state_of(str(topic), stored)
        yield str(project), str(command), state


def _amounts(view: View) -> dict[str, dict[str, Cents]]:
    """Per project its measures, what is committed and what is recoverable."""
    names = view.accounts_under(
        "memo:project:", "budget:committed:", "assets:recoverable:"
    )
    amounts: dict[str, dict[str, Cents]] = {}
    for name, cents in view.sums(names).items():
        parts = name.split(":")
        measure = parts[2] if name.startswith(acc.MEMO) else parts[1]
        measures = amounts.setdefault(parts[-1], {})
        measures[measure] = measures.get(measure, 0) + cents
    return amounts
