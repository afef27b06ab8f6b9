"""Two subjects who are one person: brought together, and apart again."""
