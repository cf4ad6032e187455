"""How superseded events are read: plain functions from state to state."""
