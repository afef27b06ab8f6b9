"""The persons described: names, identifiers, addresses, immigration and criminal history."""
