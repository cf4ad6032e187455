"""The log that proves what was accepted (RFC 6962, C2SP)."""
