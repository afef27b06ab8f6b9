"""What an extract said, taken back as if it had never been said."""
