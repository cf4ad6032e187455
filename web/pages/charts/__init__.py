"""Charts, drawn on the server, each with the table of the same rows below it."""
