"""`framework show`: everything that a framework says."""

from collections.abc import Iterator

from domain.framework.contribution_keys import read_key
from domain.framework.framework import ContributionKey, Framework, gap_message
from domain.framework.organisation import Organisation
from domain.values.messages import Message, Plain, Value, Words, message
from domain.values.texts import format_cents
from ledger.frameworks import SOURCE, Source, as_toml, load
from projections.query import Asked, query
from projections.report import FORMATS, TO_DAY, Column, Part, Report, Table, line, sheet


@query(
    "framework show",
    SOURCE,
    examples="""
    zuidas framework show
    zuidas framework show drentse-zuidas
    zuidas framework show --at 2012-01-01 -O toml -o framework.toml
    """,
    formats=(*FORMATS, "toml"),
    chapter="Start",
)
def framework_show(asked: Asked, source: Source | None = None) -> Report:
    """Show a framework: the ledger's at a date, a built-in NAME or a FILE.toml.

    Of a ledger it is the one in force at --at; -O toml gives a file to edit.
    """
    if source is None:
        view = asked.view
        framework = view.framework
        key = view.frameworks.key_on(view.at, view.entry)
    else:
        framework = load(source)
        key = read_key(framework, None)
    named = [{"name": framework.name, "title": framework.title}]
    return Report(
        framework.to_mapping(),
        lambda: _parts(framework, key),
        sheet(named, ("name", "title")),
        names_root=False,
        texts={"toml": lambda: (as_toml(framework),)},
    )


def _parts(framework: Framework, key: ContributionKey) -> Iterator[Part]:
    yield _figures(framework)
    yield _partners(framework, key)
    yield _programmes(framework)
    yield _years(framework)
    gap = gap_message(framework, key)
    if gap is not None:
        yield line("Note: {gap}", gap=gap)


def _figures(framework: Framework) -> Table:
    figures: dict[str, Value] = {
        "Organisation": _organisation(framework.organisation),
        "Language": framework.language and Words(framework.language),
        "Start": framework.start,
        "Time zone": framework.time_zone,
        "Term of a decision": Message(
            "{days} days", {"days": framework.decision_term_days}
        ),
        "Payment term": Message("{days} days", {"days": framework.payment_term_days}),
        "A lock needs a reconciled bank": (
            message("yes") if framework.lock_needs_reconciliation else None
        ),
        "Annual budget": Plain(framework.annual_budget),
        "Process ceiling": Plain(framework.process_ceiling),
        "Current account's floor": _floor(framework),
        "Categories": ", ".join(framework.categories),
        "Kinds of process costs": ", ".join(framework.process_cost_kinds) or None,
        "Priority themes": ", ".join(framework.priority_themes),
    }
    rows = [{"figure": Words(name), "value": value} for name, value in figures.items()]
    columns = [Column("figure", "Framework"), Column("value", "", "prose")]
    return Table(columns, rows, framework.title)


def _organisation(organisation: Organisation) -> Value:
    """On a line what is told of it; None where nothing is."""
    told = organisation._replace(
        rsin=organisation.rsin and f"RSIN {organisation.rsin}",
        iban=organisation.iban and f"IBAN {organisation.iban}",
    )
    return ", ".join(filter(None, told)) or None


def _floor(framework: Framework) -> Value:
    floor = framework.current_account_floor
    return message("none") if floor is None else Plain(floor)


def _partners(framework: Framework, key: ContributionKey) -> Table:
    title = Message("Contribution ({key})", {"key": key.name})
    columns = (
        Column("code", "Partner"),
        Column("name", "Name"),
        Column("kind", "Kind", "words"),
        Column("inhabitants", "Inhabitants", "number"),
        Column("contribution", title, "amount"),
    )
    rows = [
        {
            **partner._asdict(),
            "contribution": format_cents(key.contributions[partner.code]),
        }
        for partner in framework.partners
    ]
    total = {"code": Words("Total"), "contribution": format_cents(key.total)}
    return Table(columns, rows, "Partners", total)


def _programmes(framework: Framework) -> Table:
    columns = (
        Column("code", "Programme"),
        Column("name", "Name"),
        Column("leads", "Leads"),
    )
    rows = [
        {"code": p.code, "name": p.name, "leads": ", ".join(p.leads) or None}
        for p in framework.programmes
    ]
    return Table(columns, rows, "Programmes")


def _years(framework: Framework) -> Table:
    columns = (Column("code", "Year"), Column("start", "From"), Column("end", TO_DAY))
    rows = [
        {"code": y.code, "start": y.start.isoformat(), "end": y.end.isoformat()}
        for y in framework.years
    ]
    return Table(columns, rows, "Budget years")
