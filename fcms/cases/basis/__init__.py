"""Why the person is a fugitive: derived from the case category, kept with its date and source (PIA 0-1)."""
