"""`python -m tools.catalogue extract|compile`: the Dutch catalogue brought up to date.

`extract` writes `zuidas.po` and `click.po` anew: what is new has no translation yet,
what is no longer said is left out. `compile` writes the `.mo` files that the program
and click read.
"""

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from papers.wording.labels import HELP, METAVAR
from tools.catalogue.clicks import Text, clicks
from tools.catalogue.compiled import compiled
from tools.catalogue.helps import helps, metavars
from tools.catalogue.names import names
from tools.catalogue.source import modules
from tools.catalogue.templates import Finder

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "papers" / "wording" / "locale" / "nl" / "LC_MESSAGES"
PO, MO = FOLDER / "zuidas.po", FOLDER / "zuidas.mo"
CLICK_PO, CLICK_MO = FOLDER / "click.po", FOLDER / "click.mo"
_HEAD = """\
# What zuidas says, in Dutch.
# Write translations here; `python -m tools.catalogue` does the rest (docs/wording.md).
"""
_WIDTH = 88
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Of every version: only what is said makes one differ from the next."""


def templates(root: Path = ROOT) -> dict[str, list[str]]:
    """Every template that is told, in the order of the files, with these."""
    found: dict[str, list[str]] = defaultdict(list)
    for template in Finder(modules(root)).found():
        if template.file not in found[template.text]:
            found[template.text].append(template.file)
    return dict(found)


def catalogue(path: Path = PO) -> Catalog:
    """The catalogue as it is written."""
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def extracted(old: Catalog) -> Catalog:
    """What has to be in it, with the translations that are there."""
    new = _empty()
    for text, files in templates().items():
        _add(new, old, text, None, files)
    for kind, name in names(ROOT):
        _add(new, old, name, kind, [])
    for text in helps():
        _add(new, old, text, HELP, [])
    for text in metavars():
        _add(new, old, text, METAVAR, [])
    return new


def extracted_of_click(old: Catalog) -> Catalog:
    """The same of what click says by itself."""
    new = _empty()
    for text in clicks():
        _add(new, old, text, None, [])
    return new


def _empty() -> Catalog:
    new = Catalog(
        locale="nl",
        header_comment=_HEAD.rstrip(),
        project="zuidas-ledger",
        version="1",
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    new.creation_date = new.revision_date = _DATE
    return new


def _add(
    new: Catalog, old: Catalog, text: Text, context: str | None, files: list[str]
) -> None:
    message = old.get(text, context)
    new.add(
        text,
        message.string if message is not None else "",
        locations=[(file, 0) for file in files],
        context=context,
    )


def main(task: str) -> None:
    """Do one of the two."""
    kinds = (PO, MO, extracted), (CLICK_PO, CLICK_MO, extracted_of_click)
    for po, mo, extract in kinds:
        old = catalogue(po) if po.exists() else Catalog(locale="nl")
        if task == "extract":
            new = extract(old)  # before the file is emptied: that may fail
            with po.open("wb") as file:
                write_po(file, new, width=_WIDTH, include_lineno=False)
        else:
            mo.write_bytes(compiled(old))


if __name__ == "__main__":
    (given,) = sys.argv[1:]
    if given not in ("extract", "compile"):
        sys.exit(__doc__)
    main(given)
