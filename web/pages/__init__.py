"""The pages for people: their frame, components and charts."""
