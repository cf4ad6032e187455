"""The command line: arguments in, text, JSON or CSV out, exit codes."""
