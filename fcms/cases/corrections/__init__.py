"""Who still has to be told that what was once disclosed of a subject was corrected."""
