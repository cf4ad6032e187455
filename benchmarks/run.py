"""Measures everything and prints it as markdown; see README.md beside this file.

python benchmarks/run.py [--sizes 1k,10k,100k,1M] [--quick] [--output FILE]
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks import (
    banking,
    bulk,
    machine,
    postgres,
    questions,
    registers,
    service,
    single,
    statements,
    targets,
    upkeep,
)
from benchmarks.measuring import QUICK, USUAL, Effort
from benchmarks.peers import PEERS
from benchmarks.report import Report
from benchmarks.tables import MILLION, THOUSAND
from benchmarks.workshop import Workshop

SECTIONS = (
    *("bulk", "questions", "single", "projects", "upkeep", "registers"),
    *("statements", "bank", "service"),
)
MISSED = Path(__file__).with_name("missed.md")
"""Where a target is missed: the profile, what was tried, what it would take."""
_UNITS = {"k": THOUSAND, "m": MILLION}


def counted(text: str) -> int:
    """A size such as 200, 10k or 1M."""
    unit = _UNITS.get(text[-1:].lower())
    return int(text[:-1]) * unit if unit else int(text)


def sizes_of(text: str) -> list[int]:
    """Sizes in a list with commas, the smallest first."""
    return sorted({counted(each) for each in text.split(",")})


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure the ledger beside its peers; prints markdown."
    )
    add = parser.add_argument
    add("--sizes", type=sizes_of, default="1k,10k,100k,1M", help="postings")
    add("--projects", type=counted, default="10k", help="in the project-heavy data")
    add("--postgres-up-to", type=counted, default="100k", help="0: without it")
    add("--quick", action="store_true", help="one run of each: it works, that is all")
    add("--only", default=",".join(SECTIONS), help="sections, with commas")
    add("--work", type=Path, help="folder for data; kept and used again")
    add("--output", type=Path, help="write the markdown there too")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> None:
    """Measure what was asked for."""
    asked = _arguments(given)
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(
            prefix="bench-", ignore_cleanup_errors=True
        )
        folder = asked.work or Path(stack.enter_context(temporary))
        shop = Workshop(folder)
        # A short path: that of a socket may not be long.
        data = tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True)
        server = None
        if asked.postgres_up_to:
            place = Path(stack.enter_context(data))
            server = stack.enter_context(postgres.started(place))
        report = Report()
        version = "not started" if server is None else server.version
        report.add(
            "# Benchmarks", "", "Made by `make bench`; see benchmarks/README.md."
        )
        report.add("", *machine.described(folder, PEERS, version))
        head = len(report.lines)
        _measure(report, shop, server, asked, QUICK if asked.quick else USUAL)
        measured = len(report.lines)
        targets.table(report, asked.sizes)
        report.move_up(measured, to=head)  # what is missed is said first
        report.add(*MISSED.read_text(encoding="utf-8").splitlines())
    if asked.output is not None:
        text = "\n".join(report.lines).rstrip() + "\n"
        asked.output.write_text(text, encoding="utf-8")


def _measure(
    report: Report,
    shop: Workshop,
    server: postgres.Server | None,
    asked: argparse.Namespace,
    effort: Effort,
) -> None:
    sizes: list[int] = asked.sizes
    wanted = asked.only.split(",")
    on_server = [at for at in sizes if at <= asked.postgres_up_to]
    if "bulk" in wanted:  # first: it makes the ledgers that the others ask
        bulk.measure(report, shop, sizes, PEERS, effort)
    places = {}
    if server is not None and {"bulk", "single"} & set(wanted):
        places = bulk.on_postgres(report, shop, server, on_server)
    if "projects" in wanted:
        bulk.project_heavy(report, shop, asked.projects)
    if "questions" in wanted:
        questions.measure(report, shop, sizes, PEERS, effort)
    if "single" in wanted:
        single.measure(report, "SQLite", sizes, lambda at: str(shop.copy(at)), effort)
        if places:
            on = list(places)
            single.measure(report, "PostgreSQL", on, places.__getitem__, effort)
        single.log_nodes(report, shop, min(sizes), effort)
    if "upkeep" in wanted:
        upkeep.measure(report, shop, sizes, effort)
    if "registers" in wanted:
        scale = registers.SHORT if asked.quick else registers.USUAL
        registers.measure(report, shop, scale, effort)
    if "statements" in wanted:
        statements.measure(
            report,
            shop.folder,
            statements.SHORT_BYTES if asked.quick else statements.USUAL_BYTES,
        )
    if "bank" in wanted:
        lines = banking.SHORT_LINES if asked.quick else banking.USUAL_LINES
        banking.measure(report, shop, lines)
    if "service" in wanted:
        length = service.SHORT if asked.quick else service.USUAL
        service.measure(report, shop, max(sizes), length, effort)
        if server is not None and on_server:
            service.on_postgres(report, shop, server, on_server[0], length)


if __name__ == "__main__":
    main()
