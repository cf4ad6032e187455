"""Writes docs/licences.md: what is shipped, and under which licence each part comes.

The names of licences are those of SPDX, from the metadata of what is installed here.
"""

from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

from tools.shipped import shipped

PAGE = Path(__file__).parents[1] / "docs" / "licences.md"
ALLOWED = frozenset(
    (
        *("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"),
        *("PSF-2.0", "LGPL-2.1-only", "LGPL-3.0-only"),
    )
)
"""Licences of which a program under the EUPL-1.2 may use a library as it is."""
_CLASSIFIED = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
}
"""What distributions say that have no SPDX expression; BSD could be any of several."""
_READ = {"jinja2": "BSD-3-Clause"}
"""What the licence itself says that a distribution comes with and names no further."""
_HEAD = """\
# Licences of what is shipped

<!-- Written by tools/licences.py from what is installed: `make docs`. -->

The program is under the [EUPL-1.2](../LICENSE). Of others it contains, in web/static,
style sheets of NL Design System (EUPL-1.2) and htmx (0BSD):
[VENDORED.md](../web/static/VENDORED.md) names their packages, versions and hashes. What
else it needs is installed beside it, as it is, from the package index. These are all of
them, those of the extra `postgres` (psycopg) included, with what they need themselves.

| distribution | licence |
|---|---|
"""
_FOOT = """
None of these licences asks anything of the program or of those who use it beyond
keeping the notices that come with each. The LGPL-3.0 and the LGPL-2.1, which the
appendix of the EUPL names as compatible, ask that psycopg and docxtpl can be replaced
by another version of them, which `pip install` does. The wheels of cryptography and
psycopg-binary carry libraries in binary form (OpenSSL, Apache-2.0; libpq, PostgreSQL
licence; what these need), with their notices.

`make sbom` writes the same as a CycloneDX bill of materials, with versions. The tests
fail for a licence that is not known here to fit.
"""


def licence(distribution: str) -> str:
    """The SPDX expression of an installed distribution's licence; raises `KeyError`."""
    found = metadata(distribution)

    def said(field: str) -> list[str]:
        return found.get_all(field) or []

    classified = (_CLASSIFIED.get(each) for each in said("Classifier"))
    told = [*said("License-Expression"), *filter(None, classified), *said("License")]
    return told[0] if told else _READ[distribution]


def fits(expression: str) -> bool:
    """The terms are allowed: one of those to choose from, all of those that add up."""
    if " AND " in expression:
        return all(map(fits, expression.split(" AND ")))
    return any(each in ALLOWED for each in expression.split(" OR "))


def page() -> str:
    """The page, whole."""
    return f"{_HEAD}{''.join(_rows())}{_FOOT}"


def _rows() -> Iterator[str]:
    for name in sorted(shipped()):
        yield f"| {name} | {licence(name)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}.")
