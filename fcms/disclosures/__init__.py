"""The accounting of what left, to whom, why and how."""
