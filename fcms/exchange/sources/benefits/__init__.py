"""Benefits granted and orders vacated, as the agency that grants them reports."""
