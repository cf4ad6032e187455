"""Of random ledgers every account is provable, and what is none provably 0."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.entries.periods import PeriodLocked
from domain.values.seals import Seal
from ledger.reading import LedgerReader, read_frameworks
from ledger.storage.sqlite import SQLiteStore
from ledger.transparency.balance_proofs import BalanceProof
from ledger.transparency.checkpoints import Checkpoint, sign_checkpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import inclusion_proof, leaf_hash, root
from ledger.transparency.proof_files import ProofFile
from ledger.transparency.seals import places_of, seal_of, sealed
from ledger.transparency.trust import Trust
from ledger.verifying.audit import origin
from ledger.verifying.balances import prove_balance, verify_balance
from ledger.verifying.signing import vouched
from tests.audit import independent_balances
from tests.property.histories import begun
from tests.property.hunting import drawn, histories
from tests.property.pairs import Pair, Start
from tests.property.partnerships import TODAY

LEDGERS = histories(6, one_in=10)
STEPS = 40
KEY = SigningKey.generate("log.example/seals")
UNTIL = "2012-06-30"

_parts = st.from_regex(
    re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,5}", re.ASCII), fullmatch=True
)
names = st.builds(
    lambda kind, parts: ":".join((kind, *parts)),
    st.sampled_from(("assets", "liabilities", "income", "expenses", "budget")),
    st.lists(_parts, min_size=1, max_size=4),
)
cents = st.integers(-(10**15), 10**15)


def prover(known: dict[str, int], before: int) -> Callable[[str], bytes]:
    """Proofs in a log where a lock that seals these balances has entries around it."""
    seal = seal_of(known)
    entry = before + 1
    state = (
        f'{{"entry":{entry},"given":{{"until":"{UNTIL}"}},'
        f'"balances":{seal.balances},"balances_root":"{seal.root}"}}'
    ).encode()
    leaf = leaf_data(entry, "periods", 1, "period-locked.v2", state)
    leaves = [leaf_hash(b"%d" % n) for n in range(2 * before + 1)]
    leaves[before] = leaf_hash(leaf)
    note = sign_checkpoint(Checkpoint(KEY.name, len(leaves), root(leaves)), KEY)
    path = tuple(inclusion_proof(before, leaves))
    entry_proof = ProofFile(before, path, note, leaf + state)
    places = sealed(known)
    return lambda account: BalanceProof(
        account, tuple(places_of(account, places)), entry_proof
    ).encode()


@given(
    known=st.dictionaries(names, cents, max_size=40),
    others=st.lists(names, max_size=10),
    before=st.integers(0, 20),
)
def test_every_name_has_its_balance(
    known: dict[str, int], others: list[str], before: int
) -> None:
    proof_of = prover(known, before)
    for account in {*known, *others}:
        data = proof_of(account)
        amount = known.get(account, 0)
        assert BalanceProof.parse(data).encode() == data
        found = verify_balance(data, Trust((KEY.verifier,)))
        assert (found.account, found.cents) == (account, amount)
        told = independent_balances.verify(data, KEY.verifier.encode())
        assert told == (account, amount, UNTIL, before + 1)


@given(known=st.dictionaries(names, cents, min_size=1, max_size=20), data=st.data())
def test_the_seal_is_of_these_balances_alone(
    known: dict[str, int], data: st.DataObject
) -> None:
    account = data.draw(st.sampled_from(sorted(known)))
    amount = data.draw(cents.filter(lambda n: n != known[account]))
    assert seal_of({**known, account: amount}) != seal_of(known)
    # Neither order nor what is zero or beside the journal matters.
    again = {"memo:x": 1, "assets:none-here": 0, **dict(reversed(known.items()))}
    if "assets:none-here" not in known:
        assert seal_of(again) == seal_of(known)


def stood_at(pair: Pair, until: date, known: int) -> dict[str, int]:
    """What the model says of every account at a day, as known at an entry."""
    sums: Counter[str] = Counter()
    for entry in pair.model.entries:
        if entry.number <= known and entry.date <= until:
            for account, amount in entry.lines:
                sums[account] += amount
    return {account: amount for account, amount in sums.items() if amount}


def seals_of(pair: Pair) -> Iterator[tuple[int, date, Seal | None]]:
    """Every lock: entry, day and what it sealed."""
    for entry in pair.model.entries:
        event = pair.ledgers[0].books.event(entry.number)
        if isinstance(event, PeriodLocked):
            yield entry.number, event.given.until, event.seal


def live(seed: int, start: Start) -> None:
    """A history with locks here and there; then every account of every seal."""
    with begun(seed, start) as (rng, pair, historian):
        for step in range(STEPS):
            often = step % 15 == 14
            pair.post(historian.draw("lock_period") if often else historian.next())
        pair.post({"command": "lock_period", "until": TODAY.isoformat()})
        for number, until, seal in seals_of(pair):
            known = stood_at(pair, until, number)
            assert seal == seal_of(known), (number, until)
        check_proofs(pair.stores[0], known, number, rng)


def check_proofs(
    store: SQLiteStore, known: dict[str, int], lock: int, rng: Random
) -> None:
    key = SigningKey.generate(origin(store))
    trust = Trust((key.verifier,))
    note = vouched(store).signed(key)
    ledger = LedgerReader(store, read_frameworks(store))
    accounts = [
        *known,
        *(name for (name,) in store.execute("SELECT name FROM accounts")),
    ]
    near = [f"{name}{rng.choice('-:09az')}x" for name in accounts]
    asked = [*accounts, *near, "assets:0", "liabilities:zzz"]
    for account in dict.fromkeys(asked):
        if account.startswith("memo:") or account.count(":") > 4:
            continue
        data = prove_balance(ledger, account, lock, note).encode()
        told = independent_balances.verify(data, key.verifier.encode())
        assert told[:2] == (account, known.get(account, 0))
        assert verify_balance(data, trust).cents == known.get(account, 0)


@drawn(LEDGERS)
@given(seed=st.integers(0, 2**64 - 1))
def test_every_account_of_a_random_ledger(start: Start, seed: int) -> None:
    live(seed, start)
