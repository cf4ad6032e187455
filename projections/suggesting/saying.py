"""A suggestion in words: what the line would be, and what speaks for that."""

from collections.abc import Iterator

from domain.values.messages import Message, Value, message, parts
from projections.suggesting.assigning import Suggestion


def evidence_said(suggestion: Suggestion) -> Iterator[Message]:
    """What speaks for it, then what makes it less than certain."""
    yield from suggestion.evidence.said()
    for doubt in suggestion.doubts:
        yield message("but {doubt}", doubt=doubt)


def answer_said(suggestion: Suggestion) -> Value:
    """What the line would be; several entries by their numbers."""
    first, *more = suggestion.candidates
    if first.entry is None or not more:
        return parts((candidate.said for candidate in suggestion.candidates), " and ")
    entries = parts(candidate.entry for candidate in suggestion.candidates)
    return message("entries {entries}", entries=entries)
