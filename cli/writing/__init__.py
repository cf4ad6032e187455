"""Commands that write, and what goes with them."""
