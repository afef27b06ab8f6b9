"""Field work that stands behind the gates: planned, assigned and started only where everything is certain."""
