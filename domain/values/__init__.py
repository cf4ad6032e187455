"""Money, shares, fields and errors: the words everything is said in."""
