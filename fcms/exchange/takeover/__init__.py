"""The accounting of a takeover: what became of every record that the version before held."""
