"""What was found at an address, across all subjects, and which addresses are to be left alone."""
