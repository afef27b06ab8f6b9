"""How good each lead and each address is: facts read in sets, a pure rule, scores kept with their parts."""
