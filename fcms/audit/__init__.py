"""Who changed what (Change) and who looked at what (Access)."""
