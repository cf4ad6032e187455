"""The fields of commands as people fill them in, whatever they fill them in with."""
