"""What a person may ask about themselves."""
