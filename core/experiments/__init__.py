"""Experiments: points to learn, the networks to train on them, and the same run as a script."""
