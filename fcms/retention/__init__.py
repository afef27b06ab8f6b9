"""How long: the schedule's words. The engine knows no app."""
