"""Transfers of leads that a new edition of the ZIP directory asks for; a person decides each."""
