"""All commands of `zuidas audit`; to import them is to add them to the group."""

from cli.auditing import audit, bundling, proving, sampling

__all__ = ["audit", "bundling", "proving", "sampling"]
