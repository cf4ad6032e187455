"""All commands of `zuidas audit`; to import them is to add them to the group."""

from cli import audit, bundling, sampling

__all__ = ["audit", "bundling", "sampling"]
