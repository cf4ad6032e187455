"""Making a new ledger from a framework."""

from typing import Any

import click

from cli import interrupts
from cli.answering import answer
from cli.commands import Command
from cli.help import epilog
from cli.settings import Settings, settings_of, shared_options
from cli.writing.transaction import actor_of
from domain.entries.parsing import build
from domain.entries.people import GrantRole
from domain.framework.contribution_keys import read_key
from domain.framework.framework import Framework
from ledger.frameworks import load, source_of
from ledger.posting.application import Ledger
from ledger.posting.receipt_report import opened_report
from ledger.reading import create_store


def _init(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Make a new ledger; entry 1 holds the whole framework.

    Says out loud how far the contributions of the key are from the annual budget.
    """
    settings = settings_of(click.get_current_context(), values)
    settings.check_database()
    framework = load(source_of(values["framework"]))
    settings.speech.hear_of(framework.language)
    key = read_key(framework, values["contributions"])
    administrator = _administrator(values["administrator"])
    initialise(settings, framework, key.name, administrator)
    report = opened_report(framework, key, str(settings.location), administrator)
    answer(settings, report)


def _administrator(name: str | None) -> str | None:
    """The name in a form that a person's may have; raises `Refusal` (`BAD_COMMAND`)."""
    if name is None:
        return None
    given = GrantRole.example | {"person": name}
    build(GrantRole, given)
    return name


def initialise(
    settings: Settings, framework: Framework, key: str, administrator: str | None = None
) -> None:
    """Make the file or schema and record entry 1; nothing is left when that fails."""
    store = create_store(settings.location)
    ledger = Ledger(store)
    try:
        actor = actor_of(settings, store.session_user)
        with interrupts.committing():
            ledger.initialise(framework, key, actor, administrator)
            interrupts.recorded(1, 1 if administrator is None else 2)
    except BaseException:
        ledger.close()
        if interrupts.done() is None:
            store.remove()
        raise
    ledger.close()


INIT = Command(
    "init",
    params=[
        click.Option(
            ["--framework"],
            metavar="NAME|FILE.toml",
            default="drentse-zuidas",
            show_default=True,
            help="A built-in framework or a file of your own.",
        ),
        click.Option(
            ["--contributions"],
            metavar="KEY",
            help="Contribution key of the framework, such as published or computed"
            " (the first).",
        ),
        click.Option(
            ["--administrator"],
            metavar="NAME",
            help="Session user or login name of the first administrator; roles are in"
            " force from then on.",
        ),
        *shared_options(acting=True),
    ],
    callback=_init,
    help=_init.__doc__,
    epilog=epilog(
        """
        zuidas init
        zuidas init --db other.db --contributions computed
        """
    ),
)
