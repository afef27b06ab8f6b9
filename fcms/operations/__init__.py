"""The `fcms` command, the worker, synthetic data and the demonstration."""
