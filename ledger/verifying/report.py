"""What verifying came to, as reports: whoever asked, the answer is the same."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.values.errors import IntegrityError
from domain.values.messages import (
    Euro,
    Message,
    Quoted,
    Recorded,
    Value,
    message,
    parts,
)
from domain.values.texts import format_cents
from domain.version import RULES
from ledger.transparency.checkpoints import Checkpoint, VerifiedCheckpoint
from ledger.transparency.notes import VerifiedSignature
from ledger.transparency.trust import moment
from ledger.verifying.audit import ProvedEntry
from ledger.verifying.balances import ProvedBalance
from ledger.verifying.verify import Verification
from projections.finding import FIELDS
from projections.report import Lines, Report, of_facts, sheet

if TYPE_CHECKING:
    from ledger.verifying.rules import Counted
    from ledger.verifying.sealed import CountedSealed


def verification_report(
    result: Verification, kept: Sequence[VerifiedCheckpoint], *, fast: bool
) -> Report:
    """What `verify` found; of the findings where it is a sheet."""
    findings = [finding.as_json() for finding in result.findings]
    data = {
        "entries": result.entries,
        "root": result.root.hex(),
        "fast": fast,
        "verified": result.is_clean,
        "first_bad_entry": result.first_bad_entry,
        "checkpoints": [each.checkpoint.size for each in kept],
        "cosignatures": [
            {"size": each.checkpoint.size, **row}
            for each in kept
            for row in cosignatures_json(each.cosignatures)
        ],
        "unknown_signers": unknown_of(kept),
        "rules": None if result.rules is None else asdict(result.rules),
        "sealed": None if result.sealed is None else _sealed_json(result.sealed),
        "findings": findings,
    }
    return Report(
        data,
        lambda: (Lines(list(_verification(result, kept, fast=fast))),),
        sheet(findings, FIELDS),
        plain=True,
        exit_code=0 if result.is_clean else IntegrityError.exit_code,
    )


def _verification(
    result: Verification, kept: Sequence[VerifiedCheckpoint], *, fast: bool
) -> Iterator[Message]:
    for finding in result.findings:
        yield message(_FOUND[finding.severity], code=finding.code, said=finding.said)
    yield message(
        "{entries} entries {verdict}: {what}.",
        entries=result.entries,
        verdict=_verdict(result),
        what=message(_FAST if fast else _WHOLE),
    )
    if result.rules is not None:
        yield from _judged(result.rules)
    if result.sealed is not None:
        yield from _sealed(result.sealed)
    for each in kept if result.is_clean else ():
        size = each.checkpoint.size
        yield message("Extends the checkpoint of {size} entries.", size=size)
        yield from cosigned_lines(each.cosignatures)
    if unknown := unknown_of(kept):
        yield unknown_line(unknown)
    if result.root:
        yield from log_lines(result.entries, result.root.hex())


_FOUND = {"error": "[{code}] {said}", "warning": "Warning [{code}] {said}"}
_FAST = "hashes and order alone"
_WHOLE = "hashes, order, replay, journal and balances"


def _judged(rules: "Counted") -> Iterator[Message]:
    yield message(
        "{judged} entries judged again by the rules (version {version}).",
        judged=rules.judged,
        version=RULES,
    )
    if rules.older:
        yield message(
            "{older} entries of older rules were not judged.", older=rules.older
        )


def _sealed_json(counted: "CountedSealed") -> dict[str, int]:
    """The counts; `withheld` of a copy alone that was made without values."""
    return {name: n for name, n in asdict(counted).items() if n is not None}


def _sealed(counted: "CountedSealed") -> Iterator[Message]:
    if not any(_sealed_json(counted).values()) and counted.withheld is None:
        return
    yield message(
        "{checked} sealed values are those that the entries have the digests of;"
        " {erased} were erased{withheld}.",
        checked=counted.checked,
        erased=counted.erased,
        withheld=counted.withheld
        if counted.withheld is None
        else message(
            ", {withheld} left out of this copy (NOT verified)",
            withheld=counted.withheld,
        ),
    )


def _verdict(result: Verification) -> Message:
    if result.is_clean:
        return message("verified")
    listed = sum(finding.severity == "error" for finding in result.findings)
    entry = result.first_bad_entry
    told: list[Value] = [message("{errors} errors", errors=result.errors)]
    if result.errors > listed:
        told.append(message("the first {listed} listed", listed=listed))
    if entry is not None:
        told.append(message("the first bad entry is {entry}", entry=entry))
    return message("NOT verified ({told})", told=parts(told))


def log_lines(size: int, root: str) -> tuple[Message, Message]:
    """The lines that make a print an anchor; the root is whole on its own."""
    return message("Log size {size},", size=size), message("root {root}.", root=root)


def unknown_line(names: Sequence[str]) -> Message:
    """The line about signatures that nobody can check: anybody may have added them."""
    return message(
        "Unknown signers, whose keys were not given: {names}.",
        names=parts(map(Quoted, names)),
    )


def unknown_of(kept: Sequence[VerifiedCheckpoint]) -> list[str]:
    """The names in signatures of these checkpoints whose keys were not given."""
    return list(dict.fromkeys(name for each in kept for name in each.unknown))


def cosignatures_json(
    cosignatures: Sequence[VerifiedSignature],
) -> list[dict[str, object]]:
    """Whose cosignatures were verified, by which key, since when."""
    return [
        {
            "name": each.key.name,
            "key_id": each.key.key_id.hex(),
            "time": moment(each.timestamp or 0),
        }
        for each in cosignatures
    ]


def cosigned_lines(cosignatures: Sequence[VerifiedSignature]) -> Iterator[Message]:
    """The same for people, a line each."""
    for row in cosignatures_json(cosignatures):
        yield message("Cosigned by {name} (key {key_id}) at {time}.", **row)


def proved_report(proved: ProvedEntry) -> Report:
    """An entry that a proof proves, whole, and who vouches for it."""
    checkpoint = proved.verified.checkpoint
    cosignatures = cosignatures_json(proved.verified.cosignatures)
    data = {
        "entry": proved.entry,
        "topic": proved.topic,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": [row["name"] for row in cosignatures],
        "cosignatures": cosignatures,
        "unknown_signers": list(proved.verified.unknown),
        "state": proved.state,
    }
    actor = proved.state.get("actor")
    unknown = proved.verified.unknown
    return of_facts(
        data,
        message(
            "Entry {entry} ({topic}) is in the log {origin} of {size} entries{by}.",
            entry=proved.entry,
            topic=proved.topic,
            origin=checkpoint.origin,
            size=checkpoint.size,
            by=_cosigned(cosignatures),
        ),
        *([unknown_line(unknown)] if unknown else []),
        message(
            "Recorded {moment} by {name}:\n{given}",
            moment=Recorded(proved.state.get("recorded_at")),
            name=str(actor.get("name") if isinstance(actor, dict) else None),
            given=parts(_lines_of(proved.state.get("given")), "\n"),
        ),
    )


def _lines_of(given: object) -> list[str]:
    return json.dumps(given, ensure_ascii=False, indent=2).split("\n")


def balance_report(proved: ProvedBalance) -> Report:
    """A balance that a proof proves: of which account, on which date, as known when."""
    checkpoint = proved.verified.checkpoint
    cosignatures = cosignatures_json(proved.verified.cosignatures)
    unknown = proved.verified.unknown
    data = {
        "account": proved.account,
        "amount": format_cents(proved.cents),
        "date": proved.until.isoformat(),
        "entry": proved.entry,
        "balances": proved.seal.balances,
        "balances_root": proved.seal.root,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": [row["name"] for row in cosignatures],
        "cosignatures": cosignatures,
        "unknown_signers": list(unknown),
    }
    return of_facts(
        data,
        message(
            "{account} stood at {amount} on {until}, as known at entry {entry}.",
            account=proved.account,
            amount=Euro(proved.cents),
            until=proved.until,
            entry=proved.entry,
        ),
        message(
            "That entry sealed {balances} balances, and is in the log {origin} of"
            " {size} entries{by}.",
            balances=proved.seal.balances,
            origin=checkpoint.origin,
            size=checkpoint.size,
            by=_cosigned(cosignatures),
        ),
        *([unknown_line(unknown)] if unknown else []),
    )


def _cosigned(cosignatures: Sequence[Mapping[str, object]]) -> Message | None:
    if not cosignatures:
        return None
    names = parts(message("{name} at {time}", **row) for row in cosignatures)
    return message(", cosigned by {names}", names=names)


def consistency_report(older: Checkpoint, newer: Checkpoint) -> Report:
    """The log of one checkpoint extends that of another."""
    data = {
        "origin": older.origin,
        "old": older.size,
        "new": newer.size,
        "consistent": True,
    }
    return of_facts(
        data,
        message(
            "The log of {new} entries extends the checkpoint of {old} entries: nothing"
            " before it was changed.",
            old=older.size,
            new=newer.size,
        ),
    )
