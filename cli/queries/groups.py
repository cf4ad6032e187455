"""Words under which several queries stand, such as `framework show`."""

from collections.abc import Mapping
from typing import Any

import click

from cli.commands import Group
from cli.queries.deriving import derived
from projections.query import find, names


class QueryGroup(Group):
    """A group of queries; each is imported when it is asked for."""

    def __init__(
        self,
        name: str,
        *,
        usual: str | None = None,
        **settings: Any,  # noqa: ANN401  # of click
    ) -> None:
        super().__init__(name, **settings)
        self.usual = usual
        """What the group does when nothing more is said."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The queries under this word, and what was added beside them."""
        prefix = f"{self.name} "
        own = [name.removeprefix(prefix) for name in names() if name.startswith(prefix)]
        return [*own, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The query of that name, else what was added under it."""
        query = find(f"{self.name} {cmd_name}")
        return derived(query) if query else super().get_command(ctx, cmd_name)

    def meant(self, word: str) -> str:
        """What a Dutch name stands for; of a query nothing is looked up."""
        if find(f"{self.name} {word}") is not None:
            return word
        return super().meant(word)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command the usual one is meant."""
        if self.usual and (not args or (args[0].startswith("-") and not _asks(args))):
            args = [self.usual, *args]
        return super().parse_args(ctx, args)


def _asks(args: list[str]) -> bool:
    """The help of the group itself is asked for."""
    return args[0] in ("-h", "--help")


_SETTINGS: Mapping[str, Any] = {
    "context_settings": {"help_option_names": ["-h", "--help"]}
}
BANK = QueryGroup(
    "bank",
    help="Statements of the bank, and what they and the ledger have in common.",
    **_SETTINGS,
)
FRAMEWORK = QueryGroup(
    "framework",
    usual="show",
    help="The rules of a ledger, or of a framework file before init.",
    **_SETTINGS,
)
REPORT = QueryGroup(
    "report",
    help="Reports for councils and accountants, tied to the journal.",
    **_SETTINGS,
)
REGISTER = QueryGroup(
    "register",
    help="Registers that are made public.",
    **_SETTINGS,
)
