"""Lesson 7: methods compared over many seeds, each at its own best learning rate."""
