"""Lesson 8: save a trained net in a file, and load one in the place of A or B."""
