"""Whether a subject may still be in the country: reasons for and against, never a number, never acting alone."""
