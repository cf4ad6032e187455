"""A writer for the fault tests: posts receipts one by one, each acknowledged at once.

    python writer.py PLACE NAME COUNT

Prints `ack ENTRY ID` after each commit; a refusal prints `refused CODE` and goes on.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from domain.entries.event import Actor
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location


def main() -> None:
    """Post until the count is reached or somebody kills us."""
    place, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    ledger = Ledger(open_store(Location.parse(place), writing=True))
    actor = Actor(name=name, source="program", login=name)
    for number in range(count):
        command = command_from_mapping(
            {
                "command": "receive_other",
                "category": "interest",
                "amount": "0.01",
                "date": "2014-01-01",
                "counterparty": name,
                "description": "x" * 200,
                "document": f"{name}-{number}",
                "id": f"{name}-{number}",
            }
        )
        try:
            receipt = ledger.accept(command, actor)
        except LedgerError as error:
            print("refused", error.code, flush=True)
        else:
            print("ack", receipt.entry, command.id, flush=True)


if __name__ == "__main__":
    main()
