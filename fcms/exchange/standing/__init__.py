"""The rules over everything stored: run nightly, they open findings that somebody owns until they are settled."""
