"""Entries that were recorded long after their date."""

from collections.abc import Mapping
from typing import Any

from projections.answers.sampling import Thresholds, days_late
from web.pages.components.texts import Several
from web.pages.markup import Content, element
from web.pages.visit import Visit

MOST_DAYS = Thresholds.backdated_days
"""As `audit findings` has it, where nothing else is asked of it."""


def late_by(visit: Visit, row: Mapping[str, Any]) -> int:
    """Days after its date that a row with both was recorded; 0 where not too many."""
    day, recorded_at = row.get("date"), row.get("recorded_at")
    if not day or not recorded_at:
        return 0
    days = days_late(day, recorded_at, visit.view.opening.zone)
    return days if days > MOST_DAYS else 0


def marked(visit: Visit, row: Mapping[str, Any], shown: Content) -> Content:
    """What is shown of a row, with a mark where it was recorded late."""
    if not late_by(visit, row):
        return shown
    mark = element("span", visit.say("recorded late"), class_="late")
    return Several([shown, mark], " ")
