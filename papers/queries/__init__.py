"""What papers say: queries of which files are made, for people outside the ledger."""
