"""Words of a ledger in plain words: one table, for whoever does not keep it."""

from collections.abc import Iterator, Mapping

from domain.values.messages import Message, message
from web.pages.composing import crumbs, paragraph, section
from web.pages.markup import Content, element
from web.pages.rules import RULES
from web.pages.site import Page, Shown
from web.pages.visit import Visit

TERMS: Mapping[str, tuple[Message, Message]] = {
    "administratie": (
        message("Ledger"),
        message(
            "All that was booked, in the order in which it was recorded. Nothing is"
            " ever taken out of it."
        ),
    ),
    "afletteren": (
        message("Matching"),
        message("Saying which entry a line of the bank statement belongs to."),
    ),
    "beschikbaar": (
        message("Available"),
        message("What is left of a ceiling after what is spent and committed."),
    ),
    "fiatteren": (
        message("Approving"),
        message(
            "A second person agrees with what the first wants to book; only then is it"
            " booked."
        ),
    ),
    "herhaalsleutel": (
        message("Idempotency key"),
        message("The mark by which the same command is booked once, also if repeated."),
    ),
    "jaarschijf": (
        message("Budget year"),
        message(
            "The budget of one year. Grants of it may be paid in later years, until"
            " they are settled."
        ),
    ),
    "kader": (
        message("Framework"),
        message(
            "What the partners agreed: who takes part, the programmes, the budget of a"
            " year and the rules for grants."
        ),
    ),
    "kennisdatum": (
        message("Date of knowledge"),
        message(
            "Up to which entry is looked at. An earlier one shows what was known then."
        ),
    ),
    "omboeken": (
        message("Reclassifying"),
        message("Booking money as what it turned out to be, once that is known."),
    ),
    "omvang": (
        message("Size of the log"),
        message("How many entries the ledger has."),
    ),
    "ontschotten": (
        message("Moving budget between programmes or years"),
        message(
            "The steering group moves budget from one programme or year to another."
        ),
    ),
    "peildatum": (
        message("Date looked at"),
        message("The day whose figures are shown; what is dated later does not count."),
    ),
    "plafond": (
        message("Ceiling of a programme"),
        message("The most that a programme may spend and commit from a budget year."),
    ),
    "proceskosten": (
        message("Process costs"),
        message(
            "Costs of the partnership itself, such as meetings and support; not grants."
        ),
    ),
    "rekening-courant": (
        message("The current account"),
        message("The account at the province that all money of the partners is on."),
    ),
    "tegenboeken": (
        message("Reversing"),
        message(
            "Booking the opposite of an entry, so that it no longer counts. Both stay"
            " to be seen."
        ),
    ),
    "tussenrekening": (
        message("Suspense account"),
        message("Where money stands while it is not known what it is for."),
    ),
    "vastgesteld": (
        message("Determined grant"),
        message(
            "After the project the steering group says what the grant is in the end;"
            " that is what the recipient has a right to."
        ),
    ),
    "verleend": (
        message("Granted sum"),
        message(
            "The steering group promised the grant; the project can begin. The amount"
            " is final only once it is determined."
        ),
    ),
    "verplicht": (
        message("Committed money"),
        message("Granted and not paid yet: it is spoken for."),
    ),
    "vrijgevallen": (
        message("Released"),
        message(
            "What was granted and turned out not to be needed; it is available again."
        ),
    ),
    "wortel": (
        message("Root of the log"),
        message(
            "A fingerprint of all entries together: whoever kept it notices if one of"
            " them is changed."
        ),
    ),
}
"""By the Dutch word (its place on the page): what English calls it, what it means."""


_OF_FIELDS = {
    "available": "beschikbaar",
    "awarded": "verleend",
    "ceiling": "plafond",
    "committed": "verplicht",
    "determined": "vastgesteld",
    "process_costs": "proceskosten",
    "released": "vrijgevallen",
}
"""Figures that are among the terms."""


def meaning(visit: Visit, field: str) -> str:
    """What a figure is, in a sentence; nothing where it is no term."""
    name = _OF_FIELDS.get(field)
    return "" if name is None else visit.told(TERMS[name][1])


def glossary(visit: Visit) -> Shown:
    """The terms by alphabet, then the funding rules."""
    terms = [(visit.told(name), visit.told(said)) for name, said in TERMS.values()]
    rules = [
        (f"{number} {visit.told(name)}", visit.told(said))
        for number, name, said in RULES
    ]
    name = visit.say("Glossary")
    contents = [
        paragraph(visit.say("What the words on these pages mean.")),
        _list(sorted(terms, key=lambda each: each[0].casefold())),
        section(visit.say("Rules for grants"), _list(rules), name="rules"),
    ]
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _list(rows: list[tuple[str, str]]) -> Content:
    return element("dl", *_rows(rows), class_="glossary")


def _rows(rows: list[tuple[str, str]]) -> Iterator[Content]:
    for name, said in rows:
        yield element("div", element("dt", name), element("dd", said))


PAGES = (Page("glossary", "/glossary", glossary),)
