"""Mutation testing by samples: places drawn by seed, one change at each."""
