"""Open entries as candidates: a line that is one of them is matched with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.creditor_references import contribution_reference
from domain.values.messages import Coded, message
from projections.answers.bank import OpenEntry, open_entries
from projections.answers.corrections import Corrections
from projections.answers.vouchers import is_placeholder
from projections.snapshot import View
from projections.stored import of_entries
from projections.suggesting.candidates import (
    Candidate,
    Kind,
    ordinal,
    references_of,
    topics_of,
)
from projections.suggesting.grants import Papers
from projections.suggesting.parties import Counterparties

_NO_PAPERS = Papers()


def open_candidates(
    view: View,
    parties: Counterparties,
    projects: Mapping[str, Papers],
    corrected: Corrections,
    first: int,
) -> Iterator[Candidate]:
    """Every entry of the current account that no line answers, whole or in part."""
    found = {each.entry: each for each in open_entries(view)}
    for number, (entry, state) in enumerate(of_entries(view, found), start=first):
        given = _held(state["given"])
        project = projects.get(str(given.get("project")), _NO_PAPERS)
        yield _candidate(found[entry], given, number, project, parties, corrected)


def _held(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a command, or of the one that it holds."""
    return {**given, **given.get("as", {})}


def _candidate(
    open_entry: OpenEntry,
    given: Mapping[str, Any],
    number: int,
    project: Papers,
    parties: Counterparties,
    corrected: Corrections,
) -> Candidate:
    entry = open_entry.entry
    party = parties.of(entry, given)
    voucher = corrected.of(entry, given, "document")
    if voucher is not None and is_placeholder(voucher):
        voucher = None
    asked = _asked_for(given)
    decision = corrected.of(entry, given, "decision")
    return Candidate(
        Kind.ENTRY,
        number,
        open_entry.open,
        ordinal(open_entry.day),
        message(
            "entry {entry}, {command}", entry=entry, command=Coded(open_entry.command)
        ),
        party,
        references_of(voucher, asked, *project.letters),
        topics_of(given.get("project"), decision, *project.decisions),
        entry=entry,
        category=given.get("category"),
    )


def _asked_for(given: Mapping[str, Any]) -> str | None:
    """The reference that a partner was asked to mention."""
    year, partner = given.get("year"), given.get("partner")
    if year is None or partner is None:
        return None
    return contribution_reference(str(year), str(partner))
