"""The pages that people work in: their frame, components and charts."""
