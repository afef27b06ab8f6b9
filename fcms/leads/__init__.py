"""Leads: received, routed, worked, closed with an outcome."""
