"""Departures from the United States, as the systems at the border report."""
