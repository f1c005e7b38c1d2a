"""Networks: one to read, one that trains fast, and what both need."""
