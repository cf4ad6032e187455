"""What pages are made of. Each is a value that stands in a template as it is."""
