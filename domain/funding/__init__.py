"""The funding conditions of section 6 of the source, and their assessment."""
