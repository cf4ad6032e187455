"""The rules of the partnership budget, pure: same inputs, same events."""
