"""The fugitive case from its basis to its end."""
