"""What the claims about speed and sturdiness rest on; each module prints a table."""
