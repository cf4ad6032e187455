"""`zuidas serve`: the ledger as a service, for many people."""

from pathlib import Path
from typing import Any

import click

from cli import interrupts
from cli.commands import Command
from cli.help import epilog
from cli.serving import Served, run
from cli.settings import settings_of, shared_options
from cli.speech import voice_of
from domain.values.messages import message

_FILE = "FILE"


def _serve(**values: Any) -> int:  # noqa: ANN401  # click gives them by name
    """Serve the ledger over HTTP: its API below /v1, and its pages.

    Who may come in: zuidas account. What they may do: zuidas grant-role. Other
    computers reach it with --host, which takes TLS (--tls-cert, --tls-key) or a proxy
    that does TLS (--behind-proxy); then passwords take a second factor.

    It logs a line of JSON for each request to standard error, or to --log FILE.
    """
    settings = settings_of(click.get_current_context(), values)
    settings.check_database()
    wanted = Served(
        location=settings.location,
        log=None if settings.log_file is None else Path(settings.log_file),
        **values,
    )
    try:
        run(wanted, _ready)
    except interrupts.Interrupted:
        interrupts.begin()
    click.echo(voice_of().tell(message("Stopped.")))
    return 0


def _ready(place: str, address: str) -> None:
    said = message(
        "Serving {place} at {address} (Ctrl-C stops it)", place=place, address=address
    )
    click.echo(voice_of().tell(said))


SERVE = Command(
    "serve",
    params=[
        click.Option(
            ["--host"],
            default="127.0.0.1",
            show_default=True,
            metavar="ADDRESS",
            help="Where it listens.",
        ),
        click.Option(
            ["--port"],
            type=click.IntRange(0, 65535),
            default=8017,
            show_default=True,
            metavar="NUMBER",
            help="0: one that is free.",
        ),
        click.Option(["--tls-cert"], metavar=_FILE, help="Certificate chain (PEM)."),
        click.Option(["--tls-key"], metavar=_FILE, help="Its private key (PEM)."),
        click.Option(
            ["--behind-proxy"],
            is_flag=True,
            help="A proxy does TLS; its word for who asks is taken.",
        ),
        click.Option(
            ["--proxy", "proxies"],
            multiple=True,
            metavar="ADDRESS",
            help="Address or network of that proxy; repeats (127.0.0.1 and ::1).",
        ),
        click.Option(
            ["--accounts"],
            metavar=_FILE,
            help="The file of the accounts (the ledger's name and .accounts).",
        ),
        click.Option(
            ["--oidc"],
            metavar=_FILE,
            help="Sign in with the organisation's accounts (TOML).",
        ),
        click.Option(
            ["--key"], metavar=_FILE, help="Sign checkpoints of the log with this key."
        ),
        click.Option(
            ["--theme"],
            metavar=_FILE,
            help="A style sheet of your own (CSS), after ours on every page.",
        ),
        click.Option(
            ["--log", "attempts_log"],
            metavar=_FILE,
            help="Log to FILE instead of standard error.",
        ),
        *shared_options(reading=False, formats=("text",)),
    ],
    callback=_serve,
    help=_serve.__doc__,
    epilog=epilog(
        """
        zuidas serve
        zuidas serve --host 0.0.0.0 --tls-cert chain.pem --tls-key private.pem
        zuidas serve --behind-proxy --key log.key
        """
    ),
)
