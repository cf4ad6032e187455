"""All commands of `zuidas bank`; to import them is to add them to the group."""

from cli.banking import importing, resting
from cli.queries.groups import BANK

__all__ = ["BANK", "importing", "resting"]
