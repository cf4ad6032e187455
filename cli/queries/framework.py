"""`zuidas framework`: the rules of a ledger, or of a framework file before `init`."""

from typing import Any

import click

from cli.answers import COMMANDS, epilog, footer
from cli.output import as_csv, as_json, write
from cli.render.tables import Table, grouped, money, number, prose, text
from cli.settings import settings_of, shared_options
from domain.framework.framework import ContributionKey, Framework, gap_message
from domain.values.texts import format_cents
from ledger.frameworks import built_in_names, load
from ledger.reading import open_reader


def _framework(**values: Any) -> None:  # noqa: ANN401
    """Show or check the framework of the ledger, or list the built-in ones.

    Give a built-in NAME or a FILE.toml to look at a framework before init.
    """
    settings = settings_of(click.get_current_context(), values)
    what, source = values["what"], values["source"]
    if what == "list":
        rows = [_listed(load(name)) for name in built_in_names()]
        data: object = rows
        shown = _list_table(rows).render()
    else:
        found, key, foot = _found(source, settings.location)
        if what == "check":
            rows = [_checked(found, each) for each in found.keys]
            data = rows
            shown = "\n".join(str(row["message"]) for row in rows)
        else:
            data, rows = (
                found.to_mapping(),
                [{"name": found.name, "title": found.title}],
            )
            shown = framework_text(found, key)
        shown += foot
    if settings.shape == "json":
        write(settings, as_json(data))
    elif settings.shape == "csv":
        write(settings, as_csv(rows))
    else:
        write(settings, shown)


def _found(source: str | None, location: Any) -> tuple[Framework, ContributionKey, str]:  # noqa: ANN401
    """The framework, its key, and the footer where it comes from a ledger."""
    if source is not None:
        framework = load(source)
        return framework, framework.key(None), ""
    with open_reader(location) as ledger:
        return ledger.framework, ledger.key, f"\n\n{footer(ledger.view())}"


def _listed(framework: Framework) -> dict[str, object]:
    return {
        "name": framework.name,
        "title": framework.title,
        "partners": len(framework.partners),
        "programmes": len(framework.programmes),
        "years": f"{framework.year_codes[0]}-{framework.year_codes[-1]}",
        "annual_budget": format_cents(framework.annual_budget),
    }


def _list_table(rows: list[dict[str, object]]) -> Table:
    table = Table(
        [
            text("Name"),
            text("Title", flexible=True),
            number("Partners"),
            number("Programmes"),
            text("Years"),
            money("Annual budget"),
        ],
        title="Built-in frameworks",
    )
    for row in rows:
        table.add(*row.values())
    return table


def _checked(framework: Framework, key: ContributionKey) -> dict[str, object]:
    return {
        "key": key.name,
        "total": format_cents(key.total),
        "budget": format_cents(framework.annual_budget),
        "gap": format_cents(framework.gap(key)),
        "message": gap_message(framework, key)
        or f"the contributions of the {key.name} key add up to the annual budget.",
    }


def framework_text(framework: Framework, key: ContributionKey) -> str:
    """Everything the framework says, for people."""
    parts = [
        _figures(framework).render(),
        _partners(framework, key).render(),
        _programmes(framework).render(),
        _years(framework).render(),
    ]
    gap = gap_message(framework, key)
    return "\n\n".join([*parts, f"Note: {gap}"] if gap else parts)


def _figures(framework: Framework) -> Table:
    table = Table([text("Framework"), prose("")], title=framework.title)
    table.add("Start", framework.start)
    table.add("Time zone", framework.time_zone)
    table.add("Payment term", f"{framework.payment_term_days} days")
    table.add("Annual budget", grouped(format_cents(framework.annual_budget)))
    table.add("Process ceiling", grouped(format_cents(framework.process_ceiling)))
    floor = format_cents(framework.current_account_floor)
    table.add("Current account's floor", grouped(floor))
    table.add("Categories", ", ".join(framework.categories))
    table.add("Priority themes", ", ".join(framework.priority_themes))
    return table


def _partners(framework: Framework, key: ContributionKey) -> Table:
    table = Table(
        [
            text("Partner"),
            text("Name"),
            text("Kind"),
            number("Inhabitants"),
            money(f"Contribution ({key.name})"),
        ],
        title="Partners",
    )
    for partner in framework.partners:
        contribution = format_cents(key.contributions[partner.code])
        table.add(
            partner.code, partner.name, partner.kind, partner.inhabitants, contribution
        )
    table.totals = ("Total", "", "", "", format_cents(key.total))
    return table


def _programmes(framework: Framework) -> Table:
    table = Table([text("Programme"), text("Name"), text("Leads")], title="Programmes")
    for programme in framework.programmes:
        table.add(programme.code, programme.name, ", ".join(programme.leads) or None)
    return table


def _years(framework: Framework) -> Table:
    table = Table([text("Year"), text("From"), text("To")], title="Budget years")
    for year in framework.years:
        table.add(year.code, year.start, year.end)
    return table


COMMANDS["framework"] = click.Command(
    "framework",
    params=[
        click.Argument(
            ["what"],
            metavar="[show|check|list]",
            type=click.Choice(["show", "check", "list"]),
            default="show",
            required=False,
        ),
        click.Argument(["source"], metavar="[NAME|FILE.toml]", required=False),
        *shared_options(),
    ],
    callback=_framework,
    help=_framework.__doc__,
    epilog=epilog(
        """
        zuidas framework show
        zuidas framework check drentse-zuidas
        zuidas framework list
        """
    ),
)
