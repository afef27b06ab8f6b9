"""The Fugitive Case Management System: the assessment of 2009, running."""
