"""Taking back an extract that was applied, as long as nothing later stands on it."""
