"""`zuidas audit prove-balance` and `verify-balance`: one balance and no other."""

from collections.abc import Sequence
from pathlib import Path

import click

from cli.answering import answer
from cli.auditing.audit import command
from cli.auditing.files import vouched_for
from cli.auditing.proving import PROVE_TO, note_to_prove
from cli.auditing.trusting import TRUSTED, trust_if_any, trust_of
from cli.settings import Settings
from domain.values.errors import IntegrityError
from ledger.transparency.encodings import NoteError
from ledger.transparency.evidence import read_evidence
from ledger.verifying.audit import check_logged
from ledger.verifying.balances import (
    account_named,
    prove_balance,
    sealing_lock,
    verify_balance,
)
from ledger.verifying.report import balance_report
from projections.report import of_content


@command(
    "prove-balance",
    click.Argument(["account"], metavar="ACCOUNT"),
    click.Option(
        ["--entry"],
        metavar="N",
        type=int,
        help="Lock that sealed it; the newest unless named.",
    ),
    *PROVE_TO,
    examples="""
    zuidas audit prove-balance current-account --key log.key -o cash.balance-proof
    zuidas audit prove-balance assets:receivable:emmen:2011 --key log.key -o emmen.proof
    """,
)
def audit_prove_balance(
    settings: Settings,
    account: str,
    entry: int | None,
    checkpoint: str | None,
    key: Sequence[str],
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Prove what ACCOUNT stood at when a period was locked, and show nothing else.

    ACCOUNT is current-account or one account of the journal; without a balance there it
    is proved to be 0. The file can be verified without ledger or database. The whole
    ledger is verified first: of what was altered nothing is proved.
    """
    name = account_named(account)
    trust = trust_if_any(vkey, witness_vkey, quorum)
    note_of = note_to_prove(checkpoint, key, trust)
    with settings.reader() as ledger:
        lock = sealing_lock(ledger, entry)
        check_logged(ledger.store, lock)
        note = note_of(vouched_for(ledger.store))
        proof = prove_balance(ledger, name, lock, note)
    answer(settings, of_content(proof.encode().decode()))


@command(
    "verify-balance",
    click.Argument(["proof"], metavar="PROOF"),
    *TRUSTED,
    examples="""
    zuidas audit verify-balance cash.balance-proof --vkey log.vkey
    """,
    looks_at="files",
)
def audit_verify_balance(
    settings: Settings,
    proof: str,
    vkey: Sequence[str],
    witness_vkey: Sequence[str],
    quorum: int | None,
) -> None:
    """Verify a balance's proof offline: amount, date and entry, or exit code 3.

    Only the file and the verifier keys are looked at. Amounts are as in the journal:
    debit is positive.
    """
    trust = trust_of(vkey, witness_vkey, quorum)
    data = read_evidence(Path(proof))
    try:
        proved = verify_balance(data, trust)
    except NoteError as error:
        # Whatever is wrong with it, it is a proof that doesn't hold.
        raise IntegrityError("SIGNATURE_INVALID", "{error}.", error=error) from None
    answer(settings, balance_report(proved))
