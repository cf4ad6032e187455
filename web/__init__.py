"""The service: one ledger for many people, over HTTP."""
