"""Batches for another ledger: how accounts are mapped, and the rows of the file."""
