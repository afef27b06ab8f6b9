"""Reviewed gang affiliations: with a source, at least two factors, and a day on which the review lapses."""
