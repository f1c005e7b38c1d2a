"""Handwritten digits: the MNIST images, the book's networks for them, and what can be tried with both."""
