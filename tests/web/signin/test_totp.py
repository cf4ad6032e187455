"""The second factor: RFC 6238's own examples, and what an app reads."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from web.signin import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
EXAMPLES = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
"""RFC 6238, appendix B, for SHA-1; of its eight digits the last six."""


@pytest.mark.parametrize("seconds", EXAMPLES)
def test_the_examples_of_the_standard(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.step_of(SECRET, EXAMPLES[seconds], moment) == seconds // 30


@pytest.mark.parametrize(
    ("off_s", "is_taken"),
    [(-31, True), (31, True), (-61, False), (61, False), (0, True)],
)
def test_a_clock_may_be_a_step_off(off_s: int, is_taken: bool) -> None:
    code, step = EXAMPLES[1111111111], 1111111111 // 30
    moment = datetime.fromtimestamp(step * 30, UTC) + timedelta(seconds=15 + off_s)
    assert (totp.step_of(SECRET, code, moment) == step) == is_taken


@pytest.mark.parametrize(
    "code", ["", "28708", "2870820", "28708x", "٢٨٧٠٨٢", "²87082", "-28708", "000000"]
)
def test_anything_else_is_no_code(code: str) -> None:
    assert totp.step_of(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_spaces_are_as_apps_show_them() -> None:
    moment = datetime.fromtimestamp(59, UTC)
    assert totp.step_of(SECRET, " 287 082 ", moment) == 1


@pytest.mark.parametrize("name", ["anna", "Zoë van 't Hoff", "a:b?c&d=e", "☃"])
def test_what_an_app_reads(name: str) -> None:
    secret = totp.new_secret()
    found = urlsplit(totp.uri(name, secret))
    told = {key: value for key, (value,) in parse_qs(found.query).items()}
    assert (found.scheme, found.netloc) == ("otpauth", "totp")
    assert told.pop("secret") == secret
    assert told == {
        "issuer": "zuidas",
        "algorithm": "SHA1",
        "digits": "6",
        "period": "30",
    }
    assert len(base64.b32decode(secret)) == 20
    assert totp.uri(name, secret).isascii()
