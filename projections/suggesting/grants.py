"""What the ledger has of each project that a bank's text may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from projections.answers.corrections import Corrections
from projections.answers.project_rows import proposals
from projections.snapshot import View

_LETTERS = ("award_grant", "change_grant", "determine_grant", "withdraw_grant")


@dataclass
class Papers:
    """The letters and decisions of a project's grant, and who receives it."""

    recipient: str | None = None
    letters: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)


def papers(view: View, corrections: Corrections) -> Mapping[str, Papers]:
    """By project, as known and corrected; what was reversed is left out."""
    found = {
        project: Papers(terms.get("recipient"))
        for project, terms in proposals(view).items()
    }
    rows = view.rows(
        "SELECT e.entry, e.project, e.document, e.decision FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
        f" WHERE e.command IN ({', '.join('?' * len(_LETTERS))}) AND e.entry <= ?"
        " AND r.entry IS NULL ORDER BY e.entry",
        view.entry,
        *_LETTERS,
        view.entry,
    )
    for entry, project, document, decision in rows:
        given = {"document": document, "decision": decision}
        of = found.setdefault(str(project), Papers())
        _add(of.letters, corrections.of(int(entry), given, "document"))
        _add(of.decisions, corrections.of(int(entry), given, "decision"))
    return found


def _add(texts: list[str], text: str | None) -> None:
    if text is not None:
        texts.append(text)
