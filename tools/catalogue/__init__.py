"""The catalogue of what is said: what has to be translated, found in the program."""
