"""Making a new ledger from a framework."""

from typing import Any

import click

from cli.answers import epilog
from cli.attempts import actor_of
from cli.output import as_json, write
from cli.settings import Settings, settings_of, shared_options
from domain.framework import Framework, gap_message
from ledger.application import Ledger
from ledger.frameworks import load
from ledger.storage.sqlite import SQLiteStore


def _init(**values: Any) -> None:  # noqa: ANN401
    """Make a new ledger; entry 1 holds the whole framework.

    Says out loud how far the contributions of the key are from the annual budget.
    """
    settings = settings_of(click.get_current_context(), values)
    framework = load(values["framework"])
    key = framework.key(values["contributions"])
    initialise(settings, framework, key.name)
    gap = gap_message(framework, key)
    if settings.shape == "json":
        write(settings, as_json({"entry": 1, "id": None, "duplicate": False}))
        return
    lines = [
        f"Entry 1: a new ledger at {settings.location} for {framework.title}.",
        f"Contributions are called by the {key.name} key ({key.source}).",
    ]
    if gap is not None:
        lines.append(f"Note: {gap}")
    write(settings, "\n".join(lines))


def initialise(settings: Settings, framework: Framework, key: str) -> None:
    """Make the file or schema and record entry 1; nothing is left when that fails."""
    location = settings.location
    if location.path is None:
        from ledger.storage.postgres import PostgresStore

        store = PostgresStore.create(location.url)
        ledger = Ledger(store)
        try:
            ledger.initialise(framework, key, actor_of(settings, store.session_user))
        finally:
            ledger.close()
        return
    file = SQLiteStore.create(location.path)
    ledger = Ledger(file)
    try:
        ledger.initialise(framework, key, actor_of(settings))
    except BaseException:
        ledger.close()
        file.remove()
        raise
    ledger.close()


INIT = click.Command(
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
