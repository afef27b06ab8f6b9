"""People who cannot exist, and what happened to them (`domain.md` 8): the same for the same seed."""
