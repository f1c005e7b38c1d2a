"""Activations and costs, each with one description that says all that any other room needs to know of it."""
