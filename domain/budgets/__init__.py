"""Budgets on every day: accounts, quantities, timelines, earmarking."""
