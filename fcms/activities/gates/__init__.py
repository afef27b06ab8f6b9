"""May we act? What must be certain before anyone goes to an address, each answer a sentence with its remedy."""
