"""Schemathesis asks a served demo ledger whatever the document about the API allows.

`make fuzz` runs it. It makes requests from the document, right ones and wrong ones, and
holds every answer against it: no failure of the server, no status, media type, header
or body that the document does not have. Run: python -m tests.web.api.fuzzing PROGRAM
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.storage.location import Location
from tests.functional.examples import REGISTERS, TERMS, done, whole_story
from tests.functional.program import Program
from tests.web.serving import HOST, OFFICER, served, token

SEED = 20110801
SECONDS = 60
"""Of fuzzing, after what the document's examples and bounds give."""
LEFT_OUT = "positive_data_acceptance"
"""Which texts are a day, an account or a check no pattern says, nor that two clocks may
not contradict each other: of these a right form is refused all the same."""
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = [
  400, 401, 403, 404, 405, 406, 409, 412, 415, 422, 428, 429, "5xx",
]
"""
"""What a wrong request may be answered with: its own list, and 412. A body is not read
where the state that it was meant for is not the log's (RFC 9110, 13.2.2)."""
OPTIONS = (
    *("--checks", "all", "--exclude-checks", LEFT_OUT),
    *("--phases", "examples,coverage,fuzzing", "--max-time", str(SECONDS)),
    *("--seed", str(SEED), "--generation-deterministic", "--max-examples", "20"),
    *("--continue-on-failure", "--warnings", "off", "--no-color"),
    *("--request-timeout", "20"),
)


def demo(place: Path) -> Location:
    """All examples as a ledger."""
    zuidas = Program(place)
    done(zuidas("init"))
    done(zuidas("post", "-", stdin=whole_story() + REGISTERS.read_bytes()))
    for file in TERMS:
        done(zuidas("post", str(file)))
    return Location.parse(str(place / "zuidas.db"))


def main(schemathesis: str) -> int:
    """Its exit code: 0 where nothing was found."""
    with TemporaryDirectory() as folder, served(demo(Path(folder))) as client:
        address = f"http://{HOST}:{client.port}/v1/openapi.json"
        Path(folder, "schemathesis.toml").write_text(REFUSED, encoding="utf-8")
        header = f"Authorization: Bearer {token(OFFICER)}"
        ran = subprocess.run(
            [schemathesis, "run", address, "--header", header, *OPTIONS],
            cwd=folder,
            check=False,
        )
        answered = client.get("/v1/health")
        assert answered.status == 200, "the service is still there"
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve())))
