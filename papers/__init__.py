"""What is made for people of what the ledger answers: in Dutch or English."""
