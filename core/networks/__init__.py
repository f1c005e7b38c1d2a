"""Networks: one that is easy to read, one that trains fast, and what both need."""
