"""The machine and the versions that the figures are of."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.peers import Peer
from domain.version import VERSION


def described(work: Path, peers: list[Peer], postgres: str) -> Iterator[str]:
    """One line of markdown for each thing that matters."""
    yield f"- measured on {datetime.now(UTC).date()}, zuidas-ledger {VERSION}"
    yield f"- processor: {_processor()}, {os.cpu_count()} cores; {_memory()} memory"
    yield f"- {_system()}; files on {_file_system(work)}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield f"- {python}, SQLite {sqlite3.sqlite_version}, PostgreSQL: {postgres}"
    yield f"- peers: {', '.join(peer.described for peer in peers)}"


def _processor() -> str:
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return "unknown"
    return f"{found / 2**30:.0f} GiB"


def _system() -> str:
    for line in _lines(Path("/etc/os-release")):
        if line.startswith("PRETTY_NAME="):
            name = line.partition("=")[2].strip().strip('"')
            kernel = platform.release().partition("-")[0]
            return f"{name}, {platform.system()} {kernel}"
    return platform.platform()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _file_system(work: Path) -> str:
    command = ["df", "--output=fstype", str(work)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "an unknown file system"
    return done.stdout.split()[-1]
