"""Pages of what waits for a second person: looked at, and decided on."""
