"""A problem found in data."""

from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One finding: which check, a stable code, how bad, what, and which entries."""

    check: str
    code: str
    severity: Severity
    message: str
    entries: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The shape of `check` in section 4 of the contract."""
        return asdict(self)
