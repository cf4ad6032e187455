"""The database of a ledger: who may use it, what it is, and moving it elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import interrupts
from cli.commands import Command
from cli.help import epilog
from cli.output import as_json, write
from cli.progress import progress_bar
from cli.settings import Settings, settings_of, shared_options
from domain.values.errors import UsageError
from ledger.reading import open_store, postgres_store
from ledger.storage import migrations
from ledger.storage.location import Location
from projections.snapshot import last_entry

if TYPE_CHECKING:
    from ledger.verifying.migrating import Migrated

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
        interrupts.finished(f"{user} is {role} now")
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
            migrated = list(migrations.recorded(store))
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
        "migrations": [migration._asdict() for migration in migrated],
    }
    if settings.shape == "json":
        write(settings, as_json(answer))
        return
    lines = [
        f"{answer['place']} ({status.kind}), layout {status.layout}",
        f"{entries:,} entries, {status.size_bytes:,} bytes",
        *(
            f"layout {m.layout} since {m.migrated_at}, after entry {m.entry}, by"
            f" version {m.program} of the program"
            for m in migrated
        ),
    ]
    if status.owner is not None:
        lines.append(f"owner {status.owner}; you are {store.session_user}")
    lines += [f"{role} {user}" for user, role in status.roles.items()]
    write(settings, "\n".join(lines))


def _migrate(**values: Any) -> None:  # noqa: ANN401
    """Bring the tables to the layout of this program.

    Tables and indexes are only added, in one transaction: every entry, balance and
    root stays what it was, and `zuidas db status` tells when it was done, and by which
    program. Until then an older ledger can be read, not posted to.

    A ledger in a file is first copied beside it, as zuidas.db.layout-1, for its owner
    alone. In PostgreSQL only the ledger's owner may do this, and a copy is kept where
    --copy names a file: an SQLite ledger of the same entries. (Or dump the database.)

    With --rebuild everything that follows from the entries is deleted and written anew,
    whatever the layout: it mends balances that were changed behind the program's back.
    Entries that don't fit their log are refused.
    """
    settings = _settings(values)
    copy = None if values["copy"] is None else Path(values["copy"])
    from ledger.verifying.migrating import migrate

    with progress_bar("Migrating", None) as progress:
        done = migrate(
            settings.location, copy=copy, rebuild=values["rebuild"], progress=progress
        )
    if settings.shape == "json":
        kept = None if done.copy is None else str(done.copy)
        answer = {"from": done.before, "to": done.after, "copy": kept}
        told = as_json(answer | ({"rebuilt": True} if done.rebuilt else {}))
    else:
        told = _migrated_text(settings.location, done)
    if done.is_changed:
        interrupts.finished("the ledger was migrated")
    write(settings, told)


def _migrated_text(place: Location, done: "Migrated") -> str:
    if not done.is_changed:
        return f"{place} has layout {done.after}: nothing to do."
    lines = []
    if done.before != done.after:
        lines.append(f"{place} has layout {done.after} now; it had {done.before}.")
    if done.rebuilt:
        lines.append(f"Balances and indexes of {place} were written anew.")
    if done.copy is not None:
        lines.append(f"As it was it is kept as {done.copy}.")
    else:
        lines.append("No copy was kept: --copy names a file for one.")
    return "\n".join(lines)


def _copy(**values: Any) -> None:  # noqa: ANN401
    """Copy the ledger at FROM to TO, where there is none yet.

    The copy holds the same entries, byte for byte, and has the same root; balances are
    rebuilt from them and compared before anything is kept. FROM is only read: from then
    on post to one of the two.
    """
    settings = _settings(values)
    source, target = (Location.parse(values[name]) for name in ("source", "target"))
    from ledger.verifying.copying import copy

    with progress_bar("Copying", None) as progress:
        copied = copy(source, target, progress)
    interrupts.finished(f"the ledger was copied to {target}")
    if settings.shape == "json":
        answer = {"entries": copied.entries, "root": copied.root.hex()}
        write(settings, as_json({"from": str(source), "to": str(target), **answer}))
        return
    write(
        settings,
        f"{copied.entries:,} entries copied from {source} to {target} and verified;"
        f" root {copied.root.hex()}.",
    )


DB = click.Group(
    "db",
    help="The database of a ledger: rights, status and layout.",
    epilog=epilog("zuidas db status"),
    commands=[
        Command(
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
        Command(
            "status",
            params=[*shared_options(formats=_FORMATS)],
            callback=_status,
            help=_status.__doc__,
            epilog=epilog("zuidas db status -O json"),
        ),
        Command(
            "migrate",
            params=[
                click.Option(
                    ["--copy"], metavar="FILE", help="Where the copy is kept."
                ),
                click.Option(
                    ["--rebuild"],
                    is_flag=True,
                    help="Write balances and indexes anew from the entries.",
                ),
                *shared_options(formats=_FORMATS),
            ],
            callback=_migrate,
            help=_migrate.__doc__,
            epilog=epilog(
                """
                zuidas db migrate
                zuidas db migrate --copy before.db
                zuidas db migrate --rebuild --copy damaged.db
                """
            ),
        ),
    ],
)

COPY = Command(
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
