"""Inmates of one facility, matched to subjects by record linkage."""
