"""A ledger that a service has: the same commands and queries, sent there."""
