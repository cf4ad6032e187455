"""What is vendored is what it says, holds what pages use, and can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tools import vendor_look
from tools.stylesheets import CLASS, pruned, rules
from web.pages.assets import SCRIPTS, STATIC, STYLES, address
from web.pages.components.tables import Column, Table

MOST_BYTES = 200_000
"""Of style sheets and scripts of a page, as the design has it."""
LICENCES = {"EUPL-1.2", "0BSD"}
DOCUMENT = "--basis-color-default-bg-document"
SUBTLE = "--basis-color-default-bg-subtle"
TEXTS = (
    ("--basis-color-default-color-document", DOCUMENT),
    ("--basis-color-default-color-document", SUBTLE),
    ("--basis-color-default-color-document", "--basis-color-default-bg-default"),
    ("--basis-color-default-color-document", "--basis-color-info-bg-subtle"),
    ("--basis-color-default-color-document", "--basis-color-positive-bg-subtle"),
    ("--basis-color-default-color-document", "--basis-color-warning-bg-subtle"),
    ("--basis-color-default-color-document", "--basis-color-negative-bg-subtle"),
    ("--basis-color-default-color-document", "--zuidas-chart-available"),
    ("--basis-color-default-color-subtle", DOCUMENT),
    ("--basis-color-default-color-subtle", SUBTLE),
    ("--basis-color-action-1-color-default", DOCUMENT),
    ("--basis-color-action-1-color-default", SUBTLE),
    ("--basis-color-action-1-color-hover", "--basis-color-action-1-bg-default"),
    (
        "--basis-color-action-1-inverse-color-default",
        "--basis-color-action-1-inverse-bg-default",
    ),
    (
        "--basis-color-action-1-inverse-color-default",
        "--basis-color-action-1-inverse-bg-hover",
    ),
    (
        "--basis-color-action-1-inverse-color-default",
        "--basis-color-negative-border-default",
    ),
    (
        "--basis-color-accent-1-inverse-color-document",
        "--basis-color-accent-1-inverse-bg-document",
    ),
    ("--basis-color-positive-color-default", "--basis-color-positive-bg-subtle"),
    ("--basis-color-warning-color-default", "--basis-color-warning-bg-subtle"),
    ("--basis-color-negative-color-default", "--basis-color-negative-bg-subtle"),
    ("--basis-color-negative-color-default", DOCUMENT),
    ("--basis-color-negative-color-default", SUBTLE),
)
"""What is read, and what it stands on."""
EDGES = (
    ("--basis-color-default-border-default", DOCUMENT),
    ("--basis-color-default-border-default", SUBTLE),
    ("--basis-color-negative-border-default", DOCUMENT),
    ("--basis-focus-outline-color", DOCUMENT),
    ("--basis-focus-outline-color", SUBTLE),
    (
        "--basis-focus-inverse-outline-color",
        "--basis-color-accent-1-inverse-bg-document",
    ),
    ("--zuidas-chart-spent", DOCUMENT),
    ("--zuidas-chart-spent", "--zuidas-chart-available"),
    ("--zuidas-chart-ceiling", DOCUMENT),
    ("--zuidas-chart-deviation", DOCUMENT),
    ("--zuidas-chart-negative", DOCUMENT),
)
"""What is told apart by its edge or its colour, and what is beside it."""


def stated() -> dict[str, str]:
    rows = re.findall(r"^\| (\S+) \| ([0-9a-f]{64}) \|$", vendored(), re.MULTILINE)
    return dict(rows)


def vendored() -> str:
    return vendor_look.PAGE.read_text(encoding="utf-8")


def test_vendored_files_are_what_the_page_beside_them_says() -> None:
    files = (vendor_look.LOOK, vendor_look.SCRIPT)
    assert stated() == {each.name: vendor_look.digest(each) for each in files}


def test_every_package_is_listed_at_its_pinned_version() -> None:
    rows = re.findall(
        r"^\| (\S+) \| (\S+) \| (\S+) \| sha512-", vendored(), re.MULTILINE
    )
    pinned = {f"@utrecht/{k}-css": v for k, v in vendor_look.COMPONENTS.items()}
    name, version = vendor_look.HTMX
    assert {row[0]: row[1] for row in rows} == {**pinned, name: version}
    assert {row[2] for row in rows} <= LICENCES


def test_the_look_has_the_classes_that_pages_name() -> None:
    kept = set(CLASS.findall(vendor_look.LOOK.read_text(encoding="utf-8")))
    assert vendor_look.named() - kept == set()


def test_a_page_without_what_is_on_it_weighs_little() -> None:
    weight = sum((STATIC / each).stat().st_size for each in (*STYLES, *SCRIPTS))
    assert weight < MOST_BYTES


def test_an_address_changes_with_what_the_file_says() -> None:
    assert address("page.css").startswith("/static/page.css?v=")
    assert len({address(each) for each in STYLES}) == len(STYLES)


def test_a_value_that_is_asked_for_is_given() -> None:
    sheets = [(STATIC / each).read_text(encoding="utf-8") for each in STYLES]
    ours = re.compile(r"var\(\s*(--(?:basis|zuidas)-[\w-]+)\s*\)")
    asked = {name for sheet in sheets for name in ours.findall(sheet)}
    assert asked - set(values()) == set()


def test_no_value_is_said_twice() -> None:
    names = sorted(name for name, _ in declared())
    assert [name for name, other in pairwise(names) if name == other] == []


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3


def declared() -> list[tuple[str, str]]:
    sheet = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return re.findall(r"^  (--[\w-]+):\s*([^;]+);", sheet, re.MULTILINE)


def values() -> dict[str, str]:
    return dict(declared())


def contrast(one: str, other: str) -> float:
    """Of WCAG 2.2, between two values."""
    dark, light = sorted(luminance(values()[name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_pruning_keeps_rules_whose_classes_are_all_kept() -> None:
    css = """@charset "UTF-8";
    /* .gone{} */ .kept:hover, .gone { color: red }
    .kept .gone { color: blue }
    @media print { .gone { top: 0 } .kept:is(.kept, a) { top: 1px } }
    @media screen { .gone { top: 0 } }"""
    assert pruned(css, {"kept"}.__contains__).splitlines() == [
        ".kept:hover{color: red}",
        "@media print{.kept:is(.kept, a){top: 1px}",
        "}",
    ]


def test_a_rule_that_never_ends_is_told() -> None:
    with pytest.raises(ValueError, match="top"):
        list(rules(".kept { top: 0"))


def test_a_package_that_became_another_is_refused() -> None:
    package = vendor_look.Package(
        "@utrecht/table-css", "3.0.1", "EUPL-1.2", "sha512-no", b""
    )
    with pytest.raises(SystemExit, match="another than before"):
        vendor_look.check([package], vendored())


def test_a_licence_that_nobody_looked_at_is_refused() -> None:
    package = vendor_look.Package("@utrecht/design-tokens", "5.0.1", "SEE", "", b"")
    with pytest.raises(SystemExit, match="not looked at"):
        vendor_look.check([package], "")


def test_static_files_are_all_in_the_wheel() -> None:
    project = (Path(vendor_look.ROOT) / "pyproject.toml").read_text(encoding="utf-8")
    assert '"static/*"' in project
    assert '"templates/*.html"' in project


def test_the_look_has_the_classes_that_a_table_writes() -> None:
    """Also where a program puts a class together."""
    shown = str(
        Table(
            "t", "T", [Column("A"), Column("B", numeric=True)], [("a", "b")]
        ).__html__()
    )
    written = {name for name in vendor_look.NAMED.findall(shown) if "--" in name}
    assert written
    kept = set(CLASS.findall(vendor_look.LOOK.read_text(encoding="utf-8")))
    assert written - kept == set()
