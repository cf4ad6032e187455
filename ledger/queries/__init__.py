"""Queries that need the rules."""
