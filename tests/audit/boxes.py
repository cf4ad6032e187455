"""Bundles in a test: made, unpacked, changed, and packed as a forger would."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.functional.program import Within

AT = "2012-07-31"
Members = dict[str, bytes]
Change = Callable[[Members], None]
MANIFEST = "manifest.sha256"


def run_in(place: Path, *arguments: str) -> None:
    """A run of the program in a directory, before any test, that must succeed."""
    done = Within(place)("--db", "zuidas.db", *arguments)
    assert done.code == 0, done.err


def unpacked(bundle: Path) -> Members:
    with ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Members, bundle: Path) -> Path:
    with ZipFile(bundle, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return bundle


def sealed(members: Members) -> Members:
    """With a manifest that fits: who changes a member changes that too."""
    manifest = io.StringIO()
    for name, data in members.items():
        if name != MANIFEST:
            manifest.write(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
    return members | {MANIFEST: manifest.getvalue().encode()}


def changed(bundle: Path, change: Change, *, seal: bool = True) -> Path:
    """The bundle with a change, beside the original."""
    original = unpacked(bundle)
    members = dict(original)
    change(members)
    assert members != original
    target = bundle.with_name("changed.bundle")
    return packed(sealed(members) if seal else members, target)


def replacing(name: str, old: str, new: str) -> Change:
    """A change of one text in one member, which must be there."""

    def change(members: Members) -> None:
        assert old.encode() in members[name], (name, old)
        members[name] = members[name].replace(old.encode(), new.encode(), 1)

    return change
