"""Files that a form sends: read into memory, within limits, and kept nowhere."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from domain.values.errors import Refusal
from ledger.statements.limits import MAX_BYTES
from web.forms import told_if_broken_off

MOST_FILES = 50
MOST_FIELDS = 20
MOST_FIELD_BYTES = 300_000
MOST_BYTES = MAX_BYTES + 1_000_000
"""Of a form with all its files: what one statement file may have, and the rest."""
MOST_AT_ONCE = 2 * MOST_BYTES
"""Of all forms that are being read, so that several people cost bounded memory."""
MOST_PASSED_OVER = 4 * MOST_BYTES
"""Read and forgotten of a form that is too large: so that its sender hears why."""
TYPE = "multipart/form-data"
Fields = dict[str, tuple[str, ...]]


class Upload(NamedTuple):
    """A file as it was sent; its name is whatever the sender called it."""

    name: str
    data: bytes


class _InMemory(MultiPartParser):
    """Nothing of a file goes to disk, however large it is."""

    spool_max_size = MOST_BYTES + 1


class _Room:
    """The bytes of all forms that are being read."""

    def __init__(self) -> None:
        self.taken = 0

    @contextmanager
    def taking(self) -> Iterator["_Share"]:
        """A share of it, given back at the end."""
        share = _Share(self)
        try:
            yield share
        finally:
            self.taken -= share.bytes


class _Share:
    """What one form takes of the room."""

    def __init__(self, room: _Room) -> None:
        self._room = room
        self.bytes = 0

    def take(self, more: int) -> None:
        """Take so many bytes more; raises `Refusal`: `TOO_LARGE`, `BUSY`."""
        if self.bytes + more > MOST_BYTES:
            raise _too_large()
        if self._room.taken + more > MOST_AT_ONCE:
            raise Refusal(
                "BUSY",
                "other large files are being read; nothing was recorded. Try again in"
                " a moment.",
            )
        self._room.taken += more
        self.bytes += more


_ROOM = _Room()


async def read_files(request: Request) -> tuple[Fields, tuple[Upload, ...]]:
    """The fields and the files of a form; a file without name and content is none.

    Raises `HTTPException` (415, 408, 400) and `Refusal` (`TOO_LARGE`, `BUSY`).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != TYPE:
        raise HTTPException(415, f"A form with files is {TYPE}.")
    stream = request.stream()
    with _ROOM.taking() as share, told_if_broken_off():
        try:
            sent = await _InMemory(
                request.headers,
                _counted(request, stream, share),
                max_files=MOST_FILES,
                max_fields=MOST_FIELDS,
                max_part_size=MOST_FIELD_BYTES,
            ).parse()
        except (MultiPartException, KeyError, ValueError, UnicodeError):
            raise HTTPException(400, "The form can't be read.") from None
        except Refusal:
            await _pass_over(stream)
            raise
        return _read(sent)


def _read(sent: FormData) -> tuple[Fields, tuple[Upload, ...]]:
    fields: Fields = {}
    files = []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            data = value.file.read()
            value.file.close()
            if value.filename or data:
                files.append(Upload(value.filename or "", data))
        else:
            fields[name] = (*fields.get(name, ()), value)
    return fields, tuple(files)


async def _counted(
    request: Request, stream: AsyncGenerator[bytes, None], share: _Share
) -> AsyncGenerator[bytes, None]:
    """What is sent, and no more of it than may be."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > MOST_BYTES:
        raise _too_large()
    async for chunk in stream:
        share.take(len(chunk))
        yield chunk


async def _pass_over(stream: AsyncGenerator[bytes, None]) -> None:
    """Let the sender finish: a browser that still sends does not show an answer."""
    passed = 0
    async for chunk in stream:
        passed += len(chunk)
        if passed > MOST_PASSED_OVER:
            return


def _too_large() -> Refusal:
    return Refusal(
        "TOO_LARGE",
        "what was sent is larger than {most} MB together, and was not read; nothing was"
        " recorded. Ask the bank for statements of shorter periods.",
        most=MAX_BYTES // 1_048_576,
    )
