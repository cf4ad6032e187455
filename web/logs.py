"""The service's log: a line of JSON for each thing that happened."""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from domain.values.errors import Refusal

LOGGERS = ("zuidas", "uvicorn.error")
_OWN = ("told", "signin")
"""What our own records carry, as a mapping."""


class JsonLines(logging.Formatter):
    """A record as one line; whatever is in it can't begin another one."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging`."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "log": record.name,
        }
        told = next((getattr(record, n) for n in _OWN if hasattr(record, n)), None)
        line |= told if isinstance(told, dict) else {"message": record.getMessage()}
        if record.exc_info is not None:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def begin(place: Path | None) -> None:
    """Log to a file, or to standard error; raises `Refusal` (`BAD_COMMAND`)."""
    try:
        handler: logging.Handler = (
            logging.StreamHandler(sys.stderr)
            if place is None
            else logging.FileHandler(place, encoding="utf-8")
        )
    except OSError as error:
        raise Refusal(
            "BAD_COMMAND",
            "the log {place} can't be written: {reason}.",
            place=place,
            reason=error.strerror,
        ) from None
    # A disk that is full stops nobody, and is not told of at every request.
    logging.raiseExceptions = False
    # No line has them, and they are looked up for each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler.setFormatter(JsonLines())
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO if name == "zuidas" else logging.WARNING)
        logger.propagate = False
