"""Every kind of document: its JSON, what stands on its pages, and the file itself."""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from papers.documents.making import made
from papers.documents.reporting import document_of
from papers.documents.writing import Writer
from papers.wording.telling import Language
from projections.query import names
from tests.papers.conftest import Ask
from tests.papers.kinds import KINDS

GOLDEN = Path(__file__).parent / "golden"
AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
every_kind = pytest.mark.parametrize("kind", KINDS)


def test_every_kind_is_tested() -> None:
    declared = {name for name in names() if name.startswith("document ")}
    assert declared == {f"document {kind}" for kind in KINDS}


def leaves(value: Any) -> Iterator[str]:
    """All texts in JSON."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str):
        yield value


def in_dutch(amount: str) -> str:
    euros, cents = amount.removeprefix("-").split(".")
    return f"{int(euros):,}".replace(",", ".") + f",{cents}"


def in_english(amount: str) -> str:
    euros, cents = amount.removeprefix("-").split(".")
    return f"{int(euros):,}.{cents}"


def said(data: dict[str, Any], lang: Language) -> str:
    return "\n".join(leaves(Writer(lang).written(document_of(data), data)))


@every_kind
def test_its_json_stays_what_it_was(ask: Ask, kind: str) -> None:
    """Golden: what programs read; `python -m tests.papers.remake` writes it anew."""
    data = ask(kind, **KINDS[kind])
    golden = json.loads((GOLDEN / f"{kind}.json").read_text("utf-8"))
    assert {**data, "root": ""} == {**golden, "root": ""}
    assert list(data) == list(golden)


@every_kind
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_amount_of_the_json_stands_in_its_text(
    ask: Ask, kind: str, lang: Language
) -> None:
    """What is nothing may be a dash; hours and shares are no amounts."""
    data = ask(kind, **KINDS[kind])
    text = said(data, lang)
    told = {name: data[name] for name in data if name not in ("hours", "percentage")}
    amounts = [each for each in leaves(told) if AMOUNT.fullmatch(each)]
    shown = in_dutch if lang == "nl" else in_english
    lacking = [each for each in amounts if shown(each) not in text]
    assert [each for each in lacking if each != "0.00"] == []


@every_kind
def test_what_is_lacking_is_named_in_its_place(bare: Ask, kind: str) -> None:
    data = bare(kind, **KINDS[kind])
    text = said(data, "nl")
    assert "organisation.contact" in data["missing"]
    for field in data["missing"]:
        assert f"[ontbreekt: {field}]" in text, field
    assert text.count("[ontbreekt: ") >= len(data["missing"])


@every_kind
def test_nothing_is_lacking_where_everything_is_told(ask: Ask, kind: str) -> None:
    data = ask(kind, **KINDS[kind])
    assert [each for each in data["missing"] if each.startswith("organisation.")] == []


def test_where_nobody_recorded_hours_that_is_said_and_nowhere_else(ask: Ask) -> None:
    data = ask("accountability", **KINDS["accountability"])
    assert {"0.00"} < {row["recorded"] for row in data["hours"]}
    none = {**data, "hours": [{**row, "recorded": "0.00"} for row in data["hours"]]}
    of_borrowing, of_none = (
        "Borrowed: hours of another",
        "No hours worked were recorded",
    )
    for asked, (said_once, never) in (
        (data, (of_borrowing, of_none)),
        (none, (of_none, of_borrowing)),
    ):
        text = said(asked, "en")
        assert said_once in text
        assert never not in text


@every_kind
def test_the_file_is_the_same_for_the_same_knowledge(ask: Ask, kind: str) -> None:
    data = ask(kind, **KINDS[kind])
    first, second = (made(data, ".pdf", "nl") for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


@every_kind
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_pdf_is_for_archives_and_for_all_readers(
    ask: Ask, kind: str, lang: Language
) -> None:
    """PDF/A-3a and PDF/UA-1 at once (EN 301 549), with its data attached."""
    data = ask(kind, **KINDS[kind])
    file = made(data, ".pdf", lang)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        about = pdf.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert about["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang).partition("-")[0] == lang
        assert pdf.docinfo["/Title"]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert json.loads(pdf.attachments["data.json"].get_file().read_bytes()) == data
        tags = [*elements(pdf.Root.StructTreeRoot)]
    of = [str(tag.get("/S", "")) for tag in tags]
    assert of.count("/H1") == 1
    assert all(scope(tag) == "/Column" for tag in tags if tag.get("/S") == "/TH")
    pictures = [tag for tag in tags if tag.get("/S") == "/Figure"]
    assert all(str(tag.get("/Alt", "")) for tag in pictures)


def elements(node: Any) -> Iterator[Any]:
    """Every element of a PDF's structure."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from elements(node.K)


def scope(tag: Any) -> str | None:
    """The scope of a table's head."""
    found = tag.get("/A")
    for each in found if isinstance(found, pikepdf.Array) else [found]:
        if each is not None and "/Scope" in each:
            return str(each.Scope)
    return None
