"""Leads from other government systems, one CSV."""
