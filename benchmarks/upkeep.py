"""Section 3: rebuilding, verifying, proving; the size of the database."""

from pathlib import Path

from benchmarks.measuring import Effort, inside
from benchmarks.peers import PEERS
from benchmarks.report import Report
from benchmarks.tables import rate, seconds, size
from benchmarks.workshop import Workshop

_JOBS = {
    "rebuild": "rebuild",
    "verify fast": "verify, hashes",
    "verify full": "verify, all",
    "verify rules": "verify, all, judged again",
}


def measure(report: Report, shop: Workshop, sizes: list[int], effort: Effort) -> None:
    """At all sizes."""
    report.section(
        "Rebuild, verify, prove",
        "In process, entries a second. Rebuilding replaces every projection; verifying"
        " hashes only the log, replays the books too, or judges every entry again too."
        " Root and proofs come from the stored nodes.",
    )
    _rates(report, shop, sizes)
    _proofs(report, shop, sizes, effort)
    _bytes(report, shop, sizes)


def _rates(report: Report, shop: Workshop, sizes: list[int]) -> None:
    rows = []
    for at in sizes:
        row = [size(at)]
        for name in _JOBS:
            job, _, mode = name.partition(" ")
            copy = shop.copy(at)
            figures = inside(job, place=str(copy), mode=mode)
            shop.remove(copy)
            report.note(name, at, figures["rate"])
            row.append(f"{rate(figures['rate'])}, {figures['peak']:.0f} MB")
        rows.append(row)
    report.table("Entries a second", ["entries", *_JOBS.values()], rows)


def _proofs(report: Report, shop: Workshop, sizes: list[int], effort: Effort) -> None:
    rows = []
    names = ("root", "inclusion", "consistency")
    for at in sizes:
        place = str(shop.ledger(at))
        figures = inside("proofs", place=place, count=effort.singles)
        for name in names:
            report.note(name, at, figures[name])
        rows.append([size(at), *(seconds(figures[name]) for name in names)])
    heads = ["entries", "root", "inclusion proof", "consistency proof"]
    report.table("Root and proofs, in process", heads, rows)


def _bytes(report: Report, shop: Workshop, sizes: list[int]) -> None:
    suffixes = {peer.suffix: peer.name for peer in PEERS}
    rows = []
    for at in sizes:
        files = [shop.ledger(at), *(shop.journal(at, each) for each in suffixes)]
        each = [_size(path) / at for path in files]
        report.note("bytes", at, each[0])
        rows.append([size(at), *(f"{value:,.0f}" for value in each)])
    heads = [
        "postings",
        "zuidas.db",
        "hledger, ledger-cli journal",
        "beancount journal",
    ]
    report.table("Bytes a posting", heads, rows)


def _size(path: Path) -> int:
    return path.stat().st_size
