"""Writes build/sbom.json: a CycloneDX bill of materials of what is shipped.

What requirements.lock has for the program alone, every extra included, is installed in
a new environment, and the bill is what cyclonedx-py finds there. That program has an
environment of its own, as requirements-sbom.lock has it. The bill is the same whenever
and wherever it is made on one kind of system.
"""

import json
import sys
import tempfile
from pathlib import Path

from domain.version import VERSION
from tools.lowest import PROJECT
from tools.shipped import locked, named, shipped
from tools.try_wheel import ROOT, pip, run

BILL = ROOT / "build" / "sbom.json"
TOOL_LOCK = ROOT / "requirements-sbom.lock"


def main() -> None:
    """Write the bill; exits with 1 and says why where that fails."""
    BILL.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zuidas-sbom-") as folder:
        place = Path(folder)
        lock = place / "shipped.lock"
        lock.write_text(locked(shipped()), encoding="utf-8")
        program = environment(place / "shipped", lock)
        tool = environment(place / "tool", TOOL_LOCK)
        found = run(
            *(tool, "-m", "cyclonedx_py", "environment", program),
            *("--pyproject", PROJECT, "--output-reproducible", "--of", "JSON"),
        )
    bill = json.loads(found)
    # It stands in the code, where only the build looks for it.
    bill["metadata"]["component"]["version"] = VERSION
    check({named(each["name"]) for each in bill["components"]})
    BILL.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    print(f"Wrote {BILL}: {len(bill['components'])} components.")


def environment(place: Path, lock: Path) -> Path:
    """The Python of a new environment with what a lock has, and nothing else."""
    run(sys.executable, "-m", "venv", "--without-pip", place)
    python = place / "bin" / "python"
    there = ("--python", python)
    pip(*there, "install", "--no-deps", "--require-hashes", "-r", lock)
    pip(*there, "check")
    return python


def check(components: set[str]) -> None:
    """Exit unless the bill lists what is shipped, and nothing else."""
    wanted = shipped()
    if components != wanted:
        missing, more = sorted(wanted - components), sorted(components - wanted)
        sys.exit(f"The bill misses {missing} and has {more} too many.")


if __name__ == "__main__":
    main()
