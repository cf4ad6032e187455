"""The Dutch catalogue is complete, and is what the program reads."""

import re
from gettext import GNUTranslations
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from domain.catalogue import KINDS
from domain.entries.register import command_models
from papers.grant_register import FIELDS
from papers.wording import label
from papers.wording.labels import HELP, METAVAR
from tools.catalogue.__main__ import (
    CLICK_MO,
    CLICK_PO,
    MO,
    ROOT,
    catalogue,
)
from tools.catalogue.clicks import clicks
from tools.catalogue.compiled import compiled
from tools.catalogue.helps import helps, metavars
from tools.catalogue.names import names
from tools.catalogue.source import modules
from tools.catalogue.templates import Finder

CODE = re.compile(
    r"""\{[^}]*\} | "[^"]*" | '\S+' | \S*[_-]\S* | \S*[A-Z]{2}\S* | If-Match
    | zuidas(\s[a-z-]+)+ | https?\S* | pip\s\S+(\s\S+)?
    | true | false | [0-9]+[a-z]\b""",
    re.VERBOSE,
)
"""What is the same in every language: places, codes, commands, what is typed."""
ENGLISH = frozenset(
    (
        *("the", "and", "not", "are", "were", "has", "have", "for", "from", "that"),
        *("which", "this", "by", "it", "its", "at", "to", "no", "none", "as", "be"),
        *("will", "would", "than", "more", "there", "their", "what", "who", "with"),
        *("entry", "entries", "only", "must", "cannot", "before", "after", "when"),
        *("been", "any", "each", "one", "other", "an", "and", "or", "but", "if"),
        *("a", "line", "lines", "amount", "decision", "year", "ledger", "grant"),
    )
)
"""Words that Dutch does not have: frequent ones, and the subject's own."""
NAMED = {"bij [columns] hoort amount, of debit en credit": {"amount"}}
"""Where such a word is what somebody has to write."""
SAME = frozenset(
    (
        *("Budget", "budget", "maximum", "project", "Project", "projects"),
        *("account", "bank", "Bank", "code", "Code", "credit", "Credit", "indicator"),
        *("Indicator", "partner", "Partner", "Partners", "partners", "index", "view"),
        *("trigger", "bytes", "null", "Tokens", "token", "open", "Open", "agenda"),
        *("maximum {before} → {after}", "{decision} (later)", "Excel"),
        *("rest", "Agenda", "Euro", "lobby", "camt.053", "percentages", "memo"),
        *(
            "Status",
            "status",
            "maximum per project",
            "Maximum per project",
            "Maximum per project (Z13), {year}",
            "project {project} {when}.",
        ),
        *("Menu", "Plan", "Filters", "project {project}", "Batch", "export"),
        *("criteria", "Percentage", "percentage"),
    )
)
"""What is the same word in Dutch."""


@pytest.fixture(scope="module")
def written() -> Catalog:
    return catalogue()


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(modules(ROOT))


@pytest.fixture(scope="module")
def told(finder: Finder) -> set[str]:
    """Every template that is told: to find them all takes a while."""
    return {each.text for each in finder.found()}


def test_everything_that_is_said_is_in_it_and_nothing_else(
    written: Catalog, told: set[str]
) -> None:
    there = {(each.context, each.id) for each in written if each.id}
    said: set[tuple[str | None, str]] = {(None, text) for text in told}
    said |= set(names(ROOT))
    said |= {(HELP, text) for text in helps()}
    said |= {(METAVAR, text) for text in metavars()}
    assert said - there == set(), "python -m tools.catalogue extract; then translate"
    assert there - said == set(), "python -m tools.catalogue extract"


def test_everything_is_translated_and_nothing_is_a_guess(written: Catalog) -> None:
    assert [each.id for each in written if each.id and not each.string] == []
    assert [each.id for each in written if each.id and each.fuzzy] == []


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_a_translation_has_the_places_of_its_template(written: Catalog) -> None:
    for each in written:
        if each.id and each.context is None:
            assert places(str(each.string)) == places(str(each.id)), each.id
            assert spaces(str(each.string)) == spaces(str(each.id)), each.id


def spaces(text: str) -> tuple[bool, bool, int]:
    """A part of a sentence begins and ends as it did, and lines stay lines."""
    return text.startswith(" "), text.endswith(" "), text.count("\n")


def test_a_sentence_ends_as_one(written: Catalog) -> None:
    for each in written:
        if each.context is None and str(each.id).endswith("."):
            assert str(each.string).endswith("."), each.id


def test_what_the_program_reads_is_what_is_written(written: Catalog) -> None:
    with MO.open("rb") as file:
        read = GNUTranslations(file)
    for each in written:
        if each.id:
            context = "" if each.context is None else f"{each.context}\4"
            assert read.gettext(f"{context}{each.id}") == each.string
    count = sum(1 for each in written if each.id)
    assert len(read._catalog) - 1 == count, "the header is one more"  # type: ignore[attr-defined]


def test_what_is_compiled_is_what_is_written() -> None:
    assert MO.read_bytes() == compiled(catalogue()), "python -m tools.catalogue compile"
    assert CLICK_MO.read_bytes() == compiled(catalogue(CLICK_PO))


def test_all_that_click_says_is_translated() -> None:
    written = {each.id: each.string for each in catalogue(CLICK_PO) if each.id}
    assert set(clicks()) <= set(written), "python -m tools.catalogue extract"
    for said, dutch in written.items():
        pairs = zip(*map(_several, (said, dutch)), strict=True)
        for one, other in pairs:
            assert other, said
            # What is said of a type is the library's own word, and may be left out.
            assert places(other) <= places(one), said


def _several(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def test_no_english_is_left_in_dutch(written: Catalog) -> None:
    found = {}
    for each in written:
        text = CODE.sub(" ", str(each.string))
        words = set(re.findall(r"[^\W\d_]+", text)) & ENGLISH
        if each.id and words:
            found[each.string] = words
    assert found == NAMED


IN_DUTCH_ANYWAY = {
    *(name.replace("_", " ") for name in FIELDS),
    *("ingetrokken", "opdracht", "overheid", "particulier", "rechtspersoon"),
    *("subsidie", "vastgesteld", "verleend"),
}
"""Names and words of the register of grants, which is Dutch in every language."""


def test_what_is_the_same_in_dutch_is_known_to_be(written: Catalog) -> None:
    same = {
        str(each.id)
        for each in written
        if each.id == each.string and re.search("[a-z]{3}", CODE.sub("", str(each.id)))
    }
    assert same - SAME - IN_DUTCH_ANYWAY == set()


def test_names_are_complete() -> None:
    for kind in KINDS:
        assert label("command", kind.name, "nl") != label("command", kind.name, "en")
    fields = {
        field for model in command_models().values() for field in model.model_fields
    }
    known = {name for kind, name in names(ROOT) if kind == "field"}
    assert {field.rstrip("_").replace("_", " ") for field in fields} <= known


def test_what_tells_is_found_from_two_functions(finder: Finder, told: set[str]) -> None:
    assert {"Refusal", "Finding", "message", "wrong", "note"} <= set(finder.tellers)
    # Through a function, a condition, a table, a loop, and a sum of texts.
    assert "must be a list of codes" in told
    assert "within the ceiling thanks to {deviations}" in told
    assert "{n} lines of 0.00 were left out." in told
    assert "{count} warnings" in told
