"""Pages on which commands are filled in, tried and posted."""
