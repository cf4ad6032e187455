"""Files for programs of others: the commands of `zuidas export`."""
