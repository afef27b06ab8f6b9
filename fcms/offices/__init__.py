"""Offices, teams, areas and the ZIP directory that routes by them."""
