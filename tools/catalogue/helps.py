"""What is said of commands and their fields where people fill them in."""

from collections.abc import Iterator

from domain.catalogue import KINDS
from domain.entries.register import command_models
from ledger.fields.described import Description, description_of
from web.pages.posting.wording import summary_of


def helps() -> list[str]:
    """Chapters, a sentence of each command, a description of each field."""
    return list(dict.fromkeys(filter(None, _all())))


def _all() -> Iterator[str]:
    yield from (kind.chapter for kind in KINDS)
    yield from map(summary_of, command_models())
    for model in command_models().values():
        yield from _of_fields(description_of(model))


def _of_fields(described: Description) -> Iterator[str]:
    for field, schema in described.schema.items():
        yield str(schema.get("description", ""))
        for command in _held(described, field):
            yield from _of_fields(described.held(field, command))


def _held(described: Description, field: str) -> tuple[str, ...]:
    holder = described.holders.get(field)
    return () if holder is None else holder.commands
