"""Witnesses cosign what is published: honest ones, slow ones and hostile ones.

The witness is written from the specification alone (small_witness.py).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.transparency.keys import SigningKey
from tests.audit.ledgers import Log, sql, tamper
from tests.audit.publications import PUBLISH, post, read_back, snapshot
from tests.audit.small_witness import Handler, Trick, Witness, running
from tests.certificates import own_certificate
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]


@pytest.fixture
def witness(log: Log) -> Iterator[Witness]:
    """A witness that knows the log."""
    with running() as witness:
        witness.knows(log.key.verifier.encode())
        yield witness


@pytest.fixture
def second(log: Log) -> Iterator[Witness]:
    """Another one, of the same name."""
    with running() as witness:
        witness.knows(log.key.verifier.encode())
        yield witness


def _by(*witnesses: Witness) -> tuple[str, ...]:
    return tuple(
        part
        for each in witnesses
        for part in ("--witness", each.url, "--witness-vkey", each.vkey)
    )


def _old_lines(witness: Witness) -> list[bytes]:
    return [body.split(b"\n", 1)[0] for body in witness.asked]


def test_a_witness_cosigns_a_log_from_the_first_entry_on(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    found = cli.json(*PUBLISH, *_by(witness))
    (cosignature,) = found["cosignatures"]
    assert cosignature["name"] == witness.name
    assert cosignature["key_id"] == witness.key_id.hex()
    (at,) = read_back(witness.vkey)["times"]
    assert abs(at - time.time()) < 60
    said = datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")
    assert cosignature["time"] == said
    assert found["witnesses"] == [{"url": witness.url, "problem": None}]
    assert _old_lines(witness) == [b"old 0"]


def test_it_is_shown_that_the_log_grew(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    for size in (26, 27, 64, 70, 256, 300):
        post(cli, size - int(log.checkpoint().size))
        cli.ok(*PUBLISH, *_by(witness))
        assert witness.seen[log.key.name][0] == size
        read_back(witness.vkey)
    assert _old_lines(witness) == [
        *(b"old 0", b"old 26", b"old 27", b"old 64", b"old 70", b"old 256")
    ]


def test_a_witness_says_what_it_saw_last(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    """One that joins late saw nothing; one that was asked elsewhere saw more."""
    cli.ok(*PUBLISH)
    cli.ok(*PUBLISH, *_by(witness))
    assert _old_lines(witness) == [b"old 26", b"old 0"]
    post(cli, 4)
    cli.ok("audit", "publish", "elsewhere", *PUBLISH[3:], *_by(witness))
    witness.asked.clear()
    post(cli, 4)
    cli.ok(*PUBLISH, *_by(witness))
    assert _old_lines(witness) == [b"old 26", b"old 30"]
    assert read_back(witness.vkey)["size"] == 34


def test_who_cosigned_already_is_not_asked_again(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    cli.ok(*PUBLISH, *_by(witness))
    before, asked = snapshot(), len(witness.asked)
    assert cli.json(*PUBLISH, *_by(witness))["changed"] is False
    assert (snapshot(), len(witness.asked)) == (before, asked)


def test_a_witness_that_is_back_is_added_later(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    second.trick = _status(503)
    told = cli.ok(*PUBLISH, *_by(witness, second), "--quorum", "1").out
    assert f"Published without {second.url}, which answered with status 503." in told
    first = Path("public/checkpoint").read_bytes()
    second.trick = None
    both = cli.json(*PUBLISH, *_by(witness, second), "--quorum", "1")
    assert len(both["cosignatures"]) == 2
    assert Path("public/checkpoint").read_bytes().startswith(first)
    read_back(witness.vkey, second.vkey)


def test_both_of_one_name_count(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    """Keys are counted, not names."""
    assert witness.name == second.name
    cli.ok(*PUBLISH, *_by(witness, second), "--quorum", "2")
    read_back(witness.vkey, second.vkey)


def _missed(cli: InProcess, *more: str) -> bool:
    """A publication is refused for lack of witnesses, and changes nothing."""
    before = snapshot()
    code = cli.refused(*PUBLISH, *more)
    return code == "QUORUM_MISSED" and snapshot() == before


def test_one_key_under_two_names_counts_once(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    second.name, second.key = "another.example", witness.key
    assert cli.refused(*PUBLISH, *_by(witness, second), "--quorum", "2") == (
        "BAD_COMMAND"
    )
    with running() as third:
        third.trick = _status(500)
        assert _missed(cli, *_by(witness, second, third), "--quorum", "2")


def test_the_log_s_own_key_is_no_witness(log: Log, cli: InProcess) -> None:
    own = SigningKey("w.example", log.key.type.COSIGNATURE, log.key.seed)
    named = ("--witness-vkey", own.verifier.encode(), "--quorum", "0")
    assert cli.refused(*PUBLISH, *named) == "BAD_COMMAND"


def test_nothing_that_does_not_verify_is_shown_to_witnesses(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    cli.ok(*PUBLISH)
    tamper(log.path, sql("UPDATE lines SET amount = amount * 2"))
    told = cli.refused(*PUBLISH, *_by(witness), exit_code=3)
    assert (told, witness.asked) == ("LEDGER_DAMAGED", [])


def test_what_a_witness_is_sent(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    """The log's signature, and nobody else's."""
    cli.ok(*PUBLISH, *_by(witness, second))
    post(cli, 1)
    cli.ok(*PUBLISH, *_by(witness, second))
    for each in (witness, second):
        head, _, note = each.asked[-1].partition(b"\n\n")
        assert head.startswith(b"old 26\n")
        assert note == log.note().encode()


# -- Witnesses that refuse, fail or lie ---------------------------------------------


def _status(status: int, body: bytes = b"", **headers: str) -> Trick:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, body, named)


def _says(make: Callable[[Handler], bytes]) -> Trick:
    """A trick that answers 200 with something made of what was asked."""
    return lambda handler: handler.reply(200, make(handler))


def _own(handler: Handler, *, ahead: int = 0, at: int | None = None) -> bytes:
    server = handler.server
    when = int(time.time()) + ahead if at is None else at
    return server.cosignature(handler.text, when)


def _stranger(handler: Handler) -> bytes:
    with running() as other:
        return other.cosignature(handler.text, int(time.time()))


def _of_another_size(handler: Handler) -> bytes:
    text = handler.text.replace("\n26\n", "\n27\n")
    return handler.server.cosignature(text, int(time.time()))


def _smuggled(handler: Handler) -> bytes:
    """Read as the end of a note this would be signatures under another text."""
    return b"more text\n\n" + _own(handler)


def _dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.05)


def _silent(handler: Handler) -> None:
    time.sleep(1)


def _endless_headers(handler: Handler) -> None:
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500)


def _endless_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(100):
            handler.wfile.write(bytes(10_000))


def _no_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


def _cut_off(handler: Handler) -> None:
    line = _own(handler)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(line)))
    handler.end_headers()
    handler.wfile.write(line[:-9])


def _hung_up(handler: Handler) -> None:
    handler.close_connection = True


SIZE = "text/x.tlog.size"
TRICKS: dict[str, tuple[Trick, str]] = {
    "bad request": (_status(400), "malformed (400)"),
    "forbidden": (_status(403), "knows no key that signed"),
    "not found": (_status(404), "does not know the log"),
    "not proved": (_status(422), "does not extend the 0 entries"),
    "out of order": (_status(500), "status 500"),
    "no content": (_status(204), "status 204"),
    "elsewhere": (_status(307, Location="http://x/"), "which is not followed"),
    "another size without a kind": (_status(409, b"7\n"), "does not say"),
    "no size": (_status(409, b"seven\n", Content_Type=SIZE), "does not say"),
    "a size too many": (_status(409, b"7\n8\n", Content_Type=SIZE), "does not say"),
    "no end of the size": (_status(409, b"7", Content_Type=SIZE), "does not say"),
    "a size padded": (_status(409, b"007\n", Content_Type=SIZE), "does not say"),
    "a huge size": (_status(409, b"9" * 5000, Content_Type=SIZE), "does not say"),
    "a size beyond": (_status(409, b"27\n", Content_Type=SIZE), "saw 27 entries"),
    "the size it was told": (_status(409, b"0\n", Content_Type=SIZE), "contradicts"),
    "ever other sizes": (
        lambda handler: handler.reply(
            409,
            f"{len(handler.server.asked)}\n".encode(),
            {"Content-Type": SIZE},
        ),
        "another size every time",
    ),
    "nothing": (_says(lambda _: b""), "something else than signatures"),
    "a page": (_says(lambda _: b"<html>\n"), "something else than signatures"),
    "no text": (_says(lambda _: b"\xff\n"), "something else than signatures"),
    "a stranger's": (_says(_stranger), "no cosignature with a key that was given"),
    "of another size": (_says(_of_another_size), "does not fit the text"),
    "smuggled text": (_says(_smuggled), "something else than signatures"),
    "of the future": (_says(lambda h: _own(h, ahead=3600)), "of the future"),
    "of the end of time": (_says(lambda h: _own(h, at=2**63 - 1)), "of the future"),
    "beyond time": (_says(lambda h: _own(h, at=2**64 - 1)), "does not fit the text"),
    "without a time": (_says(lambda h: _own(h, at=0)), "has no time"),
    "one good and one false": (
        _says(lambda h: _own(h) + _of_another_size(h)),
        "does not fit the text",
    ),
    "dripping": (_dripping, "gave no whole answer in 0.5 seconds"),
    "silent": (_silent, "gave no"),
    "headers without end": (_endless_headers, "does not speak HTTP"),
    "a body without end": (_endless_body, "more than 100,000 bytes"),
    "another protocol": (_no_http, "does not speak HTTP"),
    "cut off": (_cut_off, "something else than signatures"),
    "hung up": (_hung_up, "can't be reached"),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", TRICKS)
def test_a_witness_that_fails_leaves_the_folder_as_it_was(
    log: Log,
    cli: InProcess,
    witness: Witness,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    witness.trick, said = TRICKS[name]
    monkeypatch.setattr("ledger.publishing.exchange.SECONDS", 0.5)
    Path("public").mkdir()
    before = snapshot()
    started = time.monotonic()
    told = cli(*PUBLISH, *_by(witness), "--quorum", "1", "-O", "json")
    assert time.monotonic() - started < 10
    assert (told.code, told.error["code"]) == (1, "QUORUM_MISSED")
    assert said in told.error["message"]
    assert witness.url in told.error["message"]
    assert snapshot() == before
    # Where nobody has to cosign it is published, and said without whom.
    found = cli.json(*PUBLISH, *_by(witness), "--quorum", "0")
    assert (found["changed"], found["cosignatures"]) == (True, [])
    assert said.replace(" 0 entries", "") in found["witnesses"][0]["problem"]
    assert read_back()["size"] == 26
    assert "witness.example" not in Path("public/checkpoint").read_text("utf-8")


def test_a_good_witness_is_enough_beside_a_hostile_one(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    second.trick = _says(_stranger)
    both = _by(second, witness)
    assert _missed(cli, *both)
    found = cli.json(*PUBLISH, *both, "--quorum", "1")
    assert [each["problem"] is None for each in found["witnesses"]] == [False, True]
    read_back(witness.vkey)


def test_signatures_of_others_beside_a_good_one_are_left_out(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    witness.trick = _says(lambda h: _stranger(h) * 300 + _own(h) * 2)
    cli.ok(*PUBLISH, *_by(witness))
    lines = Path("public/checkpoint").read_text("utf-8").partition("\n\n")[2]
    assert len(lines.splitlines()) == 2
    read_back(witness.vkey)


def test_a_redirect_is_not_followed(
    log: Log, cli: InProcess, witness: Witness, second: Witness
) -> None:
    witness.trick = _status(308, Location=f"{second.url}add-checkpoint")
    assert _missed(cli, *_by(witness))
    assert len(witness.asked) == 1
    assert second.asked == []


def test_what_a_hostile_witness_says_steers_no_terminal(
    log: Log, cli: InProcess, witness: Witness
) -> None:
    witness.trick = _status(302, Location="http://x/\x1b[2J\u202e")
    told = cli(*PUBLISH, *_by(witness))
    assert "\x1b" not in told.err
    witness.trick = _says(lambda _: b"\xe2\x80\x94 \xe2\x80\xae AAAA\n")
    told = cli(*PUBLISH, *_by(witness))
    assert "\u202e" not in told.err


def test_a_witness_that_is_not_there(log: Log, cli: InProcess) -> None:
    with running() as witness:
        gone = _by(witness)
    told = cli(*PUBLISH, *gone, "-O", "json")
    assert (told.code, told.error["code"]) == (1, "QUORUM_MISSED")
    assert "can't be reached" in told.error["message"]


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example/",
        "http://127.0.0.1.example/",
        "http://localhost@witness.example/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "witness.example",
        "https://",
        "https://user:secret@witness.example/",
        "https://witness.example/?query",
        "https://witness.example/#part",
        "https://witness.example:port/",
        "https://witness.example:99999/",
        "https://witness.example/ with spaces",
        "https://witness.example/\r\nHost: x",
        "https://wit\u0131ness.example/",
        "https://[::1/",
        "",
    ],
)
def test_addresses_that_are_not_asked(log: Log, cli: InProcess, url: str) -> None:
    named = ("--witness", url, "--witness-vkey", "w.vkey")
    cli.ok("audit", "keygen", "w.key", "--witness", "w.example")
    told = cli(*PUBLISH, *named)
    assert told.code == 1
    assert "BAD_COMMAND" in told.err
    assert "secret" not in told.err
    assert not Path("public").exists()


def test_witnesses_need_their_keys(log: Log, cli: InProcess, witness: Witness) -> None:
    assert cli.refused(*PUBLISH, "--witness", witness.url) == "BAD_COMMAND"
    log_key = ("--witness", witness.url, "--witness-vkey", "log.vkey")
    assert cli.refused(*PUBLISH, *log_key) == "BAD_COMMAND"
    assert cli.refused(*PUBLISH, *_by(witness), "--quorum", "2") == "BAD_COMMAND"
    assert witness.asked == []


# -- TLS ----------------------------------------------------------------------------


def _secured(witness: Witness) -> bytes:
    """Put a witness behind TLS with a certificate of its own; gives the certificate."""
    context, pem = own_certificate(Path("tls.pem"))
    witness.socket = context.wrap_socket(witness.socket, server_side=True)
    return pem


def test_over_https_only_a_trusted_certificate_will_do(
    log: Log, cli: InProcess, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = _secured(witness)
    asked = [part.replace("http://", "https://") for part in _by(witness)]
    told = cli(*PUBLISH, *asked, "-O", "json")
    assert "has no certificate to trust" in told.error["message"]
    assert witness.asked == []
    Path("trusted.pem").write_bytes(pem)
    monkeypatch.setenv("SSL_CERT_FILE", "trusted.pem")
    cli.ok(*PUBLISH, *asked)
    read_back(witness.vkey)
