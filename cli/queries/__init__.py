"""Queries on the command line."""
