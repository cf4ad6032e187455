"""Questions to the ledger; standard library and the database driver only."""
