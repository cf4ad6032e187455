"""The HTTP API, to the Dutch API Design Rules (section 10 of the contract)."""
