"""A case handed over to another office: proposed by the one that holds it, decided by the one that would."""
