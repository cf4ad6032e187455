"""The version of the program, recorded in every entry."""

VERSION = "0.1.0"
