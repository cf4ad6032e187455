"""Sealed fields: a text in a new command, a digest in a stored one."""

import json
from datetime import date

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.entries.approvals import Submit
from domain.entries.command import Command
from domain.entries.parsing import build
from domain.entries.sealed_fields import sealed_fields, with_sealed
from domain.values.errors import BadForm
from domain.values.sealed import JUDGED_AGAIN, STORED, Sealed, digest_of
from tests.sealing.names import ACCOUNT, PLACES, KeepNames, fields, submittable

SALT = b"0123456789abcdef"
DIGEST = "ab" * 32


def kept(**more: object) -> KeepNames:
    found = build(KeepNames, fields() | more)
    assert isinstance(found, KeepNames)
    return found


def recorded(command: KeepNames) -> KeepNames:
    return with_sealed(command, lambda _, found: found.with_salt(SALT))


def submitted() -> Submit:
    with submittable():
        found = build(Submit, {"as": {"command": "keep_names", **fields()}})
    assert isinstance(found, Submit)
    return found


def test_the_digest_is_that_of_salt_and_value() -> None:
    """`printf %s 0123456789abcdefJosé | sha256sum`."""
    expected = "52b9cb1b41c698bca7f83edb6f1ab1fcdb70e9d8ef863601d552eef26d7fbf4f"
    assert digest_of(SALT, "José".encode()) != digest_of(SALT, b"Jose")
    assert digest_of(SALT, "José".encode()) == expected


def test_a_new_value_is_a_text_like_any_other() -> None:
    command = kept(payee_account="  Jose\u0301 ", remark=" ")
    assert command.payee_account == Sealed("José")
    assert command.remark is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("payee_account", "x" * 201, "at most 200 characters"),
        ("payee_account", "", "at least 1 character"),
        ("payee_account", "a\u200bb", "U+200B"),
        ("payee_account", 5123, "must be a text"),
        ("payee_account", {"sealed": DIGEST}, "must be a text"),
        ("payee_account", ["Jansen"], "must be a text"),
        ("remark", "x" * 2001, "at most 2000 characters"),
    ],
)
def test_a_value_of_another_form_is_refused(
    field: str, value: object, told: str
) -> None:
    with pytest.raises(BadForm) as caught:
        kept(**{field: value})
    assert field in caught.value.message
    assert told in caught.value.message
    # A log of attempts has the message.
    assert not any(x in caught.value.message for x in ("xxx", "200bb", "512", "Jansen"))


def test_a_fault_in_a_line_is_told_with_its_place_and_without_the_value() -> None:
    with pytest.raises(BadForm) as caught:
        kept(lines=[{"what": "x", "party": "Jansen" * 50}])
    assert "lines.0.party" in caught.value.message
    assert "Jansen" not in caught.value.message


@pytest.mark.parametrize(
    "value",
    [
        *("Jansen", {}, {"sealed": "x"}, {"sealed": DIGEST.upper()}, {"sealed": 5}),
        *({"sealed": DIGEST, "value": "Jansen"}, [DIGEST]),
    ],
)
def test_what_is_stored_holds_a_digest_and_nothing_else(value: object) -> None:
    def stored(text: object) -> KeepNames:
        line = {"what": "x", "text": text}
        return KeepNames.from_given({"date": "2011-09-01", "lines": [line]})

    assert stored({"sealed": DIGEST}).lines[0].text == Sealed(digest=DIGEST)
    with pytest.raises(ValidationError):
        stored(value)


def test_stored_values_are_judged_again_beside_texts_of_today() -> None:
    given = recorded(kept()).given()
    again = build(KeepNames, given, JUDGED_AGAIN)
    assert again.given() == given
    with pytest.raises(BadForm):
        build(KeepNames, given | {"payee_account": {"sealed": "x"}}, JUDGED_AGAIN)


def test_what_is_not_recorded_yet_is_given_as_it_was_typed() -> None:
    assert kept().given() == fields()


def test_what_is_recorded_is_given_as_its_digest() -> None:
    given = recorded(kept()).given()
    assert given["payee_account"] == {"sealed": digest_of(SALT, ACCOUNT.encode())}
    assert ACCOUNT not in json.dumps(given)
    assert recorded(kept()).content()["payee_account"] == given["payee_account"]


@pytest.mark.parametrize("command", [kept(), recorded(kept()), submitted()])
def test_a_log_is_never_told_a_value(command: Command) -> None:
    text = json.dumps(command.logged())
    assert not any(each in text for each in ("NL91", "Jan", "Pieters", "Fragile"))
    assert text.count('"sealed"') == len(PLACES)


def test_nothing_is_stored_that_is_not_sealed() -> None:
    """Whoever forgets to seal a command gets no event."""
    with pytest.raises(PydanticSerializationError, match="not sealed"):
        kept().model_dump_json(context=dict(STORED))
    held = submitted()
    with pytest.raises(PydanticSerializationError, match="not sealed"):
        held.model_dump_json(context=dict(STORED))


def test_values_are_not_in_the_text_of_a_model() -> None:
    """Tracebacks and logs of other programs print models."""
    assert ACCOUNT not in repr(kept())


def test_sealed_fields_are_found_wherever_they_stand() -> None:
    found = {each.place: each for each in sealed_fields(kept())}
    assert sorted(found) == PLACES
    days = [found[place].day for place in PLACES]
    own = date(2011, 9, 1)
    assert days == [own, date(2011, 10, 2), date(2011, 8, 30), own, own]


def test_what_a_command_holds_keeps_its_days() -> None:
    held = submitted()
    found = {each.place: each.day for each in sealed_fields(held)}
    assert sorted(found) == [f"as.{place}" for place in PLACES]
    assert found["as.payee_account"] == date(2011, 9, 1)
    assert found["as.lines.1.party"] == date(2011, 10, 2)


def test_only_what_is_sealed_changes() -> None:
    command = kept(plain="seen by all", note="n")
    changed = with_sealed(command, lambda place, _: Sealed(place))
    given = changed.given()
    assert given["payee_account"] == "payee_account"
    assert [line.get("party", line.get("text")) for line in given["lines"]] == [  # type: ignore[attr-defined]  # JSON
        "lines.0.party", "lines.1.party", "lines.2.text"]  # fmt: skip
    assert (given["plain"], given["note"]) == ("seen by all", "n")
    assert command == kept(plain="seen by all", note="n")


def test_the_schema_says_what_may_be_given() -> None:
    schema = KeepNames.model_json_schema()["properties"]["payee_account"]
    assert schema["anyOf"][0] == {"type": "string", "minLength": 1, "maxLength": 200}
