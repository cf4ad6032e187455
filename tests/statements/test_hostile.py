"""A hostile file is read or refused, in bounded memory and time, whatever it holds."""

import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.errors import Refusal
from ledger.statements.limits import MAX_BYTES, MAX_LINES, MAX_TEXT_BYTES
from ledger.statements.recognising import read_statements
from tests.statements.limited import MEGABYTE, read_limited
from tests.statements.refusing import refused
from tests.statements.writing import (
    archive,
    camt,
    detail,
    entry,
    mt940,
    mt940_line,
    party,
    statement,
    tag,
)

Files = Mapping[str, Callable[[], bytes]]
"""Made when they are read, for they are large."""
Texts = Mapping[str, Callable[[], str]]
DATA = Path(__file__).parent / "data"
MEMORY = 160 * MEGABYTE
"""What reading may take beyond the file, at the very limits."""
CODES = {
    *("STATEMENT_UNSAFE", "NOT_A_STATEMENT", "STATEMENT_INCOMPLETE"),
    *("STATEMENT_UNBALANCED", "NOT_EURO"),
}

LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">'
    for n in range(12)
)
DOCTYPES = {
    "billion laughs": f"<!DOCTYPE d [{LAUGHS}]>",
    "quadratic": f'<!DOCTYPE d [<!ENTITY a "{"a" * 60_000}">]>',
    "external entity": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter entity": '<!DOCTYPE d [<!ENTITY % a SYSTEM "http://localhost/"> %a;]>',
    "external subset": '<!DOCTYPE Document SYSTEM "http://localhost/camt.dtd">',
    "empty": "<!DOCTYPE Document>",
    "endless": "<!DOCTYPE d [" + '<!ENTITY a "a">' * 100_000,
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_doctype_is_refused_as_soon_as_it_is_seen(
    doctype: str, encoding: str
) -> None:
    text = f"\n<!-- a --><?p?>{doctype}{camt(statement(0))}".replace("<Id>", "<Id>&a;")
    refused(text.encode(encoding), "STATEMENT_UNSAFE", "DOCTYPE")


def test_an_entity_of_nobody() -> None:
    document = camt(statement(0)).replace("<Stmt>", "<Stmt>&passwd;")
    refused(document, "NOT_A_STATEMENT", "undefined entity")


def inside_an_entry(content: str) -> bytes:
    return camt(statement(0, entry(1, more=content), 1)).encode()


HUGE = 8 * MEGABYTE
XML_BOMBS: Files = {
    "deep and passed over": lambda: inside_an_entry("<a>" * 100_000 + "</a>" * 100_000),
    "deep around it": lambda: b"<a>" * 100_000,
    "deep and known": lambda: b"<Document><BkToCstmrStmt>" * 50_000,
    "a text": lambda: inside_an_entry(tag("AddtlNtryInf", "t" * 50 * MEGABYTE)),
    "a text that is passed over": lambda: inside_an_entry(tag("Xtra", "t" * HUGE)),
    "a text in CDATA": lambda: inside_an_entry(
        f"<NtryRef><![CDATA[{'t' * HUGE}]]></NtryRef>"
    ),
    "a comment": lambda: inside_an_entry(f"<!--{'t' * HUGE}-->"),
    "an instruction": lambda: inside_an_entry(f"<?t {'t' * HUGE}?>"),
    "an attribute": lambda: inside_an_entry(f'<a b="{"t" * HUGE}"/>'),
    "attributes": lambda: inside_an_entry(
        "<a " + " ".join(f'b{n}=""' for n in range(10**6))
    ),
    "a name": lambda: inside_an_entry(f"<{'t' * HUGE}/>"),
    "names": lambda: inside_an_entry("".join(f"<a{n}/>" for n in range(10**6))),
    "lines": lambda: camt(statement(0, entry(1) * (MAX_LINES + 1))).encode(),
    "statements": lambda: camt(statement(0) * 6_000).encode(),
    "bytes": lambda: b"<a>" + b" " * MAX_BYTES,
}


SLOW_BOMBS: Files = {
    "elements": lambda: inside_an_entry("<a/>" * 6_000_000),
    "details": lambda: camt(
        statement(0, entry(1, details=detail(reference="r") * 500) * 600)
    ).encode(),
}


@pytest.mark.parametrize(
    "made",
    [
        *XML_BOMBS.values(),
        *(pytest.param(made, marks=pytest.mark.slow) for made in SLOW_BOMBS.values()),
    ],
    ids=[*XML_BOMBS, *SLOW_BOMBS],
)
def test_xml_above_a_limit(made: Callable[[], bytes], tmp_path: Path) -> None:
    outcome = read_limited(made(), tmp_path)
    assert outcome.code == "STATEMENT_UNSAFE"
    assert outcome.memory < MEMORY


XML_LOADS: Files = {
    "blanks after the end": lambda: inside_an_entry("") + b" " * HUGE,
    "texts just below the limit": lambda: inside_an_entry(
        tag("AddtlNtryInf", "\u200b" * 500_000) * 20
    ),
    "as many repeated texts": lambda: inside_an_entry("<NtryRef>t</NtryRef>" * 200_000),
    "a batch of very many": lambda: camt(
        statement(
            0, entry(1, details=detail(party("Dbtr", "n" * 99, None)) * 200_000), 1
        )
    ).encode(),
    "as many lines as there may be": lambda: camt(
        statement(0, entry(1) * MAX_LINES, MAX_LINES)
    ).encode(),
}


@pytest.mark.parametrize("made", XML_LOADS.values(), ids=XML_LOADS)
def test_xml_that_is_large_and_right(made: Callable[[], bytes], tmp_path: Path) -> None:
    outcome = read_limited(made(), tmp_path)
    assert outcome.code is None
    assert outcome.lines in {1, MAX_LINES}
    assert outcome.memory < MEMORY


ENOUGH = MAX_TEXT_BYTES - 1_000
BEFORE, AFTER = mt940(0, mt940_line(1) + "|", 1).split("|")
TEXT_BOMBS: Texts = {
    "lines": lambda: mt940(0, mt940_line(1) * (MAX_LINES + 1)),
    "texts of one line": lambda: BEFORE + ":86:x\n" * (ENOUGH // 6) + AFTER,
    "fields": lambda: BEFORE + ":64:\n" * (ENOUGH // 5) + AFTER,
    "empty lines": lambda: BEFORE + "\n" * ENOUGH + AFTER,
    "beginnings": lambda: ":20:\n" * (ENOUGH // 5),
    "statements": lambda: mt940(0) * 6_000,
    "blanks": lambda: BEFORE + " " * ENOUGH + "x\n" + AFTER,
    "bytes": lambda: BEFORE + ":86:" + "x" * MAX_TEXT_BYTES + AFTER,
    "digits": lambda: BEFORE + ":61:260101C" + "1" * ENOUGH + AFTER,
    "slashes": lambda: BEFORE + ":86:" + "/EREF" * (ENOUGH // 5) + AFTER,
    "tags": lambda: ":20:" + ":" * ENOUGH,
}


@pytest.mark.parametrize("made", TEXT_BOMBS.values(), ids=TEXT_BOMBS)
def test_mt940_above_a_limit(made: Callable[[], str], tmp_path: Path) -> None:
    outcome = read_limited(made().encode(), tmp_path)
    assert outcome.code in {*CODES, None}
    assert outcome.memory < MEMORY


ZEROS = b"<a>" + b"\0" * (20 * MEGABYTE)
ZIP_BOMBS: Files = {
    "many large ones": lambda: archive(
        {f"{n}": b"\0" * (20 * MEGABYTE) for n in range(9)}
    ),
    "one very large": lambda: archive({"0": b" " * (MAX_BYTES + 1)}),
    "bzip2": lambda: archive({"0": ZEROS}, zipfile.ZIP_BZIP2),
    "lzma": lambda: archive({"0": ZEROS}, zipfile.ZIP_LZMA),
    "a list without end": lambda: b"PK\x03\x04" + b"PK\x01\x02" * (10 * MEGABYTE),
    "nested": lambda: archive({"0": archive({"0": archive({"0": ZEROS})})}),
}


@pytest.mark.parametrize("made", ZIP_BOMBS.values(), ids=ZIP_BOMBS)
def test_archives_above_a_limit(made: Callable[[], bytes], tmp_path: Path) -> None:
    outcome = read_limited(made(), tmp_path)
    assert outcome.code in {"STATEMENT_UNSAFE", "NOT_A_STATEMENT"}
    assert outcome.memory < MEMORY + MAX_BYTES


def only_refused(data: bytes) -> None:
    """Reads it, or refuses it under a code of the contract; nothing else."""
    code = None
    try:
        read_statements(data, "damaged")
    except Refusal as refusal:
        code = refusal.code
    assert code in {*CODES, None}


def samples() -> Iterator[bytes]:
    for path in sorted(DATA.iterdir()):
        if path.suffix in {".xml", ".txt"}:
            yield path.read_bytes()
    small = {"a.xml": camt(statement(0)).encode(), "b.sta": mt940(0).encode()}
    yield archive(small)
    yield archive(small, zipfile.ZIP_STORED)
    yield camt(statement(0, entry(100), 100)).encode("utf-16")


def test_a_file_that_breaks_off_anywhere() -> None:
    for data in samples():
        step = max(1, len(data) // 300)
        for end in range(0, len(data), step):
            only_refused(data[:end])


def test_whole_statements_are_never_read_from_a_part_of_them() -> None:
    document = camt(statement(100, entry(5) + entry(-5), 100)).encode()
    for end in range(len(document)):
        refused(document[:end], "NOT_A_STATEMENT")
    text = mt940(100, mt940_line(5) + mt940_line(-5), 100)
    for end in range(len(text) - len(":62F:C260131EUR1,00\n-\n")):
        with pytest.raises(Refusal):
            read_statements(text[:end].encode(), "f")


def test_files_with_flipped_bits() -> None:
    chance = random.Random(2012)
    for data in samples():
        for _ in range(300):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            only_refused(bytes(damaged))


STARTS = st.sampled_from(
    [b"", b"<", b"PK\x03\x04", b"PK\x05\x06", b":20:", b"\xff\xfe<\0", b"<?xml "]
)


@given(STARTS, st.binary())
def test_files_of_anything(start: bytes, rest: bytes) -> None:
    only_refused(start + rest)


FIELDS = st.sampled_from(
    [":20:", ":25:", ":28C:", ":60F:C260101EUR0,", ":61:260101C1,NTRF", ":86:", ":62F:"]
)


@given(st.lists(st.tuples(FIELDS, st.text(max_size=20)), max_size=12))
def test_fields_in_any_order(fields: list[tuple[str, str]]) -> None:
    text = ":20:\n" + "\n".join(f"{field}{more}" for field, more in fields)
    only_refused(text.encode())


ELEMENTS = st.sampled_from(
    [
        *("Document", "BkToCstmrStmt", "Stmt", "Ntry", "NtryDtls", "TxDtls"),
        *("Bal", "Amt", "Acct", "Id", "Sts", "Cd"),
    ]
)
TREES = st.recursive(
    st.sampled_from(["", "1.00", "BOOK", "CRDT", "2026-01-01", "OPBD"]),
    lambda inner: st.builds(
        lambda name, children: f"<{name}>{''.join(children)}</{name}>",
        ELEMENTS,
        st.lists(inner, max_size=4),
    ),
)


@given(TREES)
def test_elements_in_any_order(tree: str) -> None:
    only_refused(f"<Document><BkToCstmrStmt>{tree}</BkToCstmrStmt></Document>".encode())
    only_refused(camt(statement(0, tree)).encode())
