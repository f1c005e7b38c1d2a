"""Evidence for the claims about speed and robustness; each module prints a table."""
