"""The form of commands: types, limits and spelling, before anything is looked up."""

import pytest

from domain.entries.parsing import command_from_json
from domain.entries.register import command_models
from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    built,
    contribution,
    deviation,
    grant,
    proposal,
    reversal,
    shape_refused,
)

CONTRACT = {
    "open_bank_account": "account kind holder date opening document iban?",
    "register_statement": (
        "account number? from_date to_date opening closing format lines document"
    ),
    "match_bank_lines": "lines? entries? date? reason?",
    "order_payment": "payment as amount due date document payee_account?",
    "grant_role": "person role date reason?",
    "revoke_role": "person role date reason?",
    "set_approval_policy": "commands date decision? reason?",
    "erase_sealed": "before reason",
    "submit": "as",
    "approve": "submission leaf effect",
    "decline": "submission reason",
    "retract_submission": "submission reason",
    "adopt_framework": "framework date decision reason? contributions?",
    "record_decision": (
        "number date subject motivation? document? document_sha256? meeting? strategic?"
    ),
    "open_budget_year": "year date decision due?",
    "amend_budget_year": (
        "year date decision budget? contributions? other_cover? process_ceiling?"
    ),
    "allocate": "year date decision shares",
    "set_funding_limits": "year date decision max_grants? max_shares?",
    "transfer_budget": (
        "from_programme from_year to_programme to_year amount date decision reason?"
    ),
    "deviate": (
        "rule decision date motivation project? programme? year? amount? share?"
    ),
    "close_budget_year": "year date decision carry_to?",
    "lock_period": "until reason?",
    "reopen_period": "from_date reason decision?",
    "receive_contribution": "year partner amount date document bank_line?",
    "repay_contribution": "year partner amount date document bank_line? payment?",
    "post_process_cost": (
        "year programme amount date payee description document cost_kind? bank_line?"
        " payment?"
    ),
    "receive_other": (
        "category amount date counterparty description document clears? bank_line?"
    ),
    "pay_other": (
        "category amount date counterparty description document clears? bank_line?"
        " payment?"
    ),
    "propose_project": (
        "project title date year programme kind? recipient recipient_kind?"
        " recipient_kvk? applicants participants physical themes vision_goal"
        " total_cost requested own_contributions? third_parties? external_funding"
        " external_chance? borrowed_capacity?"
    ),
    "amend_project": (
        "project date title? year? programme? kind? recipient? recipient_kind?"
        " recipient_kvk? applicants? participants? physical? themes? vision_goal?"
        " total_cost? requested?"
        " own_contributions? third_parties? external_funding? external_chance?"
        " borrowed_capacity?"
    ),
    "award_grant": (
        "project amount date decision document third_party_judgement?"
        " legal_basis? start_date? end_date? determination_due? advance_schedule?"
    ),
    "change_grant": "project amount date decision document third_party_judgement?",
    "reject_project": "project date decision reason",
    "retract_project": "project date reason document? document_sha256?",
    "pay_grant": "project amount date payee? document bank_line? payment?",
    "determine_grant": "project amount date document decision? actual_cost? ground?",
    "withdraw_grant": "project date decision document reason ground?",
    "receive_refund": "project amount date document bank_line?",
    "write_off_recoverable": "project amount date decision document",
    "receive_funds": "project source amount date document bank_line?",
    "spend_funds": "project amount date payee description document bank_line? payment?",
    "reclassify": "entry date reason as amount?",
    "reverse": "entry date reason",
    "annotate": "entry field value reason",
    "accept_finding": "finding reason decision?",
    "record_meeting": (
        "meeting body date programme? chair? present agenda? document? document_sha256?"
    ),
    "ratify_decision": "decision partner date outcome document",
    "record_advice": (
        "date body subject solicited text? decision? project? meeting? document?"
        " document_sha256?"
    ),
    "commit_hours": "year partner hours date document",
    "record_hours": (
        "year partner hours date programme? project? description? document?"
        " document_sha256?"
    ),
    "lend_capacity": "project lender borrower hours rate date document",
    "record_participation": "project participants date reason document",
    "record_accountability": "year date document addressees",
    "register_export": ("export target from_entry to_entry rows debit credit sha256"),
    "record_result": (
        "project date summary indicator? target? actual? document? document_sha256?"
    ),
}
"""Sections 2 and 7: each command's fields, `?` where optional."""


def test_the_register_holds_exactly_the_commands_of_the_contract() -> None:
    assert set(command_models()) == set(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_a_command_has_exactly_the_fields_of_the_contract(name: str) -> None:
    fields = CONTRACT[name].split()
    expected = {field.removesuffix("?"): not field.endswith("?") for field in fields}
    expected |= {"id": False, "note": False}
    if "document" in expected:
        expected["document_sha256"] = False
    model = command_models()[name]
    fields_ = model.model_fields.items()
    found = {info.alias or field: info.is_required() for field, info in fields_}
    assert found == expected


@pytest.mark.parametrize("name", CONTRACT)
def test_a_required_field_may_not_be_missing(name: str) -> None:
    example = dict(command_models()[name].example)
    for attribute, info in command_models()[name].model_fields.items():
        field = info.alias or attribute
        if info.is_required():
            fields = {k: v for k, v in example.items() if k != field}
            assert field in shape_refused("BAD_COMMAND", name, **fields).message


@pytest.mark.parametrize("name", CONTRACT)
def test_an_unknown_field_is_refused_with_the_nearest_name(name: str) -> None:
    message = shape_refused(
        "BAD_COMMAND", name, **command_models()[name].example, notes="x"
    ).message
    assert "unknown field" in message
    assert "did you mean note?" in message


def test_an_unknown_command_is_refused_with_the_nearest_name() -> None:
    message = shape_refused("BAD_COMMAND", "receive_contributions").message
    assert "did you mean receive_contribution?" in message


FORMS: list[tuple[str, str, object, str]] = [
    # amounts
    ("receive_contribution", "amount", "0.00", "BAD_AMOUNT"),
    ("receive_contribution", "amount", "-1.00", "BAD_AMOUNT"),
    ("receive_contribution", "amount", 44800, "BAD_AMOUNT"),
    ("receive_contribution", "amount", 44800.0, "BAD_AMOUNT"),
    ("receive_contribution", "amount", "44.800,00", "BAD_AMOUNT"),
    ("receive_contribution", "amount", "1000000000000.00", "BAD_AMOUNT"),
    ("receive_contribution", "amount", None, "BAD_AMOUNT"),
    ("award_grant", "amount", "0.00", "BAD_AMOUNT"),
    ("pay_grant", "amount", "0", "BAD_AMOUNT"),
    # hours and delegates
    *(
        (name, "hours", hours, "BAD_AMOUNT")
        for name in ("commit_hours", "record_hours", "lend_capacity")
        for hours in ("0", "0.00", "-1", "1.234", "1.", ".5", "7,5", " 1", "1e2", "x")
    ),
    ("record_hours", "hours", 8, "BAD_AMOUNT"),
    ("record_hours", "hours", 7.5, "BAD_AMOUNT"),
    ("record_hours", "hours", None, "BAD_AMOUNT"),
    ("record_hours", "hours", "10000000", "BAD_AMOUNT"),
    ("lend_capacity", "rate", "0.00", "BAD_AMOUNT"),
    ("lend_capacity", "rate", "999999999999.99", "BAD_AMOUNT"),
    *(
        ("record_meeting", "present", {"emmen": number}, "BAD_COMMAND")
        for number in (10, -1, 1.0, True, None, "10", "", "-1", "\u0663", "x")
    ),
    ("record_meeting", "present", ["emmen"], "BAD_COMMAND"),
    ("record_meeting", "body", "board", "BAD_COMMAND"),
    ("record_meeting", "meeting", "SG..1", "BAD_COMMAND"),
    ("ratify_decision", "outcome", "approved", "BAD_COMMAND"),
    ("record_advice", "body", "steering_group", "BAD_COMMAND"),
    ("record_advice", "solicited", "yes", "BAD_COMMAND"),
    ("award_grant", "determination_due", "soon", "BAD_DATE"),
    ("award_grant", "start_date", "1-8-2011", "BAD_DATE"),
    ("award_grant", "end_date", "", "BAD_DATE"),
    ("award_grant", "legal_basis", "x" * 2001, "BAD_COMMAND"),
    *(
        ("award_grant", "advance_schedule", schedule, code)
        for schedule, code in (
            ("2011-12-01=100.00", "BAD_COMMAND"),
            ([{"date": "2011-12-01"}], "BAD_COMMAND"),
            ([{"date": "2011-12-01", "amount": "1.00", "to": "x"}], "BAD_COMMAND"),
            ([{"date": "2011-13-01", "amount": "1.00"}], "BAD_DATE"),
            ([{"date": "2011-12-01", "amount": "0.00"}], "BAD_AMOUNT"),
            ([{"date": "2011-12-01", "amount": "0.01"}] * 101, "BAD_COMMAND"),
        )
    ),
    ("determine_grant", "ground", "x" * 201, "BAD_COMMAND"),
    ("withdraw_grant", "ground", "x" * 201, "BAD_COMMAND"),
    ("propose_project", "recipient_kind", "foundation", "BAD_COMMAND"),
    *(
        (name, "recipient_kvk", number, "BAD_COMMAND")
        for name in ("propose_project", "amend_project")
        for number in ("1234567", "123456789", "1234 5678", "\u0661" * 8, 12345678)
    ),
    ("propose_project", "recipient_kvk", "", "BAD_COMMAND"),
    ("propose_project", "requested", 1, "BAD_AMOUNT"),
    ("propose_project", "own_contributions", {"emmen": 1}, "BAD_AMOUNT"),
    ("propose_project", "borrowed_capacity", "-0.01", "BAD_AMOUNT"),
    ("amend_budget_year", "contributions", {"emmen": "1,00"}, "BAD_AMOUNT"),
    ("allocate", "shares", {"SN": 100}, "BAD_AMOUNT"),
    ("allocate", "shares", {"SN": "99.99999"}, "BAD_AMOUNT"),
    ("set_funding_limits", "max_grants", {"TL": 1.0}, "BAD_AMOUNT"),
    ("set_funding_limits", "max_shares", {"2": 0.5}, "BAD_AMOUNT"),
    # dates
    ("receive_contribution", "date", "2011-02-30", "BAD_DATE"),
    ("receive_contribution", "date", "20-08-2011", "BAD_DATE"),
    ("receive_contribution", "date", "20110820", "BAD_DATE"),
    ("receive_contribution", "date", "2011-8-20", "BAD_DATE"),
    ("receive_contribution", "date", "2011-08-20T00:00", "BAD_DATE"),
    ("receive_contribution", "date", "2011-W33-6", "BAD_DATE"),
    ("receive_contribution", "date", "0000-01-01", "BAD_DATE"),
    ("receive_contribution", "date", "10000-01-01", "BAD_DATE"),
    ("receive_contribution", "date", 20110820, "BAD_DATE"),
    ("receive_contribution", "date", None, "BAD_DATE"),
    ("lock_period", "until", "", "BAD_DATE"),
    ("reopen_period", "from_date", True, "BAD_DATE"),
    ("open_budget_year", "due", "later", "BAD_DATE"),
    # texts
    ("record_decision", "subject", "", "BAD_COMMAND"),
    ("record_decision", "subject", " \t ", "BAD_COMMAND"),
    ("record_decision", "subject", "x" * 201, "BAD_COMMAND"),
    ("record_decision", "subject", "two\nlines", "BAD_COMMAND"),
    ("record_decision", "subject", "\x1b[31mred", "BAD_COMMAND"),
    ("record_decision", "subject", "nul\0", "BAD_COMMAND"),
    ("record_decision", "subject", "left \u202e right", "BAD_COMMAND"),
    ("record_decision", "subject", "isolate \u2066", "BAD_COMMAND"),
    ("record_decision", "subject", "lone \ud800", "BAD_COMMAND"),
    ("record_decision", "subject", "line\u2028separator", "BAD_COMMAND"),
    ("record_decision", "subject", "c1 \x9b31m", "BAD_COMMAND"),
    ("record_decision", "subject", 5, "BAD_COMMAND"),
    ("record_decision", "motivation", "x" * 2001, "BAD_COMMAND"),
    ("record_decision", "note", "x" * 2001, "BAD_COMMAND"),
    ("propose_project", "title", "x" * 201, "BAD_COMMAND"),
    ("post_process_cost", "description", "x" * 201, "BAD_COMMAND"),
    ("post_process_cost", "payee", "x" * 201, "BAD_COMMAND"),
    ("post_process_cost", "payee", "", "BAD_COMMAND"),
    ("receive_contribution", "document", "", "BAD_COMMAND"),
    ("receive_contribution", "document", "x" * 81, "BAD_COMMAND"),
    ("receive_contribution", "document_sha256", "abc", "BAD_COMMAND"),
    ("receive_contribution", "document_sha256", "g" * 64, "BAD_COMMAND"),
    ("receive_contribution", "id", "", "BAD_COMMAND"),
    ("receive_contribution", "id", "x" * 65, "BAD_COMMAND"),
    ("receive_contribution", "id", 7, "BAD_COMMAND"),
    ("deviate", "motivation", "x" * 19, "BAD_COMMAND"),
    ("deviate", "motivation", " " * 30 + "x", "BAD_COMMAND"),
    # numbers and codes
    ("record_decision", "number", "SG 1", "BAD_COMMAND"),
    ("record_decision", "number", "SG_1", "BAD_COMMAND"),
    ("record_decision", "number", "x" * 41, "BAD_COMMAND"),
    ("record_decision", "number", "", "BAD_COMMAND"),
    ("propose_project", "project", "GreCOR", "BAD_COMMAND"),
    ("propose_project", "project", "-grecor", "BAD_COMMAND"),
    ("propose_project", "project", "a" * 41, "BAD_COMMAND"),
    ("propose_project", "project", "gre\u0441or", "BAD_COMMAND"),  # Cyrillic
    ("receive_contribution", "partner", 5, "BAD_COMMAND"),
    ("receive_contribution", "year", 2011, "BAD_COMMAND"),
    # lists, mappings, truth values
    ("propose_project", "participants", "emmen", "BAD_COMMAND"),
    ("propose_project", "participants", {"emmen": 1}, "BAD_COMMAND"),
    ("propose_project", "physical", "no", "BAD_COMMAND"),
    ("propose_project", "physical", 0, "BAD_COMMAND"),
    ("propose_project", "kind", "loan", "BAD_COMMAND"),
    ("propose_project", "third_parties", [{"name": "x"}], "BAD_COMMAND"),
    (
        "propose_project",
        "third_parties",
        [{"name": "x", "active": True, "contribution": 1}],
        "BAD_AMOUNT",
    ),
    (
        "propose_project",
        "third_parties",
        [{"name": "x", "active": True, "contribution": "1.00", "role": "y"}],
        "BAD_COMMAND",
    ),
    ("allocate", "shares", [["SN", "100"]], "BAD_COMMAND"),
    ("set_funding_limits", "max_shares", {"two": "50"}, "BAD_COMMAND"),
    ("reverse", "entry", "8", "BAD_COMMAND"),
    ("reverse", "entry", 0, "BAD_COMMAND"),
    ("reverse", "entry", -8, "BAD_COMMAND"),
    ("reverse", "entry", 8.0, "BAD_COMMAND"),
    ("reverse", "entry", True, "BAD_COMMAND"),
    ("annotate", "field", "amount", "BAD_COMMAND"),
    ("annotate", "value", "x" * 81, "BAD_COMMAND"),  # the field is a document
    ("deviate", "rule", "borrowed_capacity", "BAD_COMMAND"),
    ("deviate", "rule", "everything", "BAD_COMMAND"),
]


@pytest.mark.parametrize(("name", "field", "value", "code"), FORMS)
def test_a_value_of_another_form_is_refused(
    name: str, field: str, value: object, code: str
) -> None:
    error = shape_refused(
        code, name, **{**command_models()[name].example, field: value}
    )
    assert field in error.message
    assert error.message.isprintable()


@pytest.mark.parametrize("name", CONTRACT)
def test_the_example_of_every_command_has_the_right_form(name: str) -> None:
    command = built(name, command_models()[name].example)
    assert built(name, command.given()) == command


def test_an_amendment_changes_something() -> None:
    shape_refused(
        "BAD_COMMAND",
        "amend_budget_year",
        year="2011",
        date="2011-09-01",
        decision="SG-1",
    )
    shape_refused("BAD_COMMAND", "amend_project", project="x", date="2011-09-01")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        '"text"',
        "null",
        "5",
        '{"command": "reverse"',
        '{"command": "reverse"} {}',
        '{"command": "reverse", "entry": NaN}',
        '{"command": "reverse", "entry": Infinity}',
        '{"command": "reverse", "command": "annotate"}',
        '{"command": "allocate", "shares": {"SN": "50", "SN": "50"}}',
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_json_object_is_bad_json(text: str) -> None:
    from domain.values.errors import Refusal

    with pytest.raises(Refusal) as caught:
        command_from_json(text)
    assert caught.value.code == "BAD_JSON"


def test_a_number_that_nobody_reads_is_told_in_our_words() -> None:
    from domain.values.errors import Refusal

    with pytest.raises(Refusal, match="a number has too many digits") as caught:
        command_from_json('{"command": "reverse", "entry": %s}' % ("9" * 5_000))
    assert caught.value.code == "BAD_JSON"


@pytest.mark.parametrize(
    "text",
    ["{}", '{"command": null}', '{"command": 5}', '{"command": ["reverse"]}'],
)
def test_an_object_that_names_no_command_is_a_bad_command(text: str) -> None:
    from domain.values.errors import Refusal

    with pytest.raises(Refusal) as caught:
        command_from_json(text)
    assert caught.value.code == "BAD_COMMAND"


@pytest.mark.parametrize(
    ("spelled", "stored"),
    [("EMMEN", "emmen"), ("Emmen", "emmen"), (" emmen ", "emmen")],
)
def test_codes_are_read_in_any_case_and_kept_in_the_frameworks(
    ledger: LedgerInTest, spelled: str, stored: str
) -> None:
    entry = ledger.receive(spelled, "1.00")
    assert ledger.show(entry)["fields"]["partner"] == stored


def test_codes_in_mappings_and_lists_are_normalised_too(ledger: LedgerInTest) -> None:
    fields: Row = proposal(
        programme="tl",
        participants=["EMMEN", "Meppel"],
        applicants=["eMMen"],
        own_contributions={"MEPPEL": "1.00"},
    )
    given = ledger.show(ledger.post("propose_project", **fields))["fields"]
    assert given["programme"] == "TL"
    assert given["participants"] == ["emmen", "meppel"]
    assert given["applicants"] == ["emmen"]
    assert given["own_contributions"] == {"meppel": "1.00"}


def test_a_mapping_that_spells_one_code_twice_is_refused(opened: LedgerInTest) -> None:
    opened.refused(
        "BAD_COMMAND",
        "allocate",
        year="2011",
        date="2011-08-01",
        decision="SG-2011-01",
        shares={"SN": "50", "sn": "50"},
    )


def test_texts_are_trimmed(ledger: LedgerInTest) -> None:
    fields = contribution("emmen", "1.00") | {"document": "  B-1  ", "note": " n "}
    given = ledger.show(ledger.post("receive_contribution", **fields))["fields"]
    assert (given["document"], given["note"]) == ("B-1", "n")


def test_amounts_are_kept_with_two_decimals(ledger: LedgerInTest) -> None:
    entry = ledger.receive("emmen", "5")
    assert ledger.show(entry)["fields"]["amount"] == "5.00"


def test_vision_goal_and_external_funding_may_be_blank(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(vision_goal="", external_funding=" "))


def test_declared_amounts_may_be_zero(ledger: LedgerInTest) -> None:
    ledger.post(
        "propose_project",
        **proposal(
            requested="0.00",
            total_cost="0.00",
            own_contributions={"emmen": "0.00"},
            borrowed_capacity="0.00",
        ),
    )


def test_names_in_many_scripts_are_kept(ledger: LedgerInTest) -> None:
    title = "Coördinatie “Zuidas” – Ĳssel, Δ, 日本, 👩 🔬"
    entry = ledger.post("propose_project", **proposal(title=title))
    assert ledger.show(entry)["fields"]["title"] == title


@pytest.mark.parametrize(
    ("name", "fields"),
    [("award_grant", grant()), ("deviate", deviation("non_physical", project="x"))],
)
def test_the_form_comes_before_anything_is_looked_up(name: str, fields: Row) -> None:
    shape_refused("BAD_DATE", name, **{**fields, "date": "tomorrow"})
    shape_refused(
        "BAD_COMMAND", "reverse", **{**reversal(1, "2011-01-01"), "reason": ""}
    )


@pytest.mark.parametrize("name", ["[key]", "", "\u200b", "a" * 200])
def test_an_unknown_field_of_any_name(name: str) -> None:
    fields = {"until": "2011-12-31", name: None}
    refusal = shape_refused("BAD_COMMAND", "lock_period", **fields)
    assert "unknown field" in refusal.message
