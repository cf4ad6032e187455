"""Every component and chart of the pages, to be looked at."""
