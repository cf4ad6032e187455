"""What the queries answer, from stored rows: standard library and driver only."""
