"""The database of a ledger: who may use it, what it is, and moving it elsewhere."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli import interrupts
from cli.answering import answer
from cli.commands import Command, Group
from cli.help import epilog
from cli.progress import progress_bar
from cli.settings import WITHOUT_SEALED, Settings, settings_of, shared_options
from cli.writing.repairing import REPAIR
from cli.writing.rights import GRANT, REVOKE
from domain.values.messages import Message, english, message, parts
from ledger.reading import open_store
from ledger.storage import migrations
from ledger.storage.location import Location
from projections.report import of_facts
from projections.snapshot import last_entry

if TYPE_CHECKING:
    from ledger.verifying.migrating import Migrated


def _settings(values: dict[str, Any]) -> Settings:
    return settings_of(click.get_current_context(), values)


def _status(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Show the database itself: layout, size, number of entries, and who may do what.

    In PostgreSQL it complains of every right that goes beyond the roles reader and
    service, or falls short of them, whoever has it and however: by grants, as a member
    of another role, or in the ledger's schema. Superusers can do everything, and are
    named.
    """
    settings = _settings(values)
    store = open_store(settings.location)
    try:
        with store.reading():
            status, entries = store.status(), last_entry(store)
            migrated = list(migrations.recorded(store))
    finally:
        store.close()
    data = {
        "place": str(settings.location),
        "kind": status.kind,
        "layout": status.layout,
        "entries": entries,
        "size_bytes": status.size_bytes,
        "owner": status.owner,
        "session_user": store.session_user,
        "roles": [
            *(_role(user, role) for user, role in status.roles.items()),
            *(
                _role(user, status.roles[through], through)
                for user, through in status.members.items()
            ),
        ],
        "superusers": list(status.superusers),
        "complaints": [english(said) for said in status.complaints],
        "migrations": [migration._asdict() for migration in migrated],
    }
    row = {k: v for k, v in data.items() if not isinstance(v, list)}
    answer(settings, of_facts(data, *_status_told(data), row=row))


def _role(user: str, role: str, through: str | None = None) -> dict[str, str | None]:
    """`through` is the role that the user is a member of."""
    return {"user": user, "role": role, "through": through}


def _status_told(data: Mapping[str, Any]) -> Iterator[Message]:
    yield message(
        "{place} ({kind}), layout {layout}",
        **{name: data[name] for name in ("place", "kind", "layout")},
    )
    yield message(
        "{entries:,} entries, {size:,} bytes",
        entries=data["entries"],
        size=data["size_bytes"],
    )
    for migration in data["migrations"]:
        yield message(
            "layout {layout} since {migrated_at}, after entry {entry}, by"
            " version {program} of the program",
            **migration,
        )
    if data["owner"] is not None:
        yield message(
            "owner {owner}; you are {user}",
            owner=data["owner"],
            user=data["session_user"],
        )
    for each in data["roles"]:
        through = None
        if each["through"]:
            through = message(" (member of {role})", role=each["through"])
        yield message("{role} {user}{through}", **{**each, "through": through})
    if data["superusers"]:
        names = parts(data["superusers"])
        yield message("superusers, who can do everything: {names}", names=names)
    for said in data["complaints"]:
        yield message("complaint: {said}", said=said)


def _migrate(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Bring the tables to the layout of this program.

    Tables and indexes are only added, in one transaction: every entry, balance and
    root stays what it was, and `zuidas db status` tells when it was done, and by which
    program. Until then an older ledger can be read, not posted to.

    A ledger in a file is first copied beside it, as zuidas.db.layout-1, for its owner
    alone. In PostgreSQL only the ledger's owner may do this, and a copy is kept where
    --copy names a file: an SQLite ledger of the same entries. (Or dump the database.)
    Readers and services get their rights to the new tables. Officers of version 1 may
    only read from then on: who they are is said.

    With --rebuild everything that follows from the entries is deleted and written anew,
    whatever the layout: it mends balances that were changed behind the program's back.
    Entries that don't fit their log are refused.
    """
    settings = _settings(values)
    settings.check_database()
    copy = None if values["copy"] is None else Path(values["copy"])
    from ledger.verifying.migrating import migrate

    with progress_bar(message("Migrating"), None) as progress:
        done = migrate(
            settings.location, copy=copy, rebuild=values["rebuild"], progress=progress
        )
    if done.is_changed:
        interrupts.finished(message("the ledger was migrated"))
    kept = None if done.copy is None else str(done.copy)
    data: dict[str, object] = {"from": done.before, "to": done.after, "copy": kept}
    if done.rebuilt:
        data["rebuilt"] = True
    if done.retired:
        data["retired"] = list(done.retired)
    answer(settings, of_facts(data, *_migrated_told(settings.location, done)))


def _migrated_told(place: Location, done: "Migrated") -> Iterator[Message]:
    at = str(place)
    if not done.is_changed:
        yield message(
            "{place} has layout {layout}: nothing to do.", place=at, layout=done.after
        )
        return
    if done.before != done.after:
        yield message(
            "{place} has layout {layout} now; it had {before}.",
            place=at,
            layout=done.after,
            before=done.before,
        )
    if done.rebuilt:
        yield message("Balances and indexes of {place} were written anew.", place=at)
    for user in done.retired:
        yield message(
            "{user} was an officer of version 1 and may only read now: on PostgreSQL"
            " only the owner and a service post (zuidas db grant --role service).",
            user=user,
        )
    if done.copy is None:
        yield message("No copy was kept: --copy names a file for one.")
    else:
        yield message("As it was it is kept as {copy}.", copy=str(done.copy))


def _copy(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Copy the ledger at FROM to TO, where there is none yet.

    The copy holds the same entries, byte for byte, and has the same root; balances are
    rebuilt from them and compared before anything is kept. FROM is only read: from then
    on post to one of the two.

    With --without-sealed names, account numbers and texts that are sealed are left out:
    of them the copy has the digests alone, says so, and proves the same.
    """
    settings = _settings(values)
    settings.check_database(if_named=True)
    source, target = (Location.parse(values[name]) for name in ("source", "target"))
    from ledger.verifying.copying import copy

    with progress_bar(message("Copying"), None) as progress:
        with_sealed = not values["without_sealed"]
        copied = copy(source, target, progress, with_sealed=with_sealed)
    interrupts.finished(message("the ledger was copied to {target}", target=target))
    data = {
        "from": str(source),
        "to": str(target),
        "entries": copied.entries,
        "root": copied.root.hex(),
    }
    left_out = None if with_sealed else message(", without sealed values")
    told = message(
        "{entries:,} entries copied from {source} to {target}{left_out} and verified;"
        " root {root}.",
        left_out=left_out,
        entries=copied.entries,
        source=data["from"],
        target=data["to"],
        root=copied.root.hex(),
    )
    answer(settings, of_facts(data, told))


DB = Group(
    "db",
    help="The database of a ledger: rights, status and layout.",
    epilog=epilog("zuidas db status"),
    commands=[
        GRANT,
        REVOKE,
        Command(
            "status",
            params=[*shared_options()],
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
                *shared_options(),
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
        REPAIR,
    ],
)

COPY = Command(
    "copy",
    params=[
        click.Argument(["source"], metavar="FROM"),
        click.Argument(["target"], metavar="TO"),
        WITHOUT_SEALED,
        *shared_options(),
    ],
    callback=_copy,
    help=_copy.__doc__,
    epilog=epilog(
        """
        zuidas copy zuidas.db postgresql://ledger@db.example/zuidas
        zuidas copy postgresql://ledger@db.example/zuidas backup.db
        zuidas copy --without-sealed zuidas.db for-the-auditor.db
        """
    ),
)
