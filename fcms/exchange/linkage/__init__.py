"""Which subject a row of an extract is about: proposed with its evidence, confirmed by a person."""
