"""The version of the program and that of its rules, recorded in every entry."""

VERSION = "2.0.0.dev0"

RULES = 1
"""The version of the rules: of which commands are accepted, and what they become.

Entries are judged again by the rules that accepted them (`zuidas audit verify
--rules`), so any change that refuses what was accepted, accepts what was refused, or
stores another event for the same command raises it by one; `tests/golden/outcomes`
tells when one does. Texts of messages and notes are no outcome. Entries from before
versions were counted have none.
"""
