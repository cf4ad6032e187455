"""Documents as PDF: made by Typst from templates that only lay out.

The file is PDF/A-3a and PDF/UA-1 at once (EN 301 549), carries the document's JSON, and
is the same to the byte for the same knowledge, so that its hash can be a
`document_sha256`.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from domain.values.errors import UsageError
from domain.values.messages import Quoted

TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS = ["a-3a", "ua-1"]
_MAIN = "document.typ"
_MOST_FILES = 500


def pdf(
    written: Mapping[str, Any], data: Mapping[str, Any], templates: Path | None = None
) -> bytes:
    """A document as PDF.

    `templates` is a folder with a house style of one's own: files in it stand in the
    place of ours of the same name, and fonts in it can be used. Raises `UsageError`
    (`BAD_COMMAND`) where Typst is not installed or a template of one's own is wrong.
    """
    typst = _typst()
    attached = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for place in (TEMPLATES, templates):
            if place is not None:
                _laid_in(place, root)
        (root / "written.json").write_text(json.dumps(written), "utf-8")
        (root / "data.json").write_text(attached, "utf-8")
        try:
            made: bytes = typst.compile(
                str(root / _MAIN),
                root=folder,
                font_paths=[folder],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=_STANDARDS,
                sys_inputs={"day": _day(data)},
            )
        except typst.TypstError as error:
            raise _wrong(str(error), folder, templates) from None
    return made


def _typst() -> Any:  # noqa: ANN401  # a module
    try:
        import typst
    except ImportError:
        raise UsageError(
            "BAD_COMMAND",
            "documents as PDF need Typst: pip install 'zuidas-ledger[documents]'.",
        ) from None
    return typst


def _laid_in(place: Path, root: Path) -> None:
    """Copy what is in a folder; what leads out of it stays where it is.

    Typst reads nothing outside `root`.
    """
    try:
        for number, path in enumerate(_files(place)):
            if number == _MOST_FILES:
                raise UsageError(
                    "BAD_COMMAND",
                    "{place} holds more than {most} files: name the folder of the house"
                    " style alone.",
                    place=Quoted(str(place)),
                    most=_MOST_FILES,
                )
            target = root / path.relative_to(place)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            if target.suffix == ".typ":
                _check_is_whole(target, place)
    except OSError as error:
        raise UsageError(
            "BAD_COMMAND",
            "{place} can't be read as a folder of templates: {reason}.",
            place=Quoted(str(place)),
            reason=error.strerror or str(error)[:200],
        ) from None


def _check_is_whole(template: Path, place: Path) -> None:
    """Nothing is fetched for a document: what may change elsewhere changes its bytes.

    Raises `UsageError` (`BAD_COMMAND`).
    """
    if _FETCHED.search(template.read_bytes()):
        raise UsageError(
            "BAD_COMMAND",
            "{template} in {place} imports a package that would be fetched: put its"
            " files in the folder and import those.",
            template=template.name,
            place=Quoted(str(place)),
        )


_FETCHED = re.compile(rb"""["']@[a-z]+/""")
"""How Typst names a package of elsewhere."""


def _files(place: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(place):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _day(data: Mapping[str, Any]) -> str:
    """The day the document is of: when the last entry in it was recorded."""
    recorded = data.get("recorded_at") or data["at"]
    return datetime.fromisoformat(str(recorded)).date().isoformat()


def _wrong(said: str, folder: str, templates: Path | None) -> UsageError:
    return UsageError(
        "BAD_COMMAND",
        "the templates of {place} make no document: {reason}",
        place=Quoted(str(templates or TEMPLATES)),
        reason=said.replace(f"{folder}/", "").strip(),
    )
