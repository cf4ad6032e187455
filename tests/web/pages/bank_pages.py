"""The pages of the bank for somebody without JavaScript: forms, files, what is read."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from cli.main import run
from tests.web.pages.story import story_at
from tests.web.pages.visiting import Answer, Node, Visitor

STATEMENTS = Path(__file__).parents[3] / "examples" / "bank"
IBAN = "NL05ZLBK2011080100"
BOUNDARY = "of-this-test"
Place = TypeVar("Place", Path, str)
Pairs = Sequence[tuple[str, str]]


def posted(place: Path | str, *words: str) -> None:
    """A command of the command line, on a ledger."""
    assert run(["--db", str(place), *words, "-O", "json"]) == 0


def open_account(place: Place, code: str = "rc", iban: str = IBAN) -> Place:
    """A bank account in a ledger."""
    posted(
        *(place, "open-bank-account", "--account", code, "--kind", "bank"),
        *("--holder", "Provincie Drenthe", "--date", "2011-08-01", "--opening", "0"),
        *("--iban", iban, "--document", f"Overeenkomst {code}"),
    )
    return place


def story_with_bank(place: Place) -> Place:
    """The story of the examples, and the account of its bank."""
    return open_account(story_at(place))


def copied(ledger: Path, folder: Path) -> Path:
    """A copy of a ledger, with what is in its log still."""
    place = folder / "zuidas.db"
    with (
        closing(sqlite3.connect(ledger)) as old,
        closing(sqlite3.connect(place)) as new,
    ):
        old.backup(new)
    return place


@dataclass(frozen=True)
class Sent:
    """A form on a page, as a browser would send it."""

    action: str
    pairs: Pairs

    def value(self, name: str) -> str:
        """What stands in a field."""
        return dict(self.pairs)[name]

    def filled(self, *more: tuple[str, str]) -> "Sent":
        """With other values; a button that is pressed is one of them."""
        names = {name for name, _ in more}
        kept = [pair for pair in self.pairs if pair[0] not in names]
        return replace(self, pairs=[*kept, *more])

    def ticked(self, *more: tuple[str, str]) -> "Sent":
        """With boxes ticked beside those that are."""
        return replace(self, pairs=[*self.pairs, *more])


def form(answer: Answer, action: str) -> Sent:
    """The only form of a page that goes there."""
    (found,) = forms(answer, action)
    return found


def forms(answer: Answer, action: str) -> list[Sent]:
    """The forms of a page that go there, in order."""
    return [
        sent(each)
        for each in answer.main.all("form")
        if urlsplit(each.attributes["action"]).path == action
    ]


def sent(node: Node) -> Sent:
    """What a browser sends of a form, no button pressed."""
    return Sent(node.attributes["action"], [*_pairs(node)])


def _pairs(node: Node) -> Iterator[tuple[str, str]]:
    for field in node.all("input"):
        kind = field.attributes.get("type", "text")
        is_off = kind in ("checkbox", "radio") and "checked" not in field.attributes
        if kind != "file" and not is_off and "name" in field.attributes:
            yield field.attributes["name"], field.attributes.get("value", "")
    for area in node.all("textarea"):
        yield area.attributes["name"], area.text
    for select in node.all("select"):
        options = select.all("option")
        chosen = [e for e in options if "selected" in e.attributes] or options[:1]
        yield select.attributes["name"], chosen[0].attributes["value"]


def send(who: Visitor, made: Sent, lang: str = "en") -> Answer:
    """Send a form."""
    told: dict[str, list[str]] = {}
    for name, value in made.pairs:
        told.setdefault(name, []).append(value)
    return who.post(made.action, told, accept_language=lang)


def followed(who: Visitor, answer: Answer, lang: str = "en") -> Answer:
    """The page that a form led to."""
    assert answer.status == 303, answer.main.text
    return get(who, answer.headers["location"], lang=lang)


def get(who: Visitor, address: str, **keys: str) -> Answer:
    """A page by its whole address."""
    path, _, query = address.partition("?")
    return who.get(path, **{**dict(parse_qsl(query)), **keys})


def upload(
    who: Visitor,
    files: Sequence[tuple[str, bytes]],
    fields: Pairs = (("dryRun", "true"),),
    lang: str = "en",
) -> Answer:
    """Send files, as a browser does."""
    return who.send(
        "/bank/import",
        multipart(files, fields),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        accept_language=lang,
    )


def multipart(files: Sequence[tuple[str, bytes]], fields: Pairs) -> bytes:
    """A form with files as bytes."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in fields
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files";'
        f' filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n"
        for name, data in files
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def registered(who: Visitor, *files: tuple[str, bytes]) -> Answer:
    """Show what files would become, register that, and look at the bank."""
    shown = upload(who, files)
    assert shown.status == 200, shown.main.text
    made = form(shown, "/bank/import")
    return followed(who, upload(who, (), made.pairs))


def statement_file(year: int) -> tuple[str, bytes]:
    """One of the examples."""
    return f"{year}.xml", (STATEMENTS / f"{year}.xml").read_bytes()


def size_of(who: Visitor) -> int:
    """Entries of the ledger."""
    return who.service.size()


def nothing_recorded(who: Visitor, act: Callable[[], Answer]) -> Answer:
    """What an act was answered with, that must have recorded nothing."""
    before = size_of(who)
    answer = act()
    assert size_of(who) == before
    return answer
