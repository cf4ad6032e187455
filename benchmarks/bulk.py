"""Section 2: bulk import, beside the peers' reading of the same data."""

from functools import partial
from tempfile import TemporaryDirectory

from benchmarks import people
from benchmarks.data import COMMANDS_PER_PROJECT
from benchmarks.measuring import Effort, Usage, inside, medians, run
from benchmarks.peers import Peer
from benchmarks.postgres import Server
from benchmarks.report import Report
from benchmarks.tables import rate, seconds, size, times
from benchmarks.workshop import Workshop, imported

_LOG_SIZE = 10_000
_MARKS = (100, 1_000, 10_000)


def measure(
    report: Report, shop: Workshop, sizes: list[int], peers: list[Peer], effort: Effort
) -> None:
    """Import at all sizes, and what makes up its cost."""
    report.section(
        "Bulk import",
        "`zuidas post FILE` as a whole process: every command checked against every"
        " budget on every day, one durable transaction. The peers only read their"
        " journal of the same entries (hledger and ledger-cli `stats`, beancount"
        " `bean-check` without its cache). The last columns say how many times as fast"
        " as the peer zuidas is.",
    )
    _against_peers(report, shop, sizes, peers, effort)
    _flat(report, shop, sizes)
    _log_nodes(report, shop, min(_LOG_SIZE, max(sizes)), effort)
    people.measure(report, shop, sizes, effort)


def _against_peers(
    report: Report, shop: Workshop, sizes: list[int], peers: list[Peer], effort: Effort
) -> None:
    present = [peer for peer in peers if peer.installed]
    rows = []
    for at in sizes:
        ours = medians({at: partial(shop.imported, at)}, effort)[at]
        if ours is None:
            continue
        report.note("bulk", at, at / ours.wall)
        tasks = {
            peer.name: partial(run, *peer.asks("parse", shop.journal(at, peer.suffix)))
            for peer in present
        }
        found = medians(tasks, effort)
        row = [
            size(at),
            seconds(ours.wall),
            rate(at / ours.wall),
            f"{ours.peak:.0f} MB",
        ]
        row += [_read(at, found[peer.name]) for peer in present]
        for peer in present:
            usage = found[peer.name]
            row.append("-" if usage is None else times(usage.wall / ours.wall))
            if usage is not None:
                report.note(f"bulk {peer.name}", at, at / usage.wall)
        rows.append(row)
    heads = ["postings", "zuidas", "a second", "peak"]
    heads += [f"{peer.name} reads" for peer in present]
    heads += [f"zuidas / {peer.name}" for peer in present]
    report.table("SQLite, whole process", heads, rows)


def _read(at: int, usage: Usage | None) -> str:
    if usage is None:
        return "failed"
    return f"{rate(at / usage.wall)}, {usage.peak:.0f} MB"


def on_postgres(
    report: Report, shop: Workshop, server: Server, sizes: list[int]
) -> dict[int, str]:
    """The same import into PostgreSQL; gives where the ledgers are."""
    places = {}
    rows = []
    for at in sizes:
        places[at] = server.database(f"plain_{at}")
        usage = imported(places[at], shop.commands(at))
        report.note("bulk postgres", at, at / usage.wall)
        peak = f"{usage.peak:.0f} MB"
        rows.append([size(at), seconds(usage.wall), rate(at / usage.wall), peak])
    heads = ["postings", "zuidas", "a second", "peak of the client"]
    report.table("PostgreSQL, whole process", heads, rows)
    return places


def _flat(report: Report, shop: Workshop, sizes: list[int]) -> None:
    """In process: the cost of the first and of the last tenth of each import."""
    rows = []
    for at in sizes:
        place = shop.fresh("inside")
        figures = inside("bulk", commands=str(shop.commands(at)), place=str(place))
        shop.remove(place)
        report.note("bulk inside", at, figures["rate"])
        rows.append(
            [
                size(at),
                rate(figures["rate"]),
                seconds(1 / figures["rate"]),
                seconds(figures["processor"]),
                seconds(figures["first"]),
                seconds(figures["last"]),
                f"{figures['peak']:.0f} MB",
            ]
        )
    heads = ["postings", "a second", "each", "processor", "second tenth", "last tenth"]
    heads += ["peak"]
    report.table("In process, from JSON lines: is it flat?", heads, rows)


def _log_nodes(report: Report, shop: Workshop, at: int, effort: Effort) -> None:
    """With and without the nodes of the RFC 6962 log, in turns."""
    with TemporaryDirectory(dir=shop.folder) as folder:
        found = inside(
            "log in bulk",
            commands=str(shop.commands(at)),
            folder=folder,
            rounds=min(effort.rounds, 5),
        )
    rows = [
        [f"{name} log nodes", rate(found[name]), times(found[name] / found["without"])]
        for name in ("with", "without")
    ]
    heads = [f"{size(at)} postings in process", "a second", "ratio"]
    report.table("Bulk and the log (RFC 6962), best of the runs", heads, rows)


def project_heavy(report: Report, shop: Workshop, projects: int) -> None:
    """The cost of a command as projects come; awarded, paid and determined."""
    place = shop.fresh("inside")
    commands = shop.project_commands(projects)
    marks = [mark for mark in _MARKS if mark <= projects] or [projects]
    figures = inside(
        "projects",
        commands=str(commands),
        place=str(place),
        marks=marks,
        per_project=COMMANDS_PER_PROJECT,
    )
    shop.remove(place)
    rows = []
    for mark, each in zip(marks, figures["each"], strict=True):
        report.note("project command", mark, each)
        ratio = times(each / figures["each"][0])
        rows.append([f"{mark:,}", seconds(each), rate(1 / each), ratio])
    heads = ["projects", "a command", "a second", f"against {marks[0]:,} projects"]
    report.table("Project-heavy: proposal, award, two payments, end", heads, rows)
    report.add(f"Peak memory {figures['peak']:.0f} MB.", "")
