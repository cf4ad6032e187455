"""The record of who came in and who did not: Python's logger `zuidas.signin`.

A record is one line of JSON (BIO2 8.15.01: action, result, account, origin, time), so
nothing in it can begin a line of its own. A name that no account has is left out:
somebody may have typed a password there.
"""

import json
import logging
from datetime import datetime

from web.signin.moments import text_of

LOGGER = logging.getLogger("zuidas.signin")


def record(
    action: str,
    result: str,
    *,
    account: str | None,
    origin: str | None,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Log one act; what failed as a warning. `action` and `result` are ours.

    `reason` is for whoever manages the service, where people are told less.
    """
    level = logging.INFO if result == "done" else logging.WARNING
    told: dict[str, str | None] = {
        "action": action,
        "result": result,
        "account": account,
        "origin": origin,
        "time": text_of(at),
    }
    if reason is not None:
        told["reason"] = reason
    LOGGER.log(level, "%s", json.dumps(told), extra={"signin": told})
