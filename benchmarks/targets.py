"""What was aimed at, beside what was measured; nothing fails on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.banking import USUAL_LINES
from benchmarks.report import Report
from benchmarks.statements import USUAL_BYTES
from benchmarks.tables import rate, seconds, size, times


@dataclass(frozen=True)
class Found:
    """A figure beside its target."""

    text: str
    met: bool


@dataclass(frozen=True)
class Target:
    """Something aimed at, and how it is told from the figures at a size."""

    text: str
    find: Callable[[Report, int, int], Found | None]
    """From the report, the smallest and the largest size; None if not measured."""


def table(report: Report, sizes: list[int]) -> None:
    """Add the tables of targets, the missed ones first; not those not measured."""
    smallest, largest = min(sizes), max(sizes)
    rows: dict[bool, list[list[str]]] = {False: [], True: []}
    for target in _targets():
        found = target.find(report, smallest, largest)
        if found is not None:
            rows[found.met].append([target.text, found.text])
    report.section(
        "Targets",
        f"At {size(largest)} postings, or the most that was measured, unless a target"
        " says otherwise. Why something is missed stands at the end.",
    )
    for met, title in ((False, "Missed"), (True, "Met")):
        report.table(title, ["target", "measured"], rows[met])


def _targets() -> Iterator[Target]:
    yield Target("balance: at most 1.5x its time at the smallest size", _flat)
    text = "{}: at most {}x a bare import of click and sqlite3"
    yield Target(text.format("balance", 1.5), _bare("balance", 1.5))
    posting = "a single posting as a process"
    yield Target(text.format(posting, 3), _bare("single process SQLite", 3))
    yield Target("balance: at least 100x faster than ledger-cli", _ledger_cli)
    yield _at_most("known-at, anywhere in history: under 250 ms", "known-at", 0.25)
    text = "statement of a partner over a year: under 150 ms"
    yield _at_most(text, "statement", 0.15)
    yield _at_most("filtered history: under 150 ms", "history", 0.15)
    yield Target("memory of a query: at most 50 MiB", _memory)
    for kind in ("SQLite", "PostgreSQL"):
        text = f"single postings on {kind}: at least half of raw commits"
        yield _ratio(text, f"single {kind}", f"single raw {kind}", 0.5)
        text = f"{kind}: four writers no slower in total than one"
        yield _ratio(text, f"single writers {kind}", f"single {kind}", 1)
        text = f"{kind}: a single posting as a process under 200 ms"
        yield _at_most(text, f"single process {kind}", 0.2)
    text = "bulk import: at least as fast as hledger reads"
    yield _ratio(text, "bulk", "bulk hledger", 1)
    text = "posting under roles and a policy: at least 0.9x of without"
    yield _ratio(text, "people post with", "people post without", 0.9)
    text = "verifying under roles and a policy: no slower than without (0.95x)"
    yield _ratio(text, "people verify with", "people verify without", 0.95)
    yield _at_least("in process: 10,000 postings a second", "bulk inside", 10_000)
    text = "a command at 10k projects: at most 1.25x its cost at 100"
    yield Target(text, _per_project)
    yield _at_least("rebuild: 25,000 entries a second", "rebuild", 25_000)
    yield _at_least("verify, hashes: 100,000 a second", "verify fast", 100_000)
    yield _at_least("verify, all: 25,000 a second", "verify full", 25_000)
    yield _at_least("verify, judged: 5,000 a second", "verify rules", 5_000)
    for name in ("root", "inclusion", "consistency"):
        yield _at_most(f"{name}: under 10 ms in process", name, 0.01)
    yield Target("camt.053: 20 MB read in under 3 s", _camt)
    for step, most in (("import", 20), ("suggest, all open", 30)):
        text = f"the bank: {step} of 100k lines under {most} s"
        yield Target(text, _bank(step, most))
    for step in ("suggest", "reconcile"):
        text = f"the bank: {step} beside 100k answered lines under 10 s"
        yield Target(text, _bank(f"{step}, all answered", 10))
    yield _at_most("service: first answer within 1 s", "service first answer", 1)
    for name, text, most in (
        ("service read p50", "programmes at 8 clients: p50 at most 10 ms", 0.01),
        ("service read p99", "programmes at 8 clients: p99 at most 50 ms", 0.05),
        ("service unchanged p50", "304: p50 at most 2 ms", 0.002),
    ):
        yield _at_most(f"service: {text}", name, most)
    for lines, what, enough in ((1, "one", 1_000), (50, "50", 5_000)):
        text = f"service: {what} a request: 2x raw commits, or {enough:,} a second"
        yield Target(text, _posted(f"service SQLite {lines}", enough))
    yield Target("service: at most 150 MiB resident", _resident)


def _at_most(text: str, name: str, most: float) -> Target:
    def find(report: Report, _: int, largest: int) -> Found | None:
        value = _figure(report, name, largest)
        return None if value is None else Found(seconds(value), value <= most)

    return Target(text, find)


def _at_least(text: str, name: str, least: float) -> Target:
    def find(report: Report, _: int, largest: int) -> Found | None:
        value = _figure(report, name, largest)
        return None if value is None else Found(rate(value), value >= least)

    return Target(text, find)


def _ratio(text: str, name: str, other: str, least: float) -> Target:
    def find(report: Report, _: int, largest: int) -> Found | None:
        value = _figure(report, name, largest)
        against = _figure(report, other, largest)
        if value is None or against is None:
            return None
        return Found(times(value / against), value / against >= least)

    return Target(text, find)


def _figure(report: Report, name: str, largest: int) -> float | None:
    """The figure at the largest size that it was measured at."""
    sizes = [at for each, at in report.figures if each == name and at <= largest]
    return report.get(name, max(sizes)) if sizes else None


def _flat(report: Report, smallest: int, largest: int) -> Found | None:
    small, large = report.get("balance", smallest), report.get("balance", largest)
    if small is None or large is None:
        return None
    return Found(times(large / small), large <= 1.5 * small)


def _bare(name: str, most: float) -> Callable[[Report, int, int], Found | None]:
    def find(report: Report, _: int, largest: int) -> Found | None:
        bare, value = report.get("bare", 0), _figure(report, name, largest)
        if bare is None or value is None:
            return None
        return Found(times(value / bare), value <= most * bare)

    return find


def _memory(report: Report, _: int, largest: int) -> Found | None:
    names = ("balance", "known-at", "statement", "history")
    peaks = [_figure(report, f"{name} memory", largest) for name in names]
    found = [peak for peak in peaks if peak is not None]
    return Found(f"{max(found):.0f} MiB", max(found) <= 50) if found else None  # noqa: PLR2004


def _per_project(report: Report, _: int, __: int) -> Found | None:
    few = report.get("project command", 100)
    many = report.get("project command", 10_000)
    if few is None or many is None:
        return None
    return Found(times(many / few), many <= 1.25 * few)


def _ledger_cli(report: Report, _: int, largest: int) -> Found | None:
    value = report.get("balance", largest)
    peer = report.get("balance ledger-cli", largest)
    if value is None or peer is None:
        return None
    return Found(times(peer / value), peer >= 100 * value)


def _camt(report: Report, _: int, __: int) -> Found | None:
    value = report.get("statements camt.053", USUAL_BYTES)
    return None if value is None else Found(seconds(value), value < 3)  # noqa: PLR2004


def _bank(step: str, most: float) -> Callable[[Report, int, int], Found | None]:
    def find(report: Report, _: int, __: int) -> Found | None:
        value = report.get(f"bank {step}", USUAL_LINES)
        return None if value is None else Found(seconds(value), value < most)

    return find


def _posted(name: str, enough: float) -> Callable[[Report, int, int], Found | None]:
    """Twice as fast as raw commits, or fast enough: whichever is less."""

    def find(report: Report, _: int, largest: int) -> Found | None:
        value = _figure(report, name, largest)
        raw = _figure(report, f"{name} raw", largest)
        if value is None or raw is None:
            return None
        text = f"{rate(value)}, {times(value / raw)}"
        return Found(text, value >= min(enough, 2 * raw))

    return find


def _resident(report: Report, _: int, largest: int) -> Found | None:
    value = _figure(report, "service memory", largest)
    return None if value is None else Found(f"{value:.0f} MiB", value <= 150)  # noqa: PLR2004
