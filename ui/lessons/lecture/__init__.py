"""Lecture: a page where links are put in order, and shown one after another."""
