"""Where sources disagree with what was settled, until a person decides."""
