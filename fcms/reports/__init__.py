"""Counts only: tallies in, tables out."""
