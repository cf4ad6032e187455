"""Commands and the events they become, a subject a file."""
