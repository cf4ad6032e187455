"""An officer as a process of its own: `python -m tests.storage.officer URL JSON N`.

Says `ready` once the ledger is open and known, waits for a line, posts the command N
times, and prints one outcome a line: an entry number or a code.
"""

import json
import sys

from domain.values.errors import LedgerError
from ledger.storage.location import Location
from tests.storage.ledgers import StoredLedger, actor
from tests.unit.domain.posting import built


def main(place: str, text: str, times: int) -> None:
    ledger = StoredLedger(Location.parse(place))
    fields = json.loads(text)
    command = built(fields.pop("command"), fields)
    # Everything is looked at once, so that what is kept must be brought up to date.
    with ledger.ledger.posting(actor(ledger.store), dry_run=True) as post:
        post(command)
    _say("ready")
    sys.stdin.readline()
    for _ in range(times):
        try:
            _say(ledger.ledger.accept(command, actor(ledger.store)).entry)
        except LedgerError as error:
            _say(error.code)
    ledger.close()


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
