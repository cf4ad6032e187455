"""An accepted command, with all that the model keeps of it."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .framework import Framework

Key = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    number: int
    command: str
    role: str
    date: date
    data: dict[str, Any]
    lines: list[tuple[str, int]] = field(default_factory=list)
    tallies: list[tuple[Key, int]] = field(default_factory=list)
    scope: tuple[str, str] | None = None  # (year, programme) of the award
    rests: int | None = None  # entry of the decision that it names
    leans: tuple[int, ...] = ()  # deviations that the award or raise needed
    limits: dict[str, int | None] = field(default_factory=dict)  # the ordinary ones
    held: Fraction | None = None  # share (percent) that it was held to
    given: dict[str, Any] = field(default_factory=dict)  # before what is filled in
    rest: int = 0  # of a refund reclassified: what had not recovered
    framework: Framework | None = None  # that it adopts
