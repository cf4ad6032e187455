"""Commands that give what the ledger knows to programs outside."""
