"""What each kind of document says, made of the JSON of its query alone."""
