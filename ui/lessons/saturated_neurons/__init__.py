"""Lesson 2: where an activation is flat, and what that does to a neuron."""
