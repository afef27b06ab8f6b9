"""The people who use the program: roles, levels, sign-in."""
