"""Verifying, comparing, rebuilding and copying a ledger."""
