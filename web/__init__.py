"""The service: a ledger over HTTP, for programs and for people."""
