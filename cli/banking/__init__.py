"""Commands about the bank: import, suggest, reconcile."""
