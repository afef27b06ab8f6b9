"""The priority of a case: points on the assessment's grounds alone, with their reasons. It never acts."""
