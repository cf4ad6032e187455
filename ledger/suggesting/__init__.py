"""Suggestions for bank lines, held against the rules (section 8)."""
