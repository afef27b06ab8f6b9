"""Deciding many rows at once, by the one rule that they break."""
