"""`framework check`: how far the contributions of each key are from the budget."""

from collections.abc import Iterator

from domain.framework.contribution_keys import read_keys
from domain.framework.framework import ContributionKey, Framework, gap_message
from domain.values.messages import Message, Told, message
from domain.values.messages import parts as joined
from domain.values.texts import format_cents
from ledger.frameworks import SOURCE, Source, load
from projections.query import Asked, query
from projections.report import Part, Prose, Report, sheet

_SHEET = ("key", "total", "budget", "gap", "message")


@query(
    "framework check",
    SOURCE,
    examples="""
    zuidas framework check drentse-zuidas
    zuidas framework check our-framework.toml
    """,
    chapter="Start",
)
def framework_check(asked: Asked, source: Source | None = None) -> Report:
    """Check a framework: the ledger's own, a built-in NAME or a FILE.toml."""
    framework = asked.view.framework if source is None else load(source)
    told = {key.name: _told(framework, key) for key in read_keys(framework)}
    rows = [
        {
            "key": key.name,
            "total": format_cents(key.total),
            "budget": format_cents(framework.annual_budget),
            "gap": format_cents(framework.gap(key)),
            "message": Told(told[key.name]),
        }
        for key in read_keys(framework)
    ]

    def parts() -> Iterator[Part]:
        yield Prose(message("{lines}", lines=joined(told.values(), "\n")))

    return Report(rows, parts, sheet(rows, _SHEET))


def _told(framework: Framework, key: ContributionKey) -> Message:
    return gap_message(framework, key) or message(
        "the contributions of the {key} key add up to the annual budget.", key=key.name
    )
