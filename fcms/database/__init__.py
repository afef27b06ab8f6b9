"""The embedded PostgreSQL, its roles and its connection; the keys of sensitive identifiers."""
