"""Settings: base, and what demonstration, tests and production change of it."""
