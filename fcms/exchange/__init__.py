"""The only doors to the street."""
