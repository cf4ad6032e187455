"""The write commands, one model each; importing this package registers them all."""

from domain.commands import budget, cash, corrections, projects
from domain.commands.base import REGISTER, Command

__all__ = ["REGISTER", "Command", "budget", "cash", "corrections", "projects"]
