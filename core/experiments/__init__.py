"""Experiments: points to learn, what is to be trained on them, and the same run as a script."""
