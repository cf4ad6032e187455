"""All commands of `zuidas audit`; to import them is to add them to the group."""

from cli.auditing import balances, bundling, proving, publishing
from cli.auditing.audit import AUDIT

__all__ = ["AUDIT", "balances", "bundling", "proving", "publishing"]
