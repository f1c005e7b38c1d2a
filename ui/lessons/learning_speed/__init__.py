"""Lesson 3: which cost lets a badly wrong neuron learn."""
