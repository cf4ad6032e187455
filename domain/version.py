"""The version of the program, recorded in every entry."""

VERSION = "2.0.0.dev0"
