"""Publishing the log: tiles in a folder, and cosignatures of witnesses (C2SP)."""
