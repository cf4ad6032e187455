"""The database of a ledger: who may use it, what it is, and moving it elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from cli.help import epilog
from cli.output import as_json, write
from cli.settings import Settings, settings_of, shared_options
from domain.values.errors import UsageError
from ledger.reading import open_store, postgres_store
from ledger.storage import schema
from ledger.storage.location import Location
from projections.snapshot import last_entry

_FORMATS = ("text", "json")


def _settings(values: dict[str, Any]) -> Settings:
    return settings_of(click.get_current_context(), values)


def _grant(**values: Any) -> None:  # noqa: ANN401
    """Let USER of the database post (officer) or only read (auditor).

    USER keeps no other right than those of the role. Only the owner of the ledger
    gives roles; PostgreSQL itself holds everyone to them.
    """
    settings = _settings(values)
    role, user = values["role"], values["user"]
    if settings.location.path is not None:
        raise UsageError(
            "BAD_COMMAND",
            "{location} is a file, which has no users: whoever may write the"
            " file may post. Roles need postgresql://...",
            location=settings.location,
        )
    store = postgres_store().open(settings.location.url)
    try:
        store.grant(role, user)
    finally:
        store.close()
    if settings.shape == "json":
        write(settings, as_json({"user": user, "role": role}))
        return
    may = "post and read" if role == "officer" else "read, and change nothing"
    write(settings, f"{user} is {role} now: may {may}.")


def _status(**values: Any) -> None:  # noqa: ANN401
    """Show the database itself: layout, size, number of entries, owner and roles."""
    settings = _settings(values)
    store = open_store(settings.location)
    try:
        with store.reading():
            status, entries = store.status(), last_entry(store)
    finally:
        store.close()
    answer = {
        "place": str(settings.location),
        "kind": status.kind,
        "layout": status.layout,
        "entries": entries,
        "size_bytes": status.size_bytes,
        "owner": status.owner,
        "session_user": store.session_user,
        "roles": [{"user": user, "role": role} for user, role in status.roles.items()],
    }
    if settings.shape == "json":
        write(settings, as_json(answer))
        return
    lines = [
        f"{answer['place']} ({status.kind}), layout {status.layout}",
        f"{entries:,} entries, {status.size_bytes:,} bytes",
    ]
    if status.owner is not None:
        lines.append(f"owner {status.owner}; you are {store.session_user}")
    lines += [f"{role} {user}" for user, role in status.roles.items()]
    write(settings, "\n".join(lines))


def _migrate(**values: Any) -> None:  # noqa: ANN401
    """Bring the tables to the layout of this program.

    Layout 1 is the first, so there is nothing to bring up to date yet; a ledger of a
    newer program is refused.
    """
    settings = _settings(values)
    store = open_store(settings.location, writing=True)
    try:
        with store.writing():
            layout = store.status().layout
    finally:
        store.close()
    if settings.shape == "json":
        write(settings, as_json({"from": layout, "to": schema.VERSION}))
    else:
        write(settings, f"{settings.location} has layout {layout}: nothing to do.")


def _copy(**values: Any) -> None:  # noqa: ANN401
    """Copy the ledger at FROM to TO, where there is none yet.

    The copy holds the same entries, byte for byte, and has the same root; balances are
    rebuilt from them and compared before anything is kept. FROM is only read: from then
    on post to one of the two.
    """
    settings = _settings(values)
    source, target = (Location.parse(values[name]) for name in ("source", "target"))
    from ledger.verifying.copying import copy

    with _progress() as progress:
        copied = copy(source, target, progress)
    if settings.shape == "json":
        answer = {"entries": copied.entries, "root": copied.root.hex()}
        write(settings, as_json({"from": str(source), "to": str(target), **answer}))
        return
    write(
        settings,
        f"{copied.entries:,} entries copied from {source} to {target} and verified;"
        f" root {copied.root.hex()}.",
    )


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Counts entries on a terminal; elsewhere nothing is drawn."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Copying", total=None)
        yield lambda done: progress.advance(task, done)


DB = click.Group(
    "db",
    help="The database of a ledger: rights, status and layout.",
    epilog=epilog("zuidas db status"),
    commands=[
        click.Command(
            "grant",
            params=[
                click.Argument(["user"], metavar="USER"),
                click.Option(
                    ["--role"],
                    type=click.Choice(("officer", "auditor")),
                    required=True,
                    help="What USER may do: post and read, or only read.",
                ),
                *shared_options(formats=_FORMATS),
            ],
            callback=_grant,
            help=_grant.__doc__,
            epilog=epilog("zuidas db grant --role auditor rekenkamer"),
        ),
        click.Command(
            "status",
            params=[*shared_options(formats=_FORMATS)],
            callback=_status,
            help=_status.__doc__,
            epilog=epilog("zuidas db status -O json"),
        ),
        click.Command(
            "migrate",
            params=[*shared_options(formats=_FORMATS)],
            callback=_migrate,
            help=_migrate.__doc__,
            epilog=epilog("zuidas db migrate"),
        ),
    ],
)

COPY = click.Command(
    "copy",
    params=[
        click.Argument(["source"], metavar="FROM"),
        click.Argument(["target"], metavar="TO"),
        *shared_options(formats=_FORMATS),
    ],
    callback=_copy,
    help=_copy.__doc__,
    epilog=epilog(
        """
        zuidas copy zuidas.db postgresql://ledger@db.example/zuidas
        zuidas copy postgresql://ledger@db.example/zuidas backup.db
        """
    ),
)
