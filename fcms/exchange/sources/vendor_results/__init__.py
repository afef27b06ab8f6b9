"""Answers of a commercial vendor to a batch that was sent, told by their tokens."""
