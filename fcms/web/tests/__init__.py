"""Proofs of the frame."""
