"""Bank accounts, statements, answers and matches (section 8)."""

import pytest

from ledger.verifying.verify import verify
from projections.answers.bank import statements_of
from tests.unit.domain.banking import (
    IBAN,
    account,
    always_tied,
    entries_open,
    lines_open,
    statement,
    tied,
)
from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    contribution,
    cost,
    other,
    payment,
    shape_refused,
    spending,
)

DAYS = ["2011-07-31", "2011-08-20", "2011-08-31", "2011-09-15", "2012-12-31"]
SEPTEMBER = ("2011-09-01", "2011-09-30")
LINE = {"n": 1, "booked": "2011-09-01", "amount": "1.00"}
EMMEN = 6
"""The entry of Emmen's contribution: 44,800.00 on 20 August 2011."""


@pytest.fixture
def banked(awarded: LedgerInTest) -> LedgerInTest:
    """The account is open (14); August (15) has two contributions and an unknown."""
    awarded.post("open_bank_account", **account())
    awarded.post(
        "register_statement",
        **statement(
            ("2011-08-20", "44800.00"),
            ("2011-08-20", "14400.00"),
            ("2011-08-25", "7.50"),
        ),
    )
    return awarded


def received(ledger: LedgerInTest, amount: str, on: str, line: str) -> int:
    """Money received that answers a line."""
    return ledger.post("receive_other", **other(amount, on), bank_line=line)


def code(ledger: LedgerInTest, name: str, command: str, **fields: object) -> None:
    ledger.refused(name, command, **fields)


# -- accounts ------------------------------------------------------------------------


def test_before_there_is_an_account_every_entry_is_open(awarded: LedgerInTest) -> None:
    found = tied(awarded)
    assert (found.bank, found.lines) == ({}, [])
    assert sum(entries_open(found).values()) == found.current_account == 15680000


def test_an_opening_balance_is_a_line_to_be_answered(awarded: LedgerInTest) -> None:
    entry = awarded.post("open_bank_account", **account(opening="100.00"))
    assert tied(awarded, "2011-07-31").bank == {"rc": 0}
    found = tied(awarded)
    assert found.bank == {"rc": 10000}
    assert lines_open(found) == {f"{entry}.0": 10000}
    money = other("100.00", "2011-08-02")
    awarded.post("receive_other", **money, bank_line=f"{entry}.0")
    assert lines_open(tied(awarded)) == {}
    always_tied(awarded, DAYS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"account": "RC"}, "BAD_COMMAND"),
        ({"account": "a" * 21}, "BAD_COMMAND"),
        ({"kind": "giro"}, "BAD_COMMAND"),
        ({"iban": None}, "BAD_COMMAND"),
        ({"iban": "NL92ABNA0417164300"}, "BAD_COMMAND"),
        ({"opening": "1,00"}, "BAD_AMOUNT"),
        ({"opening": 1}, "BAD_AMOUNT"),
    ],
)
def test_the_form_of_an_account(changes: Row, expected: str) -> None:
    fields = {k: v for k, v in account(**changes).items() if v is not None}
    shape_refused(expected, "open_bank_account", **fields)


def test_an_iban_is_kept_in_one_form(awarded: LedgerInTest) -> None:
    spaced = "nl91 abna 0417 1643 00"
    entry = awarded.post("open_bank_account", **account(iban=spaced))
    fields: Row = awarded.show(entry)["fields"]
    assert fields["iban"] == IBAN
    code(awarded, "BANK_ACCOUNT_EXISTS", "open_bank_account", **account("other"))


def test_no_two_accounts_have_a_code_or_an_iban(banked: LedgerInTest) -> None:
    given = {k: v for k, v in account(kind="ledger").items() if k != "iban"}
    code(banked, "BANK_ACCOUNT_EXISTS", "open_bank_account", **given)
    banked.post("open_bank_account", **given | {"account": "gl"})


def test_an_account_is_reversible_while_nothing_rests_on_it(
    banked: LedgerInTest,
) -> None:
    undo = {"date": "2014-12-31", "reason": "Wrong account"}
    code(banked, "NOT_REVERSIBLE", "reverse", entry=14, **undo)
    banked.post("reverse", entry=15, **undo)
    banked.post("reverse", entry=14, **undo)
    banked.post("open_bank_account", **account())
    always_tied(banked, DAYS)
    answered = banked.post(
        "open_bank_account",
        **account("gl", kind="ledger", iban="NL20INGB0001234567", opening="5.00"),
    )
    banked.post(
        "receive_other", **other("5.00", "2011-08-02"), bank_line=f"{answered}.0"
    )
    code(banked, "NOT_REVERSIBLE", "reverse", entry=answered, **undo)


# -- statements ----------------------------------------------------------------------


def test_a_statement_moves_no_money_and_opens_its_lines(banked: LedgerInTest) -> None:
    assert banked.lines(15) == {}
    found = tied(banked)
    assert found.bank == {"rc": 5920750}
    assert lines_open(found) == {"15.1": 4480000, "15.2": 1440000, "15.3": 750}
    assert tied(banked, "2011-08-24").bank == {"rc": 5920000}
    always_tied(banked, DAYS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"closing": "1.00"}, "STATEMENT_UNBALANCED"),
        ({"lines": [{"n": 1, "booked": "2011-09-01", "amount": "0.00"}]}, "BAD_AMOUNT"),
        (
            {"lines": [{"n": 2, "booked": "2011-09-01", "amount": "1.00"}]},
            "BAD_COMMAND",
        ),
        (
            {"lines": [{"n": "1", "booked": "2011-09-01", "amount": "1.00"}]},
            "BAD_COMMAND",
        ),
        ({"lines": [{"n": 1, "booked": "1-9-2011", "amount": "1.00"}]}, "BAD_DATE"),
        ({"from_date": "2011-10-01"}, "BAD_DATE"),
        ({"format": "pdf"}, "BAD_COMMAND"),
    ],
)
def test_the_form_of_a_statement(changes: Row, expected: str) -> None:
    fields = statement(opening="0.00", period=SEPTEMBER)
    shape_refused(expected, "register_statement", **fields | changes)


def test_the_sum_of_a_statement_is_told() -> None:
    error = shape_refused(
        "STATEMENT_UNBALANCED",
        "register_statement",
        **statement(("2011-08-02", "7.50")) | {"closing": "8.00"},
    )
    assert "€ 0.00 and lines of € 7.50 make € 7.50, and closing says € 8.00" in (
        error.message
    )


def test_statements_follow_each_other(banked: LedgerInTest) -> None:
    late = statement(opening="59207.50", period=("2011-08-31", "2011-09-30"))
    for fields, name in (
        (statement(opening="59207.49", period=SEPTEMBER), "STATEMENT_GAP"),
        (statement(opening="59207.50"), "STATEMENT_OVERLAPS"),
        (statement(opening="59207.50", code="gl"), "BANK_ACCOUNT_UNKNOWN"),
        (statement(period=("2011-07-01", "2011-08-01")), "STATEMENT_OVERLAPS"),
        (statement(period=("2011-07-01", "2011-07-31")), "BANK_ACCOUNT_UNKNOWN"),
        (
            statement(opening="59207.50", period=("2014-12-01", "2015-01-01")),
            "FUTURE_DATE",
        ),
    ):
        code(banked, name, "register_statement", **fields)
    banked.post("register_statement", **late)  # of the last day on, without numbers
    assert [each.entry for each in statements_of(banked.view())] == [15, 16]


@pytest.mark.parametrize(
    ("earlier", "later", "accepted"),
    [
        ("8", "9", True),
        ("8", "8", False),
        ("9", "8", False),
        ("9", "10", True),
        ("122/1", "122/2", True),
        ("00000", "00000", True),
        ("0", "8", True),
        (None, "8", True),
        ("8", None, True),
    ],
)
def test_numbers_tell_the_order_of_one_day(
    awarded: LedgerInTest, earlier: str | None, later: str | None, accepted: bool
) -> None:
    awarded.post("open_bank_account", **account())
    numbers = [{} if n is None else {"number": n} for n in (earlier, later)]
    day = ("2011-08-31", "2011-08-31")
    awarded.post("register_statement", **statement(period=day), **numbers[0])
    again = statement(period=day, document="other.xml") | numbers[1]
    if accepted:
        awarded.post("register_statement", **again)
    else:
        code(awarded, "STATEMENT_OVERLAPS", "register_statement", **again)


def test_a_line_outside_the_period_counts_on_its_last_day(
    awarded: LedgerInTest,
) -> None:
    awarded.post("open_bank_account", **account())
    lines = (("2011-07-15", "1.00"), ("2011-09-02", "2.00"), ("2011-08-05", "4.00"))
    awarded.post("register_statement", **statement(*lines))
    assert tied(awarded, "2011-08-30").bank == {"rc": 400}
    assert tied(awarded, "2011-08-31").bank == {"rc": 700}


def test_no_line_counts_before_the_account_does(awarded: LedgerInTest) -> None:
    awarded.post("open_bank_account", **account(date="2011-08-10"))
    july = ("2011-07-01", "2011-08-31")
    early = statement(("2011-08-09", "1.00"), period=july)
    code(awarded, "BANK_ACCOUNT_UNKNOWN", "register_statement", **early)
    awarded.post("register_statement", **statement(("2011-08-10", "1.00"), period=july))


def test_the_same_statement_is_there_once_whatever_its_file(
    banked: LedgerInTest,
) -> None:
    given = statement(("2011-09-05", "1.00"), opening="59207.50", period=SEPTEMBER)
    entry = banked.post("register_statement", **given, id="stmt:" + "a" * 40)
    again = given | {"document": "x.940", "format": "mt940"}
    receipt = banked.accept("register_statement", **again, id="stmt:" + "a" * 40)
    assert (receipt.entry, receipt.duplicate) == (entry, True)
    undo = {"entry": entry, "date": "2014-12-31", "reason": "Wrong file"}
    banked.post("reverse", **undo)
    back = banked.accept("register_statement", **again, id="stmt:" + "a" * 40)
    assert not back.duplicate
    assert banked.show(back.entry)["id"] == "stmt:" + "a" * 40
    # Nothing else is known by such an id.
    code(
        banked,
        "BAD_COMMAND",
        "receive_other",
        **other("1.00", "2011-09-05"),
        id="stmt:x",
    )
    always_tied(banked, DAYS)
    assert not verify(banked.store, rules=True).findings


def test_only_the_last_statement_is_reversible_and_only_unanswered(
    banked: LedgerInTest,
) -> None:
    lines = (("2011-09-05", "1.00"), ("2011-09-06", "-1.00"))
    entry = banked.post(
        "register_statement",
        **statement(*lines, opening="59207.50", period=SEPTEMBER),
    )
    undo = {"date": "2011-09-30", "reason": "Wrong file"}
    code(banked, "NOT_REVERSIBLE", "reverse", entry=15, **undo)
    early = undo | {"date": "2011-09-29"}
    code(banked, "BAD_DATE", "reverse", entry=entry, **early)
    match = banked.post("match_bank_lines", lines=[f"{entry}.1", f"{entry}.2"])
    code(banked, "NOT_REVERSIBLE", "reverse", entry=entry, **undo)
    banked.post("reverse", entry=match, **undo)
    banked.post("reverse", entry=entry, **undo)
    # Its lines are taken back on the days they counted on, as known from then on.
    assert tied(banked, "2011-09-05").bank == {"rc": 5920750}
    assert tied(banked, "2011-09-05", f"#{match}").bank == {"rc": 5920850}
    code(banked, "LINE_UNKNOWN", "match_bank_lines", lines=[f"{entry}.1"])
    always_tied(banked, [*DAYS, "2011-09-05", "2011-09-06", "2011-09-30"])


def test_what_answered_a_line_that_was_taken_back_answered_nothing(
    banked: LedgerInTest,
) -> None:
    """For a while it did, as it was known; now it is an open entry of those days."""
    lines = (("2011-09-05", "1.00"), ("2011-09-06", "2.00"))
    shown = statement(*lines, opening="59207.50", period=SEPTEMBER)
    entry = banked.post("register_statement", **shown)
    wrong = received(banked, "1.00", "2011-09-07", f"{entry}.1")
    three = banked.post("receive_other", **other("9.50", "2011-09-08"))
    both = banked.post(
        "match_bank_lines", lines=[f"{entry}.2", "15.3"], entries=[three]
    )
    for number in (wrong, both):
        banked.post("reverse", entry=number, date="2011-09-20", reason="Not these")
    banked.post("reverse", entry=entry, date="2011-09-30", reason="Wrong file")
    found = tied(banked, "2011-09-10")
    assert {wrong: 100, three: 950}.items() <= entries_open(found).items()
    assert lines_open(found)["15.3"] == 750
    always_tied(banked, [*DAYS, "2011-09-05", "2011-09-08", "2011-09-10", "2011-09-20"])
    assert not verify(banked.store, rules=True).findings


# -- entries that answer -------------------------------------------------------------


def test_an_entry_answers_its_line_from_the_later_of_their_days(
    banked: LedgerInTest,
) -> None:
    early = banked.post(
        "receive_other", **other("7.00", "2011-08-22"), bank_line="15.3"
    )
    late = received(banked, "0.50", "2011-09-15", "15.3")
    assert entries_open(tied(banked, "2011-08-24")).get(early) == 700
    assert lines_open(tied(banked, "2011-08-25"))["15.3"] == 50
    assert lines_open(tied(banked, "2011-09-14"))["15.3"] == 50
    found = tied(banked, "2011-09-15")
    assert "15.3" not in lines_open(found)
    assert not {early, late} & set(entries_open(found))
    always_tied(banked, [*DAYS, "2011-08-22", "2011-08-25"])


def test_an_entry_fits_what_is_open_of_its_line(banked: LedgerInTest) -> None:
    for command, fields, name in (
        ("receive_other", other("7.51", "2011-08-25"), "BANK_LINE_EXCEEDED"),
        ("pay_other", other("7.50", "2011-08-25"), "BANK_LINE_EXCEEDED"),
        (
            "receive_other",
            other("7.50", "2011-08-25") | {"bank_line": "15.4"},
            "LINE_UNKNOWN",
        ),
        (
            "receive_other",
            other("7.50", "2011-08-25") | {"bank_line": "6.1"},
            "LINE_UNKNOWN",
        ),
        (
            "receive_other",
            other("7.50", "2011-08-25") | {"bank_line": "99.1"},
            "LINE_UNKNOWN",
        ),
    ):
        code(banked, name, command, **{"bank_line": "15.3", **fields})
    received(banked, "7.50", "2011-08-25", "15.3")
    again = other("0.01", "2011-08-25") | {"bank_line": "15.3"}
    code(banked, "BANK_LINE_EXCEEDED", "receive_other", **again)
    for wrong in ("15", "15.", "0.1", "15.03", "x.1", 15):
        fields = other("1.00", "2011-08-25") | {"bank_line": wrong}
        shape_refused("BAD_COMMAND", "receive_other", **fields)


def test_what_the_bank_did_is_booked_whatever_the_ceilings_say(
    banked: LedgerInTest,
) -> None:
    """And noted under the code of each budget that it breaks."""
    amounts = ("-90000.00", "-31000.00", "-13000.00", "-1.00")
    lines = [("2011-12-01", amount) for amount in amounts]
    banked.post(
        "register_statement", **statement(*lines, opening="59207.50", period=SEPTEMBER)
    )
    process = cost("90000.00", "2011-12-01")
    code(banked, "CEILING_EXCEEDED", "post_process_cost", **process)
    entry = banked.post("post_process_cost", **process, bank_line="16.1")
    noted = {note.code for note in banked.ledger.notes[entry]}
    assert {"CEILING_EXCEEDED", "PROCESS_CEILING_EXCEEDED"} <= noted
    grant = payment("31000.00", "2011-12-01")
    code(banked, "AWARD_EXCEEDED", "pay_grant", **grant)
    entry = banked.post("pay_grant", **grant, bank_line="16.2")
    assert "AWARD_EXCEEDED" in {note.code for note in banked.ledger.notes[entry]}
    repaid = contribution("meppel", "13000.00", "2011-12-01")
    code(banked, "REPAYMENT_EXCEEDED", "repay_contribution", **repaid)
    entry = banked.post("repay_contribution", **repaid, bank_line="16.3")
    assert "REPAYMENT_EXCEEDED" in {note.code for note in banked.ledger.notes[entry]}
    spent = spending("1.00", "2011-12-01")
    code(banked, "FUNDS_EXCEEDED", "spend_funds", **spent)
    banked.post("spend_funds", **spent, bank_line="16.4")
    assert {each.code for each in banked.findings("ceilings")} >= {"CEILING_EXCEEDED"}
    assert not verify(banked.store, rules=True).findings


def test_a_lock_holds_for_what_the_bank_did(banked: LedgerInTest) -> None:
    banked.post("lock_period", until="2011-08-31")
    fields = other("7.50", "2011-08-25") | {"bank_line": "15.3"}
    code(banked, "PERIOD_LOCKED", "receive_other", **fields)


def test_statements_are_registered_in_a_locked_period(banked: LedgerInTest) -> None:
    banked.post("lock_period", until="2011-12-31")
    banked.post("register_statement", **statement(opening="59207.50", period=SEPTEMBER))
    banked.post("match_bank_lines", lines=["15.1"], entries=[EMMEN])


# -- reversals -----------------------------------------------------------------------


def test_a_reversal_opens_the_line_again(banked: LedgerInTest) -> None:
    entry = banked.post(
        "receive_other", **other("7.50", "2011-08-20"), bank_line="15.3"
    )
    undone = banked.post("reverse", entry=entry, date="2011-09-15", reason="Wrong")
    assert "15.3" not in lines_open(tied(banked, "2011-09-14"))
    found = tied(banked, "2011-09-15")
    assert lines_open(found)["15.3"] == 750
    assert not {entry, undone} & set(entries_open(found))
    # A new answer counts from then on, however it is dated.
    again = banked.post(
        "receive_other", **other("7.50", "2011-08-25"), bank_line="15.3"
    )
    assert entries_open(tied(banked, "2011-09-14")).get(again) == 750
    assert "15.3" not in lines_open(tied(banked, "2011-09-15"))
    always_tied(banked, [*DAYS, "2011-09-14", "2011-08-25"])
    assert not verify(banked.store, rules=True).findings


def test_a_reversal_before_the_line_counts(banked: LedgerInTest) -> None:
    """They are of the 21st and 22nd; the line that they let go of is of the 25th."""
    entry = banked.post(
        "receive_other", **other("7.50", "2011-08-21"), bank_line="15.3"
    )
    banked.post("reverse", entry=entry, date="2011-08-22", reason="Wrong")
    assert lines_open(tied(banked))["15.3"] == 750
    always_tied(banked, ["2011-08-20", "2011-08-21", "2011-08-22", *DAYS])


def test_an_open_entry_and_its_reversal_answer_each_other(
    banked: LedgerInTest,
) -> None:
    entry = banked.post("receive_other", **other("5.00", "2011-08-26"))
    undone = banked.post("reverse", entry=entry, date="2011-09-01", reason="Twice")
    assert not {entry, undone} & set(entries_open(tied(banked)))
    assert entries_open(tied(banked, "2011-08-31"))[entry] == 500
    for number in (entry, undone):
        code(banked, "ENTRY_ANSWERED", "match_bank_lines", entries=[number])


# -- matching ------------------------------------------------------------------------


def test_a_match_ties_what_was_booked_before(banked: LedgerInTest) -> None:
    match = banked.post("match_bank_lines", lines=["15.1"], entries=[EMMEN])
    assert banked.show(match)["date"] == "2011-08-20"
    found = tied(banked)
    assert "15.1" not in lines_open(found)
    assert EMMEN not in entries_open(found)
    always_tied(banked, DAYS)


def test_several_lines_and_entries_at_once(banked: LedgerInTest) -> None:
    """The entries of Emmen and Coevorden are the two contributions of the 20th."""
    match = banked.post(
        "match_bank_lines", lines=["15.1", "15.2"], entries=[EMMEN, EMMEN + 1]
    )
    assert set(lines_open(tied(banked))) == {"15.3"}
    banked.post("reverse", entry=match, date="2011-09-01", reason="Not these")
    assert set(lines_open(tied(banked))) == {"15.1", "15.2", "15.3"}
    assert set(lines_open(tied(banked, "2011-08-31"))) == {"15.3"}
    always_tied(banked, DAYS)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"lines": ["15.1"], "entries": [EMMEN + 1]}, "MATCH_UNBALANCED"),
        ({"lines": ["15.1"]}, "MATCH_UNBALANCED"),
        ({"entries": [EMMEN]}, "MATCH_UNBALANCED"),
        ({"lines": ["15.9"], "entries": [EMMEN]}, "LINE_UNKNOWN"),
        ({"lines": ["15.1"], "entries": [99]}, "ENTRY_UNKNOWN"),
        ({"lines": ["15.1"], "entries": [3]}, "SCOPE_INVALID"),
        (
            {"lines": ["15.1"], "entries": [EMMEN], "date": "2011-08-19"},
            "BAD_DATE",
        ),
        (
            {"lines": ["15.1"], "entries": [EMMEN], "date": "2015-01-01"},
            "FUTURE_DATE",
        ),
    ],
)
def test_what_does_not_match(banked: LedgerInTest, fields: Row, name: str) -> None:
    code(banked, name, "match_bank_lines", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"lines": [], "entries": []},
        {"lines": ["15.1", "15.1"], "entries": [EMMEN]},
        {"entries": [EMMEN, EMMEN]},
        {"lines": ["15"], "entries": [EMMEN]},
        {"lines": ["15.1"], "entries": ["6"]},
    ],
)
def test_the_form_of_a_match(fields: Row) -> None:
    shape_refused("BAD_COMMAND", "match_bank_lines", **fields)


def test_what_is_answered_is_matched_no_more(banked: LedgerInTest) -> None:
    banked.post("match_bank_lines", lines=["15.1"], entries=[EMMEN])
    both = {"lines": ["15.1"], "entries": [EMMEN]}
    code(banked, "LINE_ANSWERED", "match_bank_lines", **both)
    code(banked, "ENTRY_ANSWERED", "match_bank_lines", entries=[EMMEN])


def test_a_matched_entry_is_not_reversed_before_its_match(
    banked: LedgerInTest,
) -> None:
    match = banked.post("match_bank_lines", lines=["15.1"], entries=[EMMEN])
    undo = {"date": "2011-09-01", "reason": "Wrong"}
    error = banked.refused("NOT_REVERSIBLE", "reverse", entry=EMMEN, **undo)
    assert f"while entry {match} rests on it" in error.message
    banked.post("reverse", entry=match, **undo)
    banked.post("reverse", entry=EMMEN, **undo)
    always_tied(banked, DAYS)


def test_entries_and_lines_that_cancel_out(banked: LedgerInTest) -> None:
    banked.post(
        "register_statement",
        **statement(("2011-09-02", "-7.50"), opening="59207.50", period=SEPTEMBER),
    )
    banked.post("match_bank_lines", lines=["15.3", "16.1"], date="2011-09-15")
    assert lines_open(tied(banked, "2011-09-14"))["15.3"] == 750
    assert set(lines_open(tied(banked))) == {"15.1", "15.2"}
    paid = [
        banked.post(command, **other("3.00", "2011-09-03"))
        for command in ("receive_other", "pay_other")
    ]
    banked.post("match_bank_lines", entries=paid)
    assert not set(paid) & set(entries_open(tied(banked)))
    always_tied(banked, [*DAYS, "2011-09-02"])


# -- locks and checks ----------------------------------------------------------------


def test_a_lock_notes_what_is_open(banked: LedgerInTest) -> None:
    entry = banked.post("lock_period", until="2011-08-31")
    [note] = banked.ledger.notes[entry]
    assert (note.code, "3 bank lines and 6 entries" in str(note.said)) == (
        *("NOT_RECONCILED", True),
    )


def test_a_lock_without_an_account_notes_nothing(awarded: LedgerInTest) -> None:
    entry = awarded.post("lock_period", until="2011-08-31")
    assert entry not in awarded.ledger.notes


def test_check_bank_says_what_waits_too_long(banked: LedgerInTest) -> None:
    def found(at: str) -> list[tuple[str, list[int]]]:
        return [(f.code, f.entries) for f in banked.findings("bank", at)]

    assert found("2011-07-31") == []
    assert found("2011-08-11") == []
    line, entry = ("BANK_LINE_OPEN", [15]), ("ENTRY_NOT_ON_BANK", [EMMEN])
    assert line not in found("2011-08-25")
    assert line in found("2011-08-26")
    assert entry not in found("2011-08-30")
    assert entry in found("2011-08-31")
    assert "STATEMENT_LATE" not in {name for name, _ in found("2011-09-10")}
    assert "STATEMENT_LATE" in {name for name, _ in found("2011-09-11")}
    names = {f.name for f in banked.findings("bank", "2011-09-11")}
    assert "BANK_LINE_OPEN/15.3/7.50" in names


def test_check_bank_begins_on_the_day_that_the_account_opens(
    awarded: LedgerInTest,
) -> None:
    awarded.post("open_bank_account", **account(date="2011-09-15"))
    assert awarded.findings("bank", "2011-09-14") == []
    waiting = [(f.code, f.entries) for f in awarded.findings("bank", "2011-09-15")]
    assert ("ENTRY_NOT_ON_BANK", [EMMEN]) in waiting


def test_the_agenda_has_the_lines_that_nothing_answers(banked: LedgerInTest) -> None:
    from projections.answers.agenda import agenda

    waiting = [i.subject for i in agenda(banked.view()) if i.rule == "bank_line_open"]
    assert waiting == ["15.1", "15.2", "15.3"]
