"""Lesson 2: where an activation is flat, and the effect on a neuron."""
