"""News that would take a case off the backlog: proposed by what came in, decided by a supervisor (PIA 0-3)."""
