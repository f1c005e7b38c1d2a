"""The home page: the main phenomenon in one small race, and links into the lessons."""
