"""Events to journal lines, lines to stored balances, and the queries that read them."""
