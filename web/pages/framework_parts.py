"""All that a framework says: its figures, partners, programmes and years."""

from collections.abc import Iterator, Sequence

from domain.framework.framework import ContributionKey, Framework, gap_message
from domain.values.messages import message
from domain.values.texts import format_cents
from papers.wording import titled
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several, Unfold
from web.pages.composing import ABSENT, amount, captionless, section
from web.pages.markup import Content
from web.pages.naming import partner_name
from web.pages.rules import funding_rules
from web.pages.visit import Visit, segment


def framework_parts(visit: Visit) -> Iterator[Content]:
    """Of the one in force at the date."""
    view = visit.view
    framework = view.framework
    key = view.frameworks.key_on(view.at, view.entry)
    yield _figures(visit, framework)
    yield from _organisation(visit, framework)
    yield from funding_rules(visit)
    yield section(visit.say("Partners"), _partners(visit, framework, key))
    yield section(visit.say("Programmes"), _programmes(visit, framework))
    yield section(visit.say("Budget years"), _years(visit, framework))
    yield Unfold(visit.say("Technical details"), _technical(visit, framework))
    gap = gap_message(framework, key)
    if gap is not None:
        yield Alert("info", visit.say("Note"), [visit.told(gap)])


def _figures(visit: Visit, framework: Framework) -> Facts:
    say, money = visit.say, visit.written.money
    floor = framework.current_account_floor
    reconciled = framework.lock_needs_reconciliation
    return Facts(
        [
            (say("Annual budget"), money(framework.annual_budget)),
            (say("Process ceiling"), money(framework.process_ceiling)),
            (
                say("Term of a decision"),
                say("{days} days", days=framework.decision_term_days),
            ),
            (say("Payment term"), say("{days} days", days=framework.payment_term_days)),
            (
                say("Floor of the current account"),
                say("none") if floor is None else money(floor),
            ),
            (say("A lock needs a reconciled bank"), say("yes") if reconciled else None),
            (say("Categories"), _named(visit, framework.categories)),
            (
                say("Kinds of process costs"),
                _named(visit, framework.process_cost_kinds),
            ),
            (say("Priority themes"), _named(visit, framework.priority_themes)),
        ]
    )


def _technical(visit: Visit, framework: Framework) -> Facts:
    say, language = visit.say, framework.language
    return Facts(
        [
            (say("Start"), visit.written.day(framework.start)),
            (say("Time zone"), framework.time_zone),
            (say("Language"), language and visit.label("value", language)),
        ]
    )


def _named(visit: Visit, codes: Sequence[str]) -> str:
    return ", ".join(visit.label("value", each) for each in codes)


def _organisation(visit: Visit, framework: Framework) -> Iterator[Content]:
    """Who decides and writes, where the framework says it."""
    say, organisation = visit.say, framework.organisation
    if not any(organisation):
        return
    facts = Facts(
        [
            (say("Name"), organisation.name),
            (say("Department"), organisation.department),
            (say("Address"), organisation.address),
            ("RSIN", organisation.rsin),
            ("IBAN", organisation.iban),
            (say("Contact"), organisation.contact),
        ]
    )
    yield section(say("Organisation"), facts, name="organisation")


def _partners(visit: Visit, framework: Framework, key: ContributionKey) -> Table:
    title = visit.say(
        "Contribution ({key})",
        key=titled(key.name.replace("-", " ").capitalize(), visit.lang).lower(),
    )
    table = Table(
        "framework-partners",
        visit.say("Partners"),
        [
            Column(visit.say("Partner")),
            Column(visit.say("Kind")),
            Column(visit.say("Inhabitants"), numeric=True),
            Column(title, numeric=True),
        ],
        [
            [
                _partner(visit, each.code, each.name),
                visit.label("value", each.kind),
                ABSENT
                if each.inhabitants is None
                else visit.told(message("{count:,}", count=each.inhabitants)),
                amount(visit, format_cents(key.contributions[each.code])),
            ]
            for each in framework.partners
        ],
        [visit.say("Total"), "", "", amount(visit, format_cents(key.total))],
    )
    return captionless(table)


def _partner(visit: Visit, code: str, name: str) -> Link:
    return Link(name, visit.href(f"/partners/{segment(code)}"))


def _programmes(visit: Visit, framework: Framework) -> Table:
    table = Table(
        "framework-programmes",
        visit.say("Programmes"),
        [
            Column(visit.say("Code")),
            Column(visit.say("Name")),
            Column(visit.say("Leads")),
        ],
        [
            [
                each.code,
                each.name,
                Several(
                    [
                        _partner(visit, code, partner_name(visit, code))
                        for code in each.leads
                    ]
                ),
            ]
            for each in framework.programmes
        ],
    )
    return captionless(table)


def _years(visit: Visit, framework: Framework) -> Table:
    day = visit.written.day
    table = Table(
        "framework-years",
        visit.say("Budget years"),
        [
            Column(visit.say("Year")),
            Column(visit.say("First day"), narrow=True),
            Column(visit.say("Last day"), narrow=True),
        ],
        [[each.code, day(each.start), day(each.end)] for each in framework.years],
    )
    return captionless(table)
