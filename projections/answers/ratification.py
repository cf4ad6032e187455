"""What the executives said of strategic decisions (annex D)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from domain.values.days import days_after
from projections.answers.corrections import Corrections
from projections.answers.registers import Registered, in_force, newest, partners_on
from projections.snapshot import View

TERM_DAYS = 90
"""How long the executives have."""
_ANSWER = ("date", "outcome", "document")


def ratification(
    view: View, decision: Registered, answers: Sequence[Registered]
) -> list[dict[str, Any]]:
    """Per partner its newest answer on a decision; the outcome is null without one.

    `answers` are the ratifications in force. Of an ordinary decision there are none.
    """
    if not decision.given.get("strategic"):
        return []
    number = decision.given["number"]
    own = [
        each
        for each in answers
        if each.given["decision"] == number
        and each.named_since("decision") > decision.entry
    ]
    found = newest(own, "partner")
    partners = dict.fromkeys(
        [*partners_on(view, decision.date), *(p for (p,) in found)]
    )
    return [_row(partner, found.get((partner,))) for partner in partners]


def _row(partner: str, answer: Registered | None) -> dict[str, Any]:
    told = dict.fromkeys((*_ANSWER, "entry"))
    if answer is not None:
        told = answer.told(*_ANSWER)
    return {"partner": partner, **{name: told[name] for name in (*_ANSWER, "entry")}}


def strategic(view: View) -> Iterator[tuple[Registered, list[dict[str, Any]]]]:
    """The strategic decisions in force, each with its ratification per partner."""
    corrections = Corrections(view)
    answers: dict[str, list[Registered]] = defaultdict(list)
    for each in in_force(view, "ratify_decision", corrections):
        answers[each.given["decision"]].append(each)
    for decision in in_force(view, "record_decision", corrections):
        if decision.given.get("strategic"):
            own = answers[decision.given["number"]]
            yield decision, ratification(view, decision, own)


def due(decision: Registered) -> date:
    """By when the executives answer."""
    return days_after(decision.date, TERM_DAYS)
