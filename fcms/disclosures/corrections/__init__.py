"""Which recipients of an earlier disclosure have to be told of a correction (5 USC 552a(c)(4))."""
