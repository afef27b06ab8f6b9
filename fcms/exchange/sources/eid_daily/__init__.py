"""The daily extract of the Enforcement Integrated Database: a bundle of CSV files."""
