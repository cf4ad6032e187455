"""A sealed balance: proved, verified by two programs, and refused when altered."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from domain.budgets.accounts import is_memorandum
from ledger.storage.sqlite import SQLiteStore
from ledger.transparency import evidence
from ledger.transparency.checkpoints import Checkpoint, sign_checkpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.seals import sealed
from projections.answers.statements import trial_balance
from tests.audit import independent_balances
from tests.audit.independent_balances import WrongError
from tests.audit.ledgers import Log, in_state, rewrite_history, tamper
from tests.functional.program import ROOT, InProcess, Program
from tests.unit.domain.posting import LedgerInTest, cost

Prepared = Callable[[str], Path]
CASH = "assets:current-account"
EARLY, LATE = "2011-12-31", "2012-06-30"
FIRST, REOPENED, SECOND = 27, 28, 30
"""Entries: a lock until EARLY, its reopening and a cost then, a lock until LATE."""
VERIFY = ("audit", "verify-balance", "proof", "--vkey", "log.vkey")
NONE = {
    "before the first": "assets:a",
    "after the last": "liabilities:zzz:zzz",
    "between": "budget:unallocated:1999",
    "beside one of that beginning": f"{CASH}:x",
    "of a partner that paid": "assets:receivable:emmen:2011",
}
"""Accounts without a balance in the second seal."""


def lock(ledger: LedgerInTest) -> None:
    ledger.post("lock_period", until=EARLY, reason="Audited")
    ledger.post("reopen_period", from_date="2011-12-01", reason="An invoice came late")
    ledger.post("post_process_cost", **cost("15.00", "2011-12-05", document="LATE"))
    assert ledger.post("lock_period", until=LATE) == SECOND


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger with two seals, and its keys in log.key and log.vkey."""
    path = prepared("lived")
    with closing(LedgerInTest(path)) as ledger:
        lock(ledger)
    log = Log(path)
    log.files(Path())
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    return log


def prove(cli: InProcess, account: str, *more: str) -> bytes:
    source = () if "--checkpoint" in more else ("--key", "log.key")
    cli.ok("audit", "prove-balance", account, *source, *more, "-o", "proof")
    return Path("proof").read_bytes()


def balances(path: Path, at: str, known: int) -> dict[str, int]:
    """By another query than the one that seals."""
    with closing(LedgerInTest(path)) as ledger:
        rows = trial_balance(ledger.view(at, f"#{known}"), None, date.fromisoformat(at))
    cents = {row["account"]: int(row["closing"].replace(".", "")) for row in rows}
    return {account: amount for account, amount in cents.items() if amount}


def both(log: Log, cli: InProcess, data: bytes) -> tuple[str, str, str, int]:
    """What the two verifiers say of a proof, which must be the same."""
    Path("proof").write_bytes(data)
    told = cli.json(*VERIFY)
    account, cents, day, entry = independent_balances.verify(
        data, log.key.verifier.encode()
    )
    assert told["account"] == account
    assert int(told["amount"].replace(".", "")) == cents
    assert (told["date"], told["entry"]) == (day, entry)
    assert told["origin"] == log.key.name
    return account, told["amount"], day, entry


def refused(log: Log, cli: InProcess, data: bytes, vkey: str | None = None) -> None:
    """Neither verifier accepts it, and the program says so with exit code 3."""
    Path("proof").write_bytes(data)
    key = vkey or log.key.verifier.encode()
    told = cli.refused(*VERIFY[:3], "--vkey", key, exit_code=3)
    assert told == "SIGNATURE_INVALID"
    with pytest.raises(WrongError):
        independent_balances.verify(data, key)


# -- What is true ------------------------------------------------------------------


@pytest.mark.parametrize(("entry", "until"), [(FIRST, EARLY), (SECOND, LATE)])
def test_every_balance_of_a_lock_is_proved(
    log: Log, cli: InProcess, entry: int, until: str
) -> None:
    known = balances(log.path, until, entry)
    shown = cli.json("show", str(entry))
    assert shown["balances"] == len(known) > 15
    for account, cents in known.items():
        data = prove(cli, account, "--entry", str(entry))
        found, amount, day, lock = both(log, cli, data)
        assert (found, day, lock) == (account, until, entry)
        assert int(amount.replace(".", "")) == cents
        assert data.count(b"\nindex ") == 2  # its own, and its entry's in the log


@pytest.mark.parametrize("where", NONE)
def test_where_there_is_no_balance_0_is_proved(
    log: Log, cli: InProcess, where: str
) -> None:
    data = prove(cli, NONE[where])
    assert both(log, cli, data) == (NONE[where], "0.00", LATE, SECOND)
    beside = 1 if where in ("before the first", "after the last") else 2
    assert data.count(b"\nindex ") == beside + 1


def test_an_empty_ledger_has_no_balance(
    empty: LedgerInTest, cli: InProcess, tmp_path: Path
) -> None:
    empty.post("lock_period", until=EARLY)
    log = Log(empty.path)
    log.files(tmp_path)
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    data = prove(cli, "current-account")
    assert both(log, cli, data) == (CASH, "0.00", EARLY, 2)
    assert hashlib.sha256(b"").hexdigest().encode() in data


def test_the_newest_lock_unless_another_is_named(log: Log, cli: InProcess) -> None:
    then, now = (balances(log.path, at, SECOND)[CASH] for at in (EARLY, LATE))
    _, amount, _, entry = both(log, cli, prove(cli, "current-account"))
    assert (int(amount.replace(".", "")), entry) == (now, SECOND)
    data = prove(cli, "current-account", "--entry", str(FIRST))
    _, amount, _, entry = both(log, cli, data)
    # What came later about the period is not in what was sealed before.
    assert (int(amount.replace(".", "")), entry) == (then + 15_00, FIRST)


def test_people_read_amount_date_and_entry(log: Log, cli: InProcess) -> None:
    prove(cli, "current-account")
    told = cli.ok(*VERIFY).out
    assert told.startswith(f"{CASH} stood at € ")
    assert f" on {LATE}, as known at entry {SECOND}.\n" in told
    assert cli.ok("show", str(FIRST)).out.count(", root ") == 2


def test_it_needs_neither_ledger_nor_database(
    log: Log, cli: InProcess, zuidas: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = prove(cli, CASH)
    log.path.unlink()

    def opened(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(SQLiteStore, "open", opened)
    monkeypatch.setenv("ZUIDAS_DB", "postgresql://nowhere.invalid/gone")
    both(log, cli, data)
    assert zuidas(*VERIFY).code == 0


def test_the_second_verifier_knows_nothing_of_ours(log: Log, cli: InProcess) -> None:
    prove(cli, CASH)
    file = ROOT / "tests/audit/independent_balances.py"
    run = [sys.executable, "-I", str(file), "proof", log.key.verifier.encode()]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env={})
    assert done.stdout.split()[2:] == [LATE, str(SECOND)]
    imported = [line for line in file.read_text().splitlines() if "import " in line]
    ours = ("domain", "projections", "ledger", "cli", "tests")
    assert not any(line.split()[1].startswith(ours) for line in imported)


def test_the_page_has_a_proof_that_holds() -> None:
    page = (ROOT / "docs/balance-proofs.md").read_text("utf-8")
    proof, vkey = re.findall("```text\n(.*?)```", page, re.DOTALL)
    found = independent_balances.verify(proof.encode(), vkey.strip())
    assert found == (CASH, 13277925, EARLY, 41)
    golden = ROOT / "tests/golden/proofs"
    assert proof == (golden / "v1.balance-proof").read_text("utf-8")


def test_a_proof_shows_no_other_balance(log: Log, cli: InProcess) -> None:
    data = prove(cli, "current-account").decode()
    others = set(balances(log.path, LATE, SECOND)) - {CASH}
    assert not any(account in data for account in others)


def test_a_cosigned_checkpoint(log: Log, cli: InProcess) -> None:
    for name in ("a", "b"):
        cli.ok("audit", "keygen", f"{name}.key", "--witness", f"witness.example/{name}")
    Path("checkpoint").write_bytes(log.note(FIRST).encode())
    cosigned = ("audit", "cosign", "checkpoint", "--key", "a.key", "--vkey", "log.vkey")
    cli.ok(*cosigned, "-o", "cosigned")
    to = ("--checkpoint", "cosigned", "--entry", str(FIRST))
    both(log, cli, prove(cli, CASH, *to))
    named = (*VERIFY, "--witness-vkey", "a.vkey")
    told = cli.json(*named)
    assert (told["size"], told["witnesses"]) == (FIRST, ["witness.example/a"])
    assert "cosigned by witness.example/a" in cli.ok(*named).out
    missing = (*named, "--witness-vkey", "b.vkey")
    assert cli.refused(*missing, exit_code=3) == "SIGNATURE_INVALID"
    late = ("audit", "prove-balance", CASH, "--checkpoint", "cosigned")
    assert cli.refused(*late) == "ENTRY_UNKNOWN"


# -- What can't be proved ----------------------------------------------------------


@pytest.mark.parametrize(
    "account",
    [
        *("partner:emmen", "programme:TL:2011", "project:grecor", "memo:earmarked"),
        *("", " ", "assets", "assets:", "asets:current-account", "Assets:suspense"),
        *(f"{CASH} ", f"{CASH}\n", f"{CASH}\u200b", "assets:cürrent", "assets:a::b"),
        *("assets:-a", "assets:a:b:c:d:e", f"assets:{'a' * 41}", "x" * 100_000),
    ],
)
def test_only_one_account_of_the_journal(
    log: Log, cli: InProcess, account: str
) -> None:
    told = cli(
        "audit", "prove-balance", "--key", "log.key", "-O", "json", "--", account
    )
    assert (told.code, told.error["code"]) == (1, "BAD_COMMAND")
    assert "give current-account, or" in told.error["message"]


@pytest.mark.parametrize("entry", [1, 26, REOPENED, REOPENED + 1])
def test_an_entry_that_seals_nothing(log: Log, cli: InProcess, entry: int) -> None:
    asked = ("audit", "prove-balance", CASH, "--key", "log.key", "--entry", str(entry))
    assert cli.refused(*asked) == "SCOPE_INVALID"


@pytest.mark.parametrize("entry", ["0", "-1", "31", str(10**40), str(-(10**40))])
def test_an_entry_that_is_not_there(log: Log, cli: InProcess, entry: str) -> None:
    asked = ("audit", "prove-balance", CASH, "--key", "log.key", f"--entry={entry}")
    assert cli.refused(*asked) == "ENTRY_UNKNOWN"


def test_a_ledger_of_before_there_were_seals(cli: InProcess, tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "golden/ledgers/v1.ledger"
    Path("zuidas.db").write_bytes(old.read_bytes())
    cli.ok("audit", "keygen", "log.key")
    asked = ("audit", "prove-balance", CASH, "--key", "log.key")
    assert cli.refused(*asked) == "SCOPE_INVALID"
    locks = [e for e in cli.json("history") if e["command"] == "lock_period"]
    assert locks
    for each in locks:
        assert cli.json("show", str(each["entry"]))["balances_root"] is None
        told = cli.refused(*asked, "--entry", str(each["entry"]))
        assert told == "SCOPE_INVALID"


def test_a_key_or_a_checkpoint_is_needed(log: Log, cli: InProcess) -> None:
    assert cli.refused("audit", "prove-balance", CASH) == "BAD_COMMAND"
    assert cli(*VERIFY[:3]).code == 2


def test_of_a_ledger_that_was_tampered_with_nothing_is_proved(
    log: Log, cli: InProcess
) -> None:
    tamper(log.path, in_state(14, '"1200.00"', '"200.00"'))
    asked = ("audit", "prove-balance", CASH, "--key", "log.key")
    assert cli.refused(*asked, exit_code=3) == "LEDGER_DAMAGED"
    rewrite_history(log.path, in_state(14, '"200.00"', '"300.00"'))
    told = cli(*asked, "-O", "json")
    assert (told.code, told.error["code"]) == (3, "LEDGER_DAMAGED")
    assert "SEAL_DIFFERS" in told.error["message"]


# -- What was altered --------------------------------------------------------------


def replacing(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return change


def blocks(change: Callable[[list[str]], object]) -> Callable[[str], str]:
    """Of the blocks: account, balance, entry, proof, checkpoint, signatures."""

    def changed(text: str) -> str:
        found = text.split("\n\n")
        change(found)
        return "\n\n".join(found)

    return changed


def lines(number: int, change: Callable[[list[str]], object]) -> Callable[[str], str]:
    """A change of the lines of a block."""

    def changed(found: list[str]) -> None:
        each = found[number].split("\n")
        change(each)
        found[number] = "\n".join(each)

    return blocks(changed)


def swap(first: int, second: int) -> Callable[[list[str]], None]:
    def change(found: list[str]) -> None:
        found[first], found[second] = found[second], found[first]

    return change


def setting(number: int, value: str) -> Callable[[list[str]], None]:
    def change(found: list[str]) -> None:
        found[number] = value

    return change


def rehashed(text: str) -> str:
    """The leaf's hash made to fit the state."""
    found = text.split("\n\n")
    leaf = found[-4].split("\n")
    leaf[5] = hashlib.sha256(leaf[6].encode()).hexdigest()
    found[-4] = "\n".join(leaf)
    return "\n\n".join(found)


def then(
    change: Callable[[str], str], after: Callable[[str], str]
) -> Callable[[str], str]:
    return lambda text: after(change(text))


HASH = base64.b64encode(bytes(32)).decode()
UNTIL = replacing(f'"until":"{LATE}"', '"until":"2012-07-30"')
ALTERED: dict[str, Callable[[str], str]] = {
    "amount": lines(1, lambda found: found.__setitem__(1, f"{found[1]}0")),
    "sign": replacing(f"\n{CASH} ", f"\n{CASH} -"),
    "account": replacing(f"account {CASH}", "account assets:suspense"),
    "account of the balance": replacing(f"\n{CASH} ", "\nassets:suspense "),
    "both accounts": replacing(CASH, "assets:suspense", 2),
    "place": replacing("\nindex ", "\nindex 1"),
    "no balance": blocks(lambda found: found.pop(1)),
    "the balance twice": blocks(lambda found: found.insert(1, found[1])),
    "three balances": then(
        blocks(lambda found: found.insert(1, found[1])),
        blocks(lambda found: found.insert(1, found[1])),
    ),
    "path cut": lines(1, lambda found: found.pop()),
    "path grown": lines(1, lambda found: found.append(HASH)),
    "path turned": lines(1, swap(2, 3)),
    "path of zeroes": lines(1, setting(2, HASH)),
    "date": UNTIL,
    "date, hashed": then(UNTIL, rehashed),
    "count": replacing('"balances":', '"balances":1'),
    "count, hashed": then(replacing('"balances":', '"balances":1'), rehashed),
    "entry": lines(2, setting(1, "29")),
    "entry of the proof": lines(3, setting(1, "index 28")),
    "entry everywhere": then(
        then(lines(2, setting(1, "29")), lines(3, setting(1, "index 28"))),
        then(replacing('"entry":30', '"entry":29'), rehashed),
    ),
    "stream": lines(2, setting(2, "framework")),
    "topic": lines(2, setting(4, "period-locked.v1")),
    "order of the blocks": blocks(swap(1, 2)),
    "order of the lines": lines(1, swap(0, 1)),
    "path in the log cut": lines(3, lambda found: found.pop()),
    "path in the log turned": lines(3, swap(2, 3)),
    "size": lines(4, setting(1, "31")),
    "root": lines(4, setting(2, HASH)),
    "name of the log": lines(4, setting(0, "zuidas-ledger/other/0")),
    "no signature": blocks(lambda found: found.pop()),
    "form": replacing("balance-proof/v1", "balance-proof/v2"),
    "form of the leaf": replacing("zuidas/leaf/v1", "zuidas/leaf/v2"),
    "an extra line": lines(3, lambda found: found.insert(1, "extra AAAA")),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "one carriage return": replacing("v1\n", "v1\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "a line before": lambda text: f"\n{text}",
    "a line after": lambda text: f"{text}\n",
    "something after": lambda text: f"{text}x",
    "no line feed at the end": lambda text: text[:-1],
    "an empty line more": lambda text: text.replace("\n\n", "\n\n\n", 1),
    "an empty line less": lambda text: text.replace("\n\n", "\n", 1),
    "a space more": replacing(f"\n{CASH} ", f"\n{CASH}  "),
    "a space at the end": replacing(f"account {CASH}", f"account {CASH} "),
    "a tab": replacing(f"\n{CASH} ", f"\n{CASH}\t"),
    "a plus": replacing(f"\n{CASH} ", f"\n{CASH} +"),
    "a zero": replacing(f"\n{CASH} ", f"\n{CASH} 0"),
    "a zero before a place": replacing("\nindex ", "\nindex 0"),
    "other digits": lines(1, setting(1, f"{CASH} \u0661")),
    "the account twice": lines(0, lambda found: found.append(found[1])),
    "base64 without padding": replacing("=\n", "\n"),
    "a repeated key": then(replacing('"entry":30', '"entry":30,"entry":30'), rehashed),
    "a state of another kind": then(lines(2, setting(6, "[]")), rehashed),
    "a state that is deep": then(lines(2, setting(6, "[" * 100_000)), rehashed),
    "a huge number": then(
        replacing('"balances":', '"balances":' + "1" * 5000), rehashed
    ),
    "a path without end": lines(1, lambda found: found.extend([HASH] * 20_000)),
    "too large": lines(1, lambda found: found.extend([HASH] * 30_000)),
    "blocks without end": lambda text: (
        text.replace("\n\n", "\n\nindex 1\n\n", 1) + "\n\n" * 300_000
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_proof_is_refused(log: Log, cli: InProcess, what: str) -> None:
    text = prove(cli, CASH).decode()
    changed = ALTERED[what](text)
    assert changed != text
    refused(log, cli, changed.encode())


OF_NEIGHBOURS: dict[str, Callable[[str], str]] = {
    "another account": replacing("account budget:unallocated:1999", f"account {CASH}"),
    "order": blocks(swap(1, 2)),
    "one alone": blocks(lambda found: found.pop(1)),
    "the other alone": blocks(lambda found: found.pop(2)),
    "none": blocks(lambda found: found.__setitem__(slice(1, 3), [])),
    "one twice": blocks(lambda found: found.__setitem__(2, found[1])),
    "a neighbour's amount": lines(
        1, lambda found: found.__setitem__(1, f"{found[1]}0")
    ),
    "a neighbour's name": replacing("\nbudget:", "\nbudget:a"),
    "one of the neighbours": replacing("account budget:unallocated:1999", "account X"),
}


@pytest.mark.parametrize("what", OF_NEIGHBOURS)
def test_altered_neighbours_are_refused(log: Log, cli: InProcess, what: str) -> None:
    text = prove(cli, NONE["between"]).decode()
    changed = OF_NEIGHBOURS[what](text)
    if what == "one of the neighbours":
        own = text.split("\n\n")[1].split("\n")[1].split(" ")[0]
        changed = changed.replace("account X", f"account {own}")
    assert changed != text
    refused(log, cli, changed.encode())


def test_neighbours_with_another_between_them(log: Log, cli: InProcess) -> None:
    """Each of the two was sealed, and the account stands between them."""
    known = [each.account for each in sealed(balances(log.path, LATE, SECOND))]
    left, own, right = (prove(cli, each).decode().split("\n\n") for each in known[3:6])
    forged = [own[0], left[1], right[1], *own[2:]]
    refused(log, cli, "\n\n".join(forged).encode())


def test_an_end_that_is_none(log: Log, cli: InProcess) -> None:
    known = [each.account for each in sealed(balances(log.path, LATE, SECOND))]
    second = prove(cli, known[1]).decode()
    refused(log, cli, second.replace(known[1], known[0], 1).encode())
    last_but_one = prove(cli, known[-2]).decode()
    refused(log, cli, last_but_one.replace(known[-2], known[-1], 1).encode())


def test_the_balance_of_another_lock(log: Log, cli: InProcess) -> None:
    now = prove(cli, CASH).decode().split("\n\n")
    earlier = prove(cli, CASH, "--entry", str(FIRST)).decode().split("\n\n")
    for mixed in ([*now[:2], *earlier[2:]], [*earlier[:2], *now[2:]]):
        refused(log, cli, "\n\n".join(mixed).encode())
    refused(log, cli, "\n\n".join([*now[:2], earlier[2], *now[3:]]).encode())
    refused(log, cli, "\n\n".join([*now[:3], earlier[3], *now[4:]]).encode())


def test_a_memorandum_account_has_no_place_in_a_seal(log: Log, cli: InProcess) -> None:
    """It would stand between two neighbours and have a balance all the same."""
    text = prove(cli, NONE["after the last"]).decode()
    with closing(LedgerInTest(log.path)) as ledger:
        names = ledger.view().account_names.values()
        memorandum = [name for name in names if is_memorandum(name)]
    assert memorandum
    for name in memorandum:
        altered = text.replace(NONE["after the last"], name)
        assert altered != text
        refused(log, cli, altered.encode())


def test_any_changed_byte(log: Log, cli: InProcess) -> None:
    whole = prove(cli, CASH)
    honest = both(log, cli, whole)
    hints = whole.rindex(b"\xe2\x80\x94")
    for place in [*range(0, len(whole), 11), len(whole) - 1]:
        changed = bytearray(whole)
        changed[place] ^= 1
        if place < hints:
            refused(log, cli, bytes(changed))
        else:
            Path("proof").write_bytes(bytes(changed))
            assert cli(*VERIFY).code == 3, (place, honest)
    for size in range(10, len(whole), 97):
        refused(log, cli, whole[:size])


def test_another_key_and_another_ledger(
    log: Log, cli: InProcess, prepared: Prepared, tmp_path: Path
) -> None:
    data = prove(cli, CASH)
    same_name = SigningKey.generate(log.key.name).verifier.encode()
    elsewhere = SigningKey.generate("zuidas-ledger/elsewhere/0").verifier.encode()
    for stranger in (same_name, elsewhere):
        refused(log, cli, data, stranger)
    rewrite_history(log.path, in_state(1, "T12:00:00Z", "T11:59:59Z"))
    other = Log(log.path)
    other.files(tmp_path)
    theirs = prove(cli, CASH)
    refused(log, cli, theirs)
    both_parts = data.decode().split("\n\n"), theirs.decode().split("\n\n")
    for mine, foreign in (both_parts, both_parts[::-1]):
        mixed = "\n\n".join([*mine[:4], *foreign[4:]])
        for vkey in (log.key, other.key):
            refused(log, cli, mixed.encode(), vkey.verifier.encode())


# -- What a key's owner might sign -------------------------------------------------

EMPTY = hashlib.sha256(b"").hexdigest()
GOOD = {"entry": 1, "given": {"until": LATE}, "balances": 0, "balances_root": EMPTY}


def forged(log: Log, state: str, topic: str = "period-locked.v2") -> bytes:
    """A proof whose signature and hashes hold, of a log of one entry."""
    leaf = leaf_data(1, "periods", 1, topic, state.encode())
    checkpoint = Checkpoint(log.key.name, 1, leaf_hash(leaf))
    note = sign_checkpoint(checkpoint, log.key).encode()
    head = f"zuidas/balance-proof/v1\naccount {CASH}\n\n"
    proof = b"\nc2sp.org/tlog-proof@v1\nindex 0\n\n"
    return head.encode() + leaf + state.encode() + b"\n" + proof + note


def test_a_log_of_one_entry(log: Log, cli: InProcess) -> None:
    data = forged(log, json.dumps(GOOD))
    assert both(log, cli, data) == (CASH, "0.00", LATE, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"balances": 1},
        {"balances": -1},
        {"balances": False},
        {"balances": 0.0},
        {"balances": "0"},
        {"balances": None},
        {"balances_root": None},
        {"balances_root": EMPTY.upper()},
        {"balances_root": EMPTY[:-1]},
        {"balances_root": f"{EMPTY}\n"},
        {"balances_root": "0" * 64},
        {"balances_root": [EMPTY]},
        {"entry": 2},
        {"entry": True},
        {"entry": 1.0},
        {"given": None},
        {"given": {}},
        {"given": [LATE]},
        {"given": {"until": None}},
        {"given": {"until": "2012-02-30"}},
        {"given": {"until": "20120630"}},
        {"given": {"until": "2012-06-30T00:00:00"}},
        {"given": {"until": f"{LATE}\n"}},
        {"given": {"until": "٢٠١٢-٠٦-٣٠"}},
    ],
    ids=str,
)
def test_a_signed_lock_that_seals_nothing_sound(
    log: Log, cli: InProcess, change: dict[str, object]
) -> None:
    refused(log, cli, forged(log, json.dumps({**GOOD, **change})))


@pytest.mark.parametrize(
    "state",
    [
        json.dumps(GOOD).replace('"entry"', '"balances": 0, "entry"'),
        json.dumps(GOOD).replace('{"until"', '{"until": "2011-01-01", "until"'),
        json.dumps({**GOOD, "more": [{}]}).replace("[{}]", '[{"a": 1, "a": 1}]'),
        *("", "{}", "null", "{", "\ufeff" + json.dumps(GOOD)),
    ],
)
def test_a_signed_state_that_two_would_read_in_two_ways(
    log: Log, cli: InProcess, state: str
) -> None:
    refused(log, cli, forged(log, state))


@pytest.mark.parametrize("topic", ["period-locked.v1", "period-reopened.v1", "x", ""])
def test_a_signed_entry_that_is_no_lock(log: Log, cli: InProcess, topic: str) -> None:
    refused(log, cli, forged(log, json.dumps(GOOD), topic))


@pytest.mark.parametrize(
    "content", [b"", b"\n", b" \r\n", bytes(100), b"\xff\xfe", b"\x89PNG"]
)
def test_an_empty_file_proves_nothing(log: Log, cli: InProcess, content: bytes) -> None:
    Path("proof").write_bytes(content)
    assert cli.refused(*VERIFY) == "PROOF_EMPTY"


def test_what_is_read_is_bounded(log: Log, cli: InProcess) -> None:
    with Path("proof").open("wb") as file:
        file.truncate(evidence.MOST_BYTES + 1)
    assert cli.refused(*VERIFY) == "PROOF_EMPTY"
    assert cli.refused(*VERIFY[:2], "/dev/zero", *VERIFY[3:]) == "PROOF_EMPTY"
