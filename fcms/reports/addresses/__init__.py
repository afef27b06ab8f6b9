"""How often the addresses of each source are right: counts of visits by what they found."""
