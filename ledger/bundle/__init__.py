"""Audit bundles: written, opened, replayed."""
