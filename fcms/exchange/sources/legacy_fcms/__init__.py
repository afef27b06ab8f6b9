"""The version before this one: everything it held, taken over once and accounted for record by record."""
