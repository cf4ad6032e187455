"""What each command does once its references hold: state, rules, and what follows."""

from domain.handlers import budget, cash, corrections, projects
from domain.handlers.register import HANDLERS

__all__ = ["HANDLERS", "budget", "cash", "corrections", "projects"]
