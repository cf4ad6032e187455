"""What might answer the open lines of the bank, and how sure that is (section 8)."""
