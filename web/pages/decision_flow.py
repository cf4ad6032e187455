"""The flow of money from a decision, as a chart and its table."""

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.values.messages import Message, message
from projections.answers.flow import Way
from web.pages.charts.drawing import Chart
from web.pages.charts.flow import FlowRow, FlowTexts, flow_chart
from web.pages.naming import charged_to
from web.pages.visit import Visit

MOST = 12
"""Ways that are drawn one by one; of more the payments of a project are one, and of
still more the projects of a programme."""
_CAME_BACK = ("refunded", "written_off", "recoverable")
_SAID: Mapping[str, Message] = {
    "refunded": message("paid back"),
    "written_off": message("written off"),
    "recoverable": message("recoverable"),
    "committed": message("not paid yet"),
    "process_costs": message("process costs"),
    "available": message("still available"),
}


def chart(
    visit: Visit, name: str, title: str, ways: Sequence[tuple[str, Way]]
) -> Chart:
    """From decisions to programmes, projects and payments, and what came back.

    Each way stands with the name of the decision that it rests on.
    """
    came_back = any(each.became in _CAME_BACK for _, each in ways)
    rows = _rows(visit, ways)
    return flow_chart(
        name, rows, _texts(visit, title, came_back=came_back), visit.written
    )


def _texts(visit: Visit, title: str, *, came_back: bool) -> FlowTexts:
    say = visit.say
    columns = [say("Decision"), say("Programme"), say("Project"), say("Payment")]
    if came_back:
        columns.append(say("Came back"))
    template = message(
        "{total} in all: {paid} of it is spent, {open} is not spent yet."
    )
    return FlowTexts(
        title=title,
        message=visit.told(template),
        columns=tuple(columns),
        amount=say("Amount"),
        paid=say("Spent"),
        open=say("Not spent yet"),
        total=say("Total"),
        empty=say("No money followed from it yet."),
    )


def _rows(visit: Visit, ways: Sequence[tuple[str, Way]]) -> list[FlowRow]:
    """One a way; of too many ways several together."""
    told = _together(visit, [way for _, way in ways])
    sums: Counter[tuple[tuple[str, ...], bool]] = Counter()
    for (decision, _), (way, steps) in zip(ways, told, strict=True):
        place = charged_to(visit, way.programme, way.year)
        sums[(decision, place, *steps), way.is_open] += way.amount
    return [
        FlowRow(places, amount, open=is_open)
        for (places, is_open), amount in sums.items()
    ]


def _together(visit: Visit, ways: Sequence[Way]) -> list[tuple[Way, tuple[str, ...]]]:
    told = [(each, _steps(visit, each)) for each in ways]
    if len(told) <= MOST:
        return told
    payments = visit.say("payments")
    told = [(way, _replaced(steps, 1, payments)) for way, steps in told]
    if len({(way.programme, way.year, steps) for way, steps in told}) <= MOST:
        return told
    projects = visit.say("projects")
    return [
        (way, _replaced(steps, 0, projects) if way.project else steps)
        for way, steps in told
    ]


def _replaced(steps: tuple[str, ...], at: int, name: str) -> tuple[str, ...]:
    """A step by another name; a payment is one that has a number."""
    if len(steps) <= at or (at == 1 and not steps[1].startswith("#")):
        return steps
    return (*steps[:at], name, *steps[at + 1 :])


def _steps(visit: Visit, way: Way) -> tuple[str, ...]:
    """Where an amount passes after its programme."""
    said = "" if way.became == "paid" else visit.told(_SAID[way.became])
    if way.project is None:
        return (said,)
    if way.entry is None:
        return (way.project, said)
    day = visit.day(way.day) if way.day else ""
    payment = f"#{way.entry} {day}"
    return (way.project, payment) if not said else (way.project, payment, said)
