"""Accepting commands: lock, look, decide, record."""
