"""Formulas that can be written in several ways, and that work themselves out."""
