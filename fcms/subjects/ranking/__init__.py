"""How likely a subject is at each address; computed above, kept and shown here."""
