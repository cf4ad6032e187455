"""Forms that pages send: small, URL-encoded, one value a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 64_000
MOST_FIELDS = 1_000
TYPE = "application/x-www-form-urlencoded"


async def read_form(request: Request, most_bytes: int = MOST_BYTES) -> dict[str, str]:
    """The fields of a form; of those of one name the last.

    Raises `HTTPException`: 413, 415, 408, 400.
    """
    fields = await read_fields(request, most_bytes)
    return {name: values[-1] for name, values in fields.items()}


async def read_fields(
    request: Request, most_bytes: int = MOST_BYTES
) -> dict[str, tuple[str, ...]]:
    """The fields of a form, each with all its values in order; raises the same."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != TYPE:
        raise HTTPException(415, f"A form is {TYPE}.")
    body = await _body(request, most_bytes)
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise HTTPException(400, "The form can't be read.") from None
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


async def _body(request: Request, most_bytes: int) -> bytes:
    """What was sent, and no more of it than may be: no length said is believed."""
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said) > most_bytes:
        raise HTTPException(413, f"A form has {most_bytes} bytes at most.")
    body = bytearray()
    with told_if_broken_off():
        async for chunk in request.stream():
            body += chunk
            if len(body) > most_bytes:
                raise HTTPException(413, f"A form has {most_bytes} bytes at most.")
    return bytes(body)


@contextmanager
def told_if_broken_off() -> Iterator[None]:
    """A form of which no more comes is no fault of ours: `HTTPException` (408)."""
    try:
        yield
    except ClientDisconnect:
        raise HTTPException(408, "The form was broken off.") from None
