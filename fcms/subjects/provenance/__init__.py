"""Which statement is in force for each value, and why."""
