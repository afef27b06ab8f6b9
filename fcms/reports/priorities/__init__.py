"""How the written system scores the backlog: by office and version, counts only."""
