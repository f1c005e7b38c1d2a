"""Lesson 8: networks that read handwritten digits."""
