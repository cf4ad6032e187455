"""Projects with their status and amounts, as known and at a date."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from domain.budgets import accounts as acc
from domain.catalogue import KINDS
from domain.framework.course import PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.money import Cents
from projections.answers.arithmetic import OF_PROJECT, Row, Sum, accounts_of
from projections.snapshot import View
from projections.stored import State, state_of

_STATUS = {kind.name: kind.status for kind in KINDS if kind.status is not None}
_TERMS = ("propose_project", "amend_project")
"""What says, or changes, the terms of a project."""
_SETTLED = ("determined", "withdrawn")
_SUMS = OF_PROJECT.values()


class _Standing:
    """A project's terms and status as of the date."""

    def __init__(self) -> None:
        self.terms: dict[str, Any] = {}
        self.status = "proposed"


def project_rows(view: View) -> list[dict[str, object]]:
    """One row per project proposed on or before the date, by id."""
    return [row.json() for row in rows(view)]


def rows(view: View, project: str | None = None) -> list[Row]:
    """The same with the sums that their figures are; of one `project`, or of all.

    The sums are of a project's measures; `in_accounts` says them in accounts.
    """
    standing = _standing(view, project)
    amounts = _amounts(view, project)
    return [
        _row(each, standing[each], amounts.get(each, {}))
        for each in sorted(standing, key=str.encode)
    ]


def proposals(view: View) -> dict[str, dict[str, Any]]:
    """Per project its proposal as amended by the date: the fields as given."""
    return {project: each.terms for project, each in _standing(view).items()}


def _row(project: str, standing: _Standing, amounts: dict[str, Cents]) -> Row:
    terms = standing.terms
    is_settled = standing.status in _SETTLED
    cells = {
        "project": project,
        "year": terms.get("year"),
        "programme": terms.get("programme"),
        "kind": terms.get("kind"),
        "status": standing.status,
        "requested": terms.get("requested"),
        **OF_PROJECT,
        "determined": OF_PROJECT["determined"] if is_settled else None,
    }
    return Row(cells, amounts)


def _standing(view: View, only: str | None = None) -> dict[str, _Standing]:
    """Standing entries in entry order: the newest decides the status."""
    found: dict[str, _Standing] = {}
    for project, command, state in _steps(view, only):
        if command == "propose_project":
            found[project] = _Standing()
        if project not in found:
            continue
        found[project].status = _STATUS.get(command, found[project].status)
        if state is not None:
            found[project].terms.update(state["given"])
    return found


def _steps(view: View, only: str | None) -> Iterator[tuple[str, str, State | None]]:
    """Project, command and, of a proposal or its amendment, the state."""
    commands = (*_STATUS, "amend_project")
    # Written so that the index of projects is used: most entries are of none. Awards
    # hold long assessments, of which nothing is asked here. It is sorted by a column of
    # its own, which lets it be asked of a view of two tables by their indexes too.
    of = "e.project > ''" if only is None else "e.project = ?"
    rows = view.rows(
        "SELECT e.project, e.command, s.topic,"
        f" CASE WHEN e.command IN ({', '.join('?' * len(_TERMS))}) THEN s.state END,"
        " +e.entry"
        " FROM entries e"
        " JOIN stored_events s ON s.entry = e.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        f" WHERE {of} AND e.day <= ? AND e.entry <= ?"
        f" AND r.entry IS NULL AND e.command IN ({', '.join('?' * len(commands))})"
        " ORDER BY 5",
        *_TERMS,
        view.day,
        view.entry,
        *(() if only is None else (only,)),
        view.day,
        view.entry,
        *commands,
    )
    for project, command, topic, stored, _ in rows:
        state = None if stored is None else state_of(str(topic), stored)
        yield str(project), str(command), state


def _amounts(view: View, only: str | None) -> dict[str, dict[str, Cents]]:
    """Per project its measures, what is committed and what is recoverable."""
    if only is None:
        accounts = view.accounts_under(
            "memo:project:", "budget:committed:", "assets:recoverable:"
        )
    else:
        accounts = _accounts(view, only)
    amounts: dict[str, dict[str, Cents]] = {}
    for name, cents in view.sums(accounts).items():
        project, measure = _measured(name)
        measures = amounts.setdefault(project, {})
        measures[measure] = measures.get(measure, 0) + cents
    return amounts


def _measured(account: str) -> tuple[str, str]:
    """The project and the measure of it that an account is of."""
    parts = account.split(":")
    return parts[-1], parts[2] if account.startswith(acc.MEMO) else parts[1]


def _accounts(view: View, project: str) -> dict[int, str]:
    """The accounts of the measures of one project that were ever posted to."""
    places = product(view.course.ever(YEAR), (*view.course.ever(PROGRAMME), OUTSIDE))
    return view.accounts(
        [
            *(acc.of_project(measure, project) for measure in accounts_of(_SUMS)),
            *(acc.committed(*place, project) for place in places),
            acc.recoverable(project),
        ]
    )


def in_accounts(view: View, project: str, figure: Sum) -> Sum:
    """A sum of a project's measures as the sum of accounts that it is."""
    names = _accounts(view, project).values()
    return Sum(
        tuple(
            (name, sign)
            for measure, sign in figure.accounts
            for name in names
            if _measured(name) == (project, measure)
        )
    )
