"""`check exports`: batches follow each other and say what the journal says."""

from collections.abc import Iterator

from domain.values.messages import Euro
from projections.answers.exports import Batch, batches, totals
from projections.finding import Finding
from projections.snapshot import View


def exports(view: View) -> Iterator[Finding]:
    """Of each target every entry is in one batch; a batch holds what it says."""
    ends: dict[str, int] = {}
    for batch in batches(view):
        target = batch.target.lower()
        yield from _place(batch, ends.get(target, 0))
        yield from _totals(view, batch)
        ends[target] = batch.to_entry


def _place(batch: Batch, end: int) -> Iterator[Finding]:
    if batch.from_entry != end + 1 or batch.to_entry < batch.from_entry:
        yield Finding(
            "exports",
            "EXPORT_HOLE",
            "error",
            "batch {export} for {target} has entries {first} to {last}; the one before"
            " it ended with {end}.",
            [batch.entry],
            export=batch.export,
            target=batch.target,
            first=batch.from_entry,
            last=batch.to_entry,
            end=end,
        ).of(batch.target, batch.export, batch.from_entry)


def _totals(view: View, batch: Batch) -> Iterator[Finding]:
    found = totals(view, batch.from_entry, batch.to_entry)
    if found == batch.said:
        return
    yield Finding(
        "exports",
        "EXPORT_DIFFERS",
        "error",
        "batch {export} for {target} says {rows} rows, debit {debit}, credit {credit};"
        " the journal has {found_rows}, {found_debit}, {found_credit}.",
        [batch.entry],
        export=batch.export,
        target=batch.target,
        rows=batch.said.rows,
        debit=Euro(batch.said.debit),
        credit=Euro(batch.said.credit),
        found_rows=found.rows,
        found_debit=Euro(found.debit),
        found_credit=Euro(found.credit),
    ).of(batch.target, batch.export, Euro(found.debit))
