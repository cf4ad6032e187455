"""Benchmarks: how fast the ledger is, side by side with its peers.

`run.py` prints the tables; nothing here asserts a time.
"""
