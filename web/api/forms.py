"""The form of a request that posts: its keys, its headers, its body, all at once."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.entries.command import Command
from domain.entries.parsing import object_from_json
from domain.values.errors import BadForm
from domain.values.messages import Message, message
from web.api.call import Call
from web.api.keys import DRY_RUN, given, keys_of
from web.api.problems import KeyFault, WrongKeys

IDEMPOTENCY_KEY = "idempotency-key"
KEYS = keys_of((DRY_RUN,))
MOST_KEY = 64
"""Characters of an idempotency key."""
_ID = "/id"
"""Where a fault of the header is told: it fills this field."""


def command_of(call: Call, made: Callable[[dict[str, Any]], Command]) -> Command:
    """The command that a body is, `made` of its fields.

    Raises `WrongKeys` with all that is wrong with keys, headers and body, or the
    `BadForm` of a body alone.
    """
    key, faults = _header(call.headers)
    faults = [*key_faults(call), *faults]
    try:
        fields = object_from_json(text_of(call.body))
        if key is not None:
            own = fields.get("id")
            if (own.strip() if isinstance(own, str) else own) not in (None, key):
                said = message("the body has another id than the header.")
                faults.append(_fault(said))
            fields["id"] = key
        command = made(fields)
    except BadForm as error:
        if not faults:
            raise
        raise WrongKeys(faults, [error]) from None
    if faults:
        raise WrongKeys(faults)
    return command


def text_of(body: bytes) -> str:
    """A body as text; raises `BadForm` (`BAD_JSON`) for what is no UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadForm(
            "BAD_JSON", "not UTF-8 at byte {start} of the body.", start=error.start + 1
        ) from None


def file_faults(call: Call) -> list[KeyFault]:
    """What is wrong with keys and headers of a file of commands."""
    faults = key_faults(call)
    if IDEMPOTENCY_KEY in call.headers:
        said = message("it is for one command; each line of a file has its own id.")
        faults.append(_fault(said, ""))
    return faults


def key_faults(call: Call) -> list[KeyFault]:
    """What is wrong with the keys of whoever posts."""
    found = given(call.query, KEYS)
    faults = list(found.faults)
    for text in found.texts.get("dryRun", ()):
        if text not in ("true", "false"):
            said = message("dryRun is true or false.")
            faults.append(KeyFault("?dryRun", "BAD_COMMAND", said))
    return faults


def is_dry_run(call: Call) -> bool:
    """`?dryRun=true`, of keys without faults."""
    return given(call.query, KEYS).texts.get("dryRun") == ("true",)


def _header(headers: Mapping[str, str]) -> tuple[str | None, list[KeyFault]]:
    """The key of the header, with or without quotes, and what is wrong with it."""
    found = headers.get(IDEMPOTENCY_KEY)
    if found is None:
        return None, []
    key = found.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if 1 <= len(key) <= MOST_KEY:
        return key, []
    return None, [_fault(message("a key has 1 to 64 characters."))]


def _fault(said: Message, pointer: str = _ID) -> KeyFault:
    told = message("{key}: {said}", key="Idempotency-Key", said=said)
    return KeyFault(pointer, "BAD_COMMAND", told)
