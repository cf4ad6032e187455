"""Fetches the look of the pages: CSS of NL Design System (Utrecht), and htmx.

Run by hand, where `npm` is: what it writes into web/static is committed, so nothing of
Node is needed to install or run the program. The versions are pinned here; a package
of a version that was fetched before must be the same to the byte.

A style sheet of a component has far more than our pages use (each state also as a
class, each appearance): rules of classes that nothing in web/ names are left out. So
run this again when a page uses another class; a test tells. The same goes for states
(NO_STATE): a page that disables a button takes its rules first.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.look_values import settled
from tools.stylesheets import pruned

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "web" / "static"
LOOK, SCRIPT, PAGE = (
    STATIC / each for each in ("look.css", "htmx.min.js", "VENDORED.md")
)
COMPONENTS = {
    "alert": "4.0.2",
    "body": "3.0.0",
    "breadcrumb-nav": "3.0.1",
    "button": "4.0.1",
    "button-group": "3.0.1",
    "checkbox": "3.0.1",
    "code": "3.0.1",
    "currency-data": "3.0.1",
    "data-list": "3.0.1",
    "document": "3.0.1",
    "figure": "3.0.1",
    "form-field": "3.0.1",
    "form-field-description": "3.0.1",
    "form-field-error-message": "3.0.1",
    "form-fieldset": "3.0.1",
    "form-label": "3.0.1",
    "heading-1": "3.0.1",
    "heading-2": "3.0.1",
    "heading-3": "3.0.1",
    "heading-4": "3.0.1",
    "link": "3.0.1",
    "nav-bar": "3.2.1",
    "number-data": "3.0.1",
    "ordered-list": "4.0.1",
    "page-body": "1.0.1",
    "page-footer": "4.0.2",
    "page-header": "3.0.2",
    "page-layout": "2.0.1",
    "pagination": "3.0.1",
    "paragraph": "4.0.1",
    "select": "3.0.1",
    "separator": "3.0.1",
    "skip-link": "3.0.1",
    "status-badge": "2.0.1",
    "table": "3.0.1",
    "textarea": "4.0.1",
    "textbox": "4.0.1",
    "unordered-list": "3.1.1",
}
HTMX = ("htmx.org", "4.0.1")
LICENCES = {"EUPL-1.2": "EUPL-1.2", "BSD-0-Clause": "0BSD"}
"""As packages name them, and by their SPDX identifiers."""
ALSO = {
    *("utrecht-heading-2", "utrecht-heading-3", "utrecht-heading-4"),
    *("utrecht-ordered-list", "utrecht-separator", "utrecht-paragraph"),
}
"""Classes that every page may use, named or not."""
NO_STATE = (
    *(":disabled", "[aria-disabled", ":read-only", ":user-invalid", ":invalid"),
    *("[type=email", "[type=url", "[type=password", "[inputMode=email"),
    *("[inputMode=url", "[pattern=", "textarea::placeholder", "__header-cell:has("),
    "--secondary-action.utrecht-button--danger",
)
"""Parts of selectors of states, and of appearances, that no page has."""
NAMED = re.compile(r"utrecht-[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
_HEAD = """\
/**
 * @license EUPL-1.2
 * Copyright (c) 2020-2024 Frameless B.V.
 * Copyright (c) 2021-2024 Gemeente Utrecht
 *
 * Of the packages that VENDORED.md lists, the rules that our pages use.
 * Written by tools/vendor_look.py.
 */
"""
_PAGE = """\
# What is not ours in this folder

<!-- Written by tools/vendor_look.py; a test compares it with the files. -->

`look.css` has rules of the CSS packages of NL Design System's Utrecht components, under
the EUPL-1.2 ([LICENSE](../../LICENSE) has its text), copyright 2020-2024 Frameless
B.V. and 2021-2024 Gemeente Utrecht. What no page uses is left out, and white
space; values that nothing gives are written out as what they come to
(tools/look_values.py). They are not changed otherwise.
No token package comes with them: `tokens.css`, `page.css` and `clocks.js` are ours.

`htmx.min.js` is htmx as it was published, under the Zero-Clause BSD licence (0BSD).

| file | SHA-256 |
|---|---|
{files}
| package | version | licence | integrity of the package |
|---|---|---|---|
{packages}"""


class Package(NamedTuple):
    """A package of npm as it was fetched."""

    name: str
    version: str
    licence: str
    integrity: str
    content: bytes
    """Of the one file of it that is used."""


def main() -> None:
    """Write the files; exits with 1 and says why where a package is not as known."""
    with tempfile.TemporaryDirectory(prefix="zuidas-look-") as folder:
        place = Path(folder)
        script = fetched(*HTMX, "dist/htmx.min.js", place)
        sheets = [
            fetched(f"@utrecht/{name}-css", version, "dist/index.min.css", place)
            for name, version in COMPONENTS.items()
        ]
    check([script, *sheets], PAGE.read_text() if PAGE.exists() else "")
    LOOK.write_text(look(sheets), encoding="utf-8")
    SCRIPT.write_bytes(script.content)
    PAGE.write_text(page([*sheets, script]), encoding="utf-8")
    print(f"{LOOK.name}: {LOOK.stat().st_size:,} bytes of {len(sheets)} packages.")


def fetched(name: str, version: str, file: str, place: Path) -> Package:
    """One file of a package, by `npm pack`."""
    asked = ("npm", "pack", "--json", "--pack-destination", str(place))
    done = subprocess.run(
        [*asked, f"{name}@{version}"], check=True, capture_output=True, text=True
    )
    (told,) = json.loads(done.stdout)
    with tarfile.open(place / told["filename"]) as packed:
        said = json.loads(_member(packed, "package.json"))["license"]
        content = _member(packed, file)
    return Package(name, version, LICENCES.get(said, said), told["integrity"], content)


def _member(packed: tarfile.TarFile, file: str) -> bytes:
    found = packed.extractfile(f"package/{file}")
    if found is None:
        sys.exit(f"{packed.name!r} has no {file}.")
    return found.read()


def check(packages: list[Package], known: str) -> None:
    """Exit unless licences may be shipped, and what was fetched before is the same."""
    for each in packages:
        if each.licence not in LICENCES.values():
            sys.exit(f"{each.name} is under {each.licence}, which is not looked at.")
        start = f"| {each.name} | {each.version} |"
        if start in known and _row(each) not in known:
            sys.exit(f"{each.name} {each.version} is another than before.")


def look(sheets: list[Package]) -> str:
    """The style sheet: of each package what our pages name."""
    used = named() | ALSO
    whole = _HEAD + "".join(
        pruned(each.content.decode(), used.__contains__, NO_STATE) for each in sheets
    )
    ours = (STATIC / each for each in ("tokens.css", "page.css"))
    return settled(whole, "".join(each.read_text("utf-8") for each in ours))


def named() -> set[str]:
    """The classes of the look that stand in our templates and programs."""
    return {
        name
        for path in (ROOT / "web").rglob("*")
        if path.suffix in {".html", ".py"}
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
    }


def page(packages: list[Package]) -> str:
    """VENDORED.md, whole."""
    return _PAGE.format(
        files="".join(f"| {each.name} | {digest(each)} |\n" for each in (LOOK, SCRIPT)),
        packages="".join(_rows(packages)),
    )


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _rows(packages: list[Package]) -> Iterator[str]:
    for each in packages:
        yield f"{_row(each)}\n"


def _row(package: Package) -> str:
    told = (package.name, package.version, package.licence, package.integrity)
    return f"| {' | '.join(told)} |"


if __name__ == "__main__":
    main()
