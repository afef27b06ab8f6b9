"""Whether the A-file and the state of an appeal were looked at, when, and what they said."""
