"""Activations and costs, each with one description that has everything that other packages need to know about it."""
