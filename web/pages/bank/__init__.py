"""The bank: statements, their lines beside what may answer them, whether it ties."""
