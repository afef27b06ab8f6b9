"""Non-fugitive arrests: counted, never shared, never linked."""
