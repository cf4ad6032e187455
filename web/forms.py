"""Forms that pages send: small, URL-encoded, one value a name."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_BYTES = 64_000
MOST_FIELDS = 1_000
TYPE = "application/x-www-form-urlencoded"


async def read_form(request: Request, most_bytes: int = MOST_BYTES) -> dict[str, str]:
    """The fields of a form; of those of one name the last.

    Raises `HTTPException`: 413, 415, 400.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != TYPE:
        raise HTTPException(415, f"A form is {TYPE}.")
    body = await _body(request, most_bytes)
    try:
        return dict(
            parse_qsl(
                body.decode(),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        )
    except ValueError:
        raise HTTPException(400, "The form can't be read.") from None


async def _body(request: Request, most_bytes: int) -> bytes:
    """What was sent, and no more of it than may be: no length said is believed."""
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said) > most_bytes:
        raise HTTPException(413, f"A form has {most_bytes} bytes at most.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise HTTPException(413, f"A form has {most_bytes} bytes at most.")
    return bytes(body)
