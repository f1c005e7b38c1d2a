"""Cost surfaces as maps, with the paths of descents on them."""
