"""The assessment itself: its text, its promises, its inventory of data, and the witness that joins them to the code."""
