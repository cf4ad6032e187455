"""What every command is told: which ledger, who acts, which output."""

import os
import pwd
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.help import Option
from cli.render.page import Page, page
from cli.speech import OPTION, Speech, speech_of
from cli.voice import LANGUAGES, Voice
from domain.values.errors import Refusal, UsageError
from domain.values.messages import Quoted, message, parts
from domain.values.texts import tidy, unseen
from ledger.storage.location import DEFAULT, Location
from projections.report import FORMATS

if TYPE_CHECKING:
    from ledger.reading import LedgerReader

FILES = frozenset(
    {"FILE", "NAME|FILE.toml", "KEY", "BUNDLE", "CHECKPOINT", "OLD", "NEW", "OUT"}
    | {"PLACE", "FROM", "TO"}
)
"""What help calls parameters that name a file, or may."""


class Settings(NamedTuple):
    """Options that may stand before or after the command's name."""

    speech: Speech
    db: str | None = None
    actor: str | None = None
    output_format: str | None = None
    output_file: str | None = None
    attempts_log: str | None = None
    inputs: tuple[str, ...] = ()
    """The files that the command names, beside the ledger and its output."""
    wide: bool | None = None
    lang: str | None = None

    def merged(self, **given: str | bool | tuple[str, ...] | None) -> "Settings":
        """These settings, the given ones first."""
        found: Any = {name: v for name, v in given.items() if v is not None}
        return self._replace(**found)

    @property
    def location(self) -> Location:
        """Where the ledger is: `--db`, else `ZUIDAS_DB`, else `zuidas.db`."""
        if self.db is not None:  # an empty one is a mistake, not the default
            return Location.parse(self.db)
        return Location.parse(os.environ.get("ZUIDAS_DB") or DEFAULT)

    def check_database(self, *, if_named: bool = False) -> None:
        """The ledger itself is there, and no service that speaks for it.

        With `if_named` only where --db says so: the command looks at no ledger, and
        the environment's says nothing of it. Raises `UsageError` (`BAD_COMMAND`).
        """
        if self.db is not None or not if_named:
            self.location.check_database()

    def page(self, *, whole_root: bool = False) -> Page:
        """Where text is shown, and in which language."""
        return page(wide=bool(self.wide), whole_root=whole_root, voice=self.voice)

    @contextmanager
    def reader(self) -> "Iterator[LedgerReader]":
        """The ledger open for reading; from then on its framework's language counts.

        Raises `LedgerError` when there is no readable ledger.
        """
        from ledger.reading import open_reader

        with open_reader(self.location) as ledger:
            self.speech.hear(ledger.frameworks)
            yield ledger

    @property
    def voice(self) -> Voice:
        """Who tells the answer, by what is known of the language now."""
        return self.speech.voice

    @property
    def shape(self) -> str:
        """The output format."""
        return self.output_format or "text"

    @property
    def log_file(self) -> str | None:
        """Where attempts are logged: `--log`, else `ZUIDAS_LOG`."""
        return self.attempts_log or os.environ.get("ZUIDAS_LOG") or None

    def who(self) -> tuple[str, str, str]:
        """The actor's name, where it came from, and the login name.

        A service says itself who posts: whose token it is. Then ZUIDAS_ACTOR, which is
        for ledgers that are opened here, counts no more than the login name does.
        """
        login = login_name()
        if self.actor is not None:
            return _checked(self.actor), "option", login
        if os.environ.get("ZUIDAS_ACTOR") and self.location.host is None:
            return _checked(os.environ["ZUIDAS_ACTOR"]), "environment", login
        return login, "login", login


def login_name() -> str:
    """The login name of the operating system's user, not of an environment variable."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid:{os.getuid()}"


def _checked(actor: str) -> str:
    name = tidy(actor)
    if not name or len(name) > 200 or unseen(name) or not name.isprintable():  # noqa: PLR2004  # characters of a name
        raise UsageError(
            "BAD_COMMAND",
            "{actor} is no actor: a name of 1 to 200 characters that can be seen.",
            actor=Quoted(actor),
        )
    return name


def shared_options(
    *,
    acting: bool = False,
    reading: bool = True,
    wide: bool = False,
    formats: Sequence[str] = FORMATS,
) -> list[click.Option]:
    """The options that commands share.

    `acting` adds who posts, `wide` how wide text may be.
    """
    options = [
        click.Option(
            ["--db"],
            metavar="PLACE",
            help="The ledger: a file, sqlite:///PATH, postgresql://... or https://..."
            " [ZUIDAS_DB]",
        )
    ]
    if acting:
        options += [
            click.Option(
                ["--actor"], metavar="NAME", help="Who posts. [ZUIDAS_ACTOR or login]"
            ),
            click.Option(
                ["--log", "attempts_log"],
                metavar="FILE",
                help="Append every attempt, accepted or refused, to FILE. [ZUIDAS_LOG]",
            ),
        ]
    options.append(
        Option(
            ["-O", "output_format"],
            type=click.Choice(formats),
            metavar="FORMAT",
            pieces=(message("Output format: {formats}.", formats=parts(formats)),),
        )
    )
    if wide:
        options.append(
            click.Option(
                ["--wide"],
                is_flag=True,
                default=None,
                help="Text as wide as it needs to be, with all columns.",
            )
        )
    if reading:
        options.append(
            click.Option(
                ["-o", "output_file"], metavar="FILE", help="Write the output to FILE."
            )
        )
    options.append(
        click.Option(
            [OPTION],
            type=click.Choice(LANGUAGES),
            help="Language of what is said. [ZUIDAS_LANG]",
        )
    )
    return options


WITHOUT_SEALED = click.Option(
    ["--without-sealed"],
    is_flag=True,
    help="Leave out names, account numbers and texts that are sealed.",
)


_SHARED = (
    *("db", "actor", "output_format", "output_file", "attempts_log", "wide", "lang"),
)


def settings_of(context: click.Context, values: dict[str, Any]) -> Settings:
    """The settings of a command, taken out of its parameters."""
    speech = speech_of(context)
    inherited = context.find_object(Settings) or Settings(speech)
    given = {name: values.pop(name, None) for name in _SHARED}
    merged = inherited.merged(**given, inputs=_files(context, values))
    merged = merged._replace(speech=speech)
    context.obj = merged
    merged.speech.ask(merged.lang)
    if isinstance(context.command, click.Group):
        return merged
    merged = _formatted(context, merged)
    _check_actor(merged)
    _check_output(merged)
    return merged


def _files(context: click.Context, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What was given for parameters that name a file."""
    found: list[str] = []
    for parameter in context.command.params:
        value = values.get(parameter.name or "")
        called = getattr(parameter, "metavar", None) or ""
        if value and called.strip("[]") in FILES:
            found += (value,) if isinstance(value, str) else value
    return tuple(found)


def _formatted(context: click.Context, settings: Settings) -> Settings:
    """With its output format, which may be another command's: that is refused.

    A file whose name says that it is a spreadsheet is one.
    """
    for option in context.command.params:
        if option.name == "output_format" and settings.output_format is not None:
            option.type.convert(settings.output_format, option, context)
        elif (
            option.name == "output_format"
            and isinstance(option.type, click.Choice)
            and _SPREADSHEET in option.type.choices
            and (settings.output_file or "").lower().endswith(f".{_SPREADSHEET}")
        ):
            return settings._replace(output_format=_SPREADSHEET)
    return settings


_SPREADSHEET = "xlsx"


def _check_actor(settings: Settings) -> None:
    """Nobody chooses a name at a service; raises `Refusal` (`NOT_ALLOWED`)."""
    if settings.actor is None:
        return
    location = settings.location
    if location.host is not None:
        raise Refusal(
            "NOT_ALLOWED",
            "{location} is a service: who posts there is whose token it is"
            " (ZUIDAS_TOKEN). Leave --actor out.",
            location=location,
        )


def _check_output(settings: Settings) -> None:
    """The answer's place is one that may be written; raises `Refusal`."""
    place = settings.output_file
    if place in (None, "-"):
        return
    from cli.places import check_place

    try:
        ledger = settings.location.path
    except UsageError:  # told by whoever needs the ledger
        ledger = None
    log = settings.log_file
    check_place(place, ledger, (*settings.inputs, *((log,) if log else ())))
