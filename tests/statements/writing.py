"""Writes statements as banks do: small, and without a line of the readers."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

IBAN = "NL69INGB0123456789"
OTHER = "NL44RABO0123456789"


def amount(cents: int) -> str:
    return f"{abs(cents) // 100}.{abs(cents) % 100:02d}"


def side(cents: int) -> str:
    return "DBIT" if cents < 0 else "CRDT"


def tag(name: str, content: str | None) -> str:
    return "" if content is None else f"<{name}>{content}</{name}>"


def text_tag(name: str, text: str | None) -> str:
    return tag(name, None if text is None else escape(text))


def amt(cents: int, currency: str | None = "EUR") -> str:
    attribute = "" if currency is None else f" Ccy={quoteattr(currency)}"
    return f"<Amt{attribute}>{amount(cents)}</Amt>{tag('CdtDbtInd', side(cents))}"


def balance(
    kind: str, cents: int, day: str | None, currency: str | None = "EUR"
) -> str:
    dated = tag("Dt", tag("Dt", day)) if day else ""
    typed = tag("Tp", tag("CdOrPrtry", tag("Cd", kind)))
    return tag("Bal", typed + amt(cents, currency) + dated)


def party(
    role: str, name: str | None, account: str | None, *, new: bool = False
) -> str:
    named = tag("Pty", text_tag("Nm", name)) if new else text_tag("Nm", name)
    numbered = tag("Id", text_tag("IBAN", account)) if account else None
    return tag(role, named if name else None) + tag(f"{role}Acct", numbered)


def detail(
    parties: str = "", remitted: str = "", more: str = "", reference: str | None = None
) -> str:
    referred = tag("Refs", text_tag("EndToEndId", reference)) if reference else ""
    return tag(
        "TxDtls",
        referred
        + tag("RltdPties", parties or None)
        + tag("RmtInf", remitted or None)
        + more,
    )


def entry(
    cents: int,
    booked: str | None = "2026-01-15",
    value: str | None = None,
    *,
    status: str = "BOOK",
    details: str = "",
    more: str = "",
    currency: str | None = "EUR",
) -> str:
    """An entry; a status of `<Cd>BOOK</Cd>` is that of the later versions."""
    return tag(
        "Ntry",
        amt(cents, currency)
        + tag("Sts", status)
        + tag("BookgDt", tag("Dt", booked) if booked else None)
        + tag("ValDt", tag("Dt", value) if value else None)
        + more
        + tag("NtryDtls", details or None),
    )


def statement(
    opening: int,
    entries: str = "",
    closing: int | None = None,
    *,
    iban: str | None = IBAN,
    head: str = "<ElctrncSeqNb>1</ElctrncSeqNb>",
    balances: str | None = None,
) -> str:
    if balances is None:
        balances = balance("OPBD", opening, "2026-01-01")
        balances += balance(
            "CLBD", opening if closing is None else closing, "2026-01-31"
        )
    numbered = tag("Acct", tag("Id", tag("IBAN", iban))) if iban else ""
    return tag("Stmt", head + numbered + balances + entries)


def camt(*statements: str, version: str = "02", head: str = "") -> str:
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><GrpHdr>{head}</GrpHdr>{''.join(statements)}"
        "</BkToCstmrStmt></Document>"
    )


def prefixed(document: str, prefix: str = "ns2") -> str:
    """The same document with a prefix at every name."""
    return (
        document.replace("</", f"</{prefix}:")
        .replace("<", f"<{prefix}:")
        .replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        .replace("xmlns=", f"xmlns:{prefix}=")
    )


def mt940_balance(field: str, cents: int, day: str, currency: str = "EUR") -> str:
    mark = "D" if cents < 0 else "C"
    return f":{field}:{mark}{day}{currency}{amount(cents).replace('.', ',')}\n"


def mt940_line(
    cents: int,
    days: str = "2601150115",
    told: str | None = None,
    *,
    mark: str | None = None,
    rest: str = "NTRFNONREF",
) -> str:
    mark = mark or ("D" if cents < 0 else "C")
    line = f":61:{days}{mark}{amount(cents).replace('.', ',')}{rest}\n"
    return line if told is None else line + f":86:{broken(told)}\n"


def broken(text: str, width: int = 65) -> str:
    """A text over several lines, as banks break it: wherever the width is full."""
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def mt940(
    opening: int,
    lines: str = "",
    closing: int | None = None,
    *,
    account: str = f"{IBAN}EUR",
    number: str = "1/1",
    currency: str = "EUR",
) -> str:
    return (
        f":20:0000\n:25:{account}\n:28C:{number}\n"
        + mt940_balance("60F", opening, "260101", currency)
        + lines
        + mt940_balance(
            "62F", opening if closing is None else closing, "260131", currency
        )
        + "-\n"
    )


def archive(
    members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()
