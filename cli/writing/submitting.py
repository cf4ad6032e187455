"""`zuidas submit COMMAND ...`: a write command, proposed to a second person."""

from typing import Any

import click

from cli.commands import Group
from cli.help import epilog
from cli.writing import write_commands
from domain.entries.approvals import SUBMITTED


class SubmitGroup(Group):
    """Every write command that can be submitted, with the options that it has."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        """Names as on the command line."""
        return [name.replace("_", "-") for name in SUBMITTED]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's own signature
        """The command of that name, in either spelling."""
        name = cmd_name.replace("_", "-")
        if name.replace("-", "_") not in SUBMITTED:
            return None
        return write_commands.command(name, submitting=True)


def _settings(**_: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Nothing is said between `submit` and the command."""


SUBMIT = SubmitGroup(
    "submit",
    callback=_settings,
    help=(
        "Propose a command to a second person; nothing is booked until it is approved."
        "\n\nIt is judged now, so nonsense is refused at once, and again when it is"
        " approved. --id and --note are the submission's own. See submissions,"
        " approve, decline, retract-submission."
    ),
    epilog=epilog(
        """
        zuidas submit pay-grant --project grecor --amount 5.000,00 --date 15-3-2012 --document BK-7
        zuidas submit set-approval-policy --command pay-grant=0 --date today
        """  # noqa: E501  # one line each, to be copied
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
