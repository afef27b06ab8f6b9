"""The project's own benchmarks: each prints a ratio against a floor measured in the same run."""
