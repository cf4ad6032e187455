"""The application that accepts commands, and the log that proves what it accepted."""
