"""Readers of bank statements: bytes in, statements to the cent or a refusal out."""
