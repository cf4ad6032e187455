"""What publishing and watching a log came to, as reports."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Message, english, message
from ledger.publishing.publish import Published
from ledger.transparency.checkpoints import Checkpoint, VerifiedCheckpoint
from ledger.verifying.report import (
    cosignatures_json,
    cosigned_lines,
    log_lines,
    unknown_line,
    unknown_of,
)
from projections.report import Report, of_facts


def published_report(published: Published) -> Report:
    """What a folder holds now, who cosigned it, and who did not."""
    checkpoint = published.verified.checkpoint
    data = {
        "folder": str(published.folder),
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "before": published.before,
        "changed": published.changed,
        "files": published.files,
        "cosignatures": cosignatures_json(published.verified.cosignatures),
        "witnesses": [
            {
                "url": each.url,
                "problem": None if each.problem is None else english(each.problem),
            }
            for each in published.asked
        ],
    }
    return of_facts(data, *_published(published))


def _published(published: Published) -> Iterator[Message]:
    checkpoint = published.verified.checkpoint
    yield message(
        "{folder} has {size} entries of {origin}: {what}.",
        folder=str(published.folder),
        size=checkpoint.size,
        origin=checkpoint.origin,
        what=message("{files} files and the checkpoint written", files=published.files)
        if published.changed
        else message(
            "{files} files written, the checkpoint is there", files=published.files
        )
        if published.files
        else message("nothing to do"),
    )
    yield from cosigned_lines(published.verified.cosignatures)
    for each in published.asked:
        if each.problem is not None:
            yield message(
                "Published without {url}, which {problem}.",
                url=each.url,
                problem=each.problem,
            )
    yield from log_lines(checkpoint.size, checkpoint.root.hex())


def watched_report(present: Checkpoint, kept: Sequence[VerifiedCheckpoint]) -> Report:
    """The log extends every checkpoint that was kept: one line."""
    sizes = [each.checkpoint.size for each in kept]
    unknown = unknown_of(kept)
    data = {
        "origin": present.origin,
        "size": present.size,
        "root": present.root.hex(),
        "checkpoints": sizes,
        "extends": True,
        "cosignatures": [
            {"size": each.checkpoint.size, **row}
            for each in kept
            for row in cosignatures_json(each.cosignatures)
        ],
        "unknown_signers": unknown,
    }
    return of_facts(
        data,
        message(
            "The log of {size} entries, root {root}, extends the checkpoint of {newest}"
            " entries{others}: hashes and order of every entry.{unknown}",
            size=present.size,
            root=present.root.hex(),
            newest=max(sizes),
            others=message(" and {number} before it", number=len(sizes) - 1)
            if len(sizes) > 1
            else None,
            unknown=message(" {line}", line=unknown_line(unknown)) if unknown else None,
        ),
    )
