"""The queries: each its name, typed parameters and report, declared once."""
