"""Plain tools that know no model: verdicts, lifecycles, identifiers, the shape of an action."""
