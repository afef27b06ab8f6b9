"""The watched folder: partners drop extracts there, the worker takes them in, a person decides."""
