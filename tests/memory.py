"""A place in memory for the files of tests: there is no disk to wait for."""

import os
import shutil
from pathlib import Path

ROOM_BYTES = 1_000_000_000


def in_memory() -> Path | None:
    """Where it is, if there is one with room in it."""
    place = Path("/dev/shm")  # noqa: S108  # folders of our own are made in it
    if not os.access(place, os.W_OK) or shutil.disk_usage(place).free < ROOM_BYTES:
        return None
    return place
