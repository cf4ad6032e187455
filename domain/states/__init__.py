"""The small states behind streams."""
