"""Cost surfaces as maps, with the paths that descents take on them."""
