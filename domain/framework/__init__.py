"""The framework of a partnership: data, not code."""
