"""What each end of a case rests on: the fields that policy names, what was given, and what is still missing."""
